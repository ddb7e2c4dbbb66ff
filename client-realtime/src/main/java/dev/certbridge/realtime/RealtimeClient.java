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

/**
 * The generated Realtime Register client, with one accessor per group of operations. Place orders with {@link
 * Realtime}, because the generated client does not use an order book.
 */
public final class RealtimeClient implements AutoCloseable {

    private final Transport transport;

    RealtimeClient(Transport transport) {
        this.transport = transport;
    }

    /**
     * Creates a client that calls Realtime Register with the given API key.
     *
     * @throws IllegalArgumentException the API key or the address is not valid
     */
    public static RealtimeClient connect(String apiKey, ConnectOptions options) {
        return new RealtimeClient(new Transport(
                Realtime.NAME,
                options.uri().orElse(Realtime.LIVE),
                Credential.authorization("ApiKey", apiKey),
                options,
                new RealtimeErrors()));
    }

    public CertificatesApi certificates() {
        return transport.api(CertificatesApi.class);
    }

    /** Returns the operations for processes. Realtime Register creates a process for each certificate order. */
    public ProcessesApi processes() {
        return transport.api(ProcessesApi.class);
    }

    public ProductsApi products() {
        return transport.api(ProductsApi.class);
    }

    /**
     * Returns the operations that help with validation, for example to decode a CSR or to schedule a validation call.
     */
    public ValidationApi validation() {
        return transport.api(ValidationApi.class);
    }

    /** Returns the operations for ACME subscriptions. */
    public AcmeApi acme() {
        return transport.api(AcmeApi.class);
    }

    /** Returns the operations for notifications. */
    public NotificationsApi notifications() {
        return transport.api(NotificationsApi.class);
    }

    /** Returns the transport, which also reports the time on the reseller's clock. */
    Transport transport() {
        return transport;
    }

    @Override
    public void close() {
        transport.close();
    }
}
