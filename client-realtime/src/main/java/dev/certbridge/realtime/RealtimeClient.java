package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.api.ProcessesApi;
import dev.certbridge.realtime.generated.api.ProductsApi;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.Credential;
import dev.certbridge.reseller.http.Transport;

/**
 * The generated Realtime Register client, one accessor per group of operations. It keeps no book: use {@link Realtime}
 * to buy.
 */
public final class RealtimeClient implements AutoCloseable {

    private final Transport transport;
    private final CertificatesApi certificates;
    private final ProcessesApi processes;
    private final ProductsApi products;

    private RealtimeClient(Transport transport) {
        this.transport = transport;
        this.certificates = transport.api(CertificatesApi.class);
        this.processes = transport.api(ProcessesApi.class);
        this.products = transport.api(ProductsApi.class);
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

    @Override
    public void close() {
        transport.close();
    }
}
