package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.api.AcmeApi;
import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.api.NotificationsApi;
import dev.certbridge.realtime.generated.api.ProcessesApi;
import dev.certbridge.realtime.generated.api.ProductsApi;
import dev.certbridge.realtime.generated.api.ValidationApi;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.Credential;
import dev.certbridge.reseller.http.Transport;
import java.time.Instant;
import java.util.Optional;

/**
 * The generated Realtime Register client, one accessor per group of operations. It keeps no book: use {@link Realtime}
 * to buy.
 */
public final class RealtimeClient implements AutoCloseable {

    private final Transport transport;
    private final CertificatesApi certificates;
    private final ProcessesApi processes;
    private final ProductsApi products;
    private final ValidationApi validation;
    private final AcmeApi acme;
    private final NotificationsApi notifications;

    private RealtimeClient(Transport transport) {
        this.transport = transport;
        this.certificates = transport.api(CertificatesApi.class);
        this.processes = transport.api(ProcessesApi.class);
        this.products = transport.api(ProductsApi.class);
        this.validation = transport.api(ValidationApi.class);
        this.acme = transport.api(AcmeApi.class);
        this.notifications = transport.api(NotificationsApi.class);
    }

    /**
     * The generated client.
     *
     * @throws IllegalArgumentException the key or the address cannot be used
     */
    public static RealtimeClient connect(String apiKey, ConnectOptions options) {
        return new RealtimeClient(new Transport(
                Realtime.NAME,
                options.uri().orElse(Realtime.LIVE),
                Credential.authorization("ApiKey", apiKey),
                options,
                new RealtimeFailures()));
    }

    /** Orders and certificates. */
    public CertificatesApi certificates() {
        return certificates;
    }

    /** Processes: what an order is until there is a certificate. */
    public ProcessesApi processes() {
        return processes;
    }

    /** The catalog. */
    public ProductsApi products() {
        return products;
    }

    /** What helps to validate: addresses, CSRs, keys, calls. */
    public ValidationApi validation() {
        return validation;
    }

    /** ACME subscriptions. */
    public AcmeApi acme() {
        return acme;
    }

    /** What the reseller has to tell. */
    public NotificationsApi notifications() {
        return notifications;
    }

    /** The reseller's own clock, as its last answer told it. */
    Optional<Instant> heard() {
        return transport.heard();
    }

    @Override
    public void close() {
        transport.close();
    }
}
