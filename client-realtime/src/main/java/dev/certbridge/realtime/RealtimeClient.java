package dev.certbridge.realtime;

import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.realtime.generated.api.AcmeApi;
import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.api.NotificationsApi;
import dev.certbridge.realtime.generated.api.ProcessesApi;
import dev.certbridge.realtime.generated.api.ProductsApi;
import dev.certbridge.realtime.generated.api.ValidationApi;
import dev.certbridge.reseller.ConnectOptions;
import java.time.Instant;
import java.util.Optional;

/**
 * The generated Realtime Register client, one accessor per group of operations. It has no order book: order with {@link
 * Realtime}.
 */
public final class RealtimeClient implements AutoCloseable {

    private final Transport transport;

    RealtimeClient(Transport transport) {
        this.transport = transport;
    }

    /**
     * Connects the generated client.
     *
     * @throws IllegalArgumentException the key or the address cannot be used
     */
    public static RealtimeClient connect(String apiKey, ConnectOptions options) {
        return new RealtimeClient(new Transport(
                Realtime.NAME,
                options.uri().orElse(Realtime.LIVE),
                Credential.authorization("ApiKey", apiKey),
                options,
                new RealtimeErrors()));
    }

    /** Returns the operations of orders and certificates. */
    public CertificatesApi certificates() {
        return transport.api(CertificatesApi.class);
    }

    /** Returns the operations of processes: an order is a process until there is a certificate. */
    public ProcessesApi processes() {
        return transport.api(ProcessesApi.class);
    }

    /** Returns the operations of the catalog. */
    public ProductsApi products() {
        return transport.api(ProductsApi.class);
    }

    /** Returns the operations that help to validate: addresses, CSRs, keys, calls. */
    public ValidationApi validation() {
        return transport.api(ValidationApi.class);
    }

    /** Returns the operations of ACME subscriptions. */
    public AcmeApi acme() {
        return transport.api(AcmeApi.class);
    }

    /** Returns the operations of notifications. */
    public NotificationsApi notifications() {
        return transport.api(NotificationsApi.class);
    }

    /** Returns the time by the reseller's own clock, from its last answer. */
    Optional<Instant> lastServerTime() {
        return transport.lastServerTime();
    }

    @Override
    public void close() {
        transport.close();
    }
}
