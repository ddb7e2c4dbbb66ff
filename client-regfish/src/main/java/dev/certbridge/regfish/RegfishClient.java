package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.api.TlsProductsApi;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.Credential;
import dev.certbridge.reseller.http.Transport;

/** The generated regfish client, one accessor per group of operations. It keeps no book: use {@link Regfish} to buy. */
public final class RegfishClient implements AutoCloseable {

    private final Transport transport;
    private final TlsCertificatesApi certificates;
    private final TlsProductsApi products;

    private RegfishClient(Transport transport) {
        this.transport = transport;
        this.certificates = transport.api(TlsCertificatesApi.class);
        this.products = transport.api(TlsProductsApi.class);
    }

    /**
     * The generated client.
     *
     * @throws IllegalArgumentException the key or the address cannot be used
     */
    public static RegfishClient connect(String apiKey, ConnectOptions options) {
        return new RegfishClient(new Transport(
                Regfish.NAME,
                options.uri().orElse(Regfish.LIVE),
                Credential.header("x-api-key", apiKey),
                options,
                new RegfishFailures()));
    }

    /** Orders and certificates. */
    public TlsCertificatesApi certificates() {
        return certificates;
    }

    /** The catalog. */
    public TlsProductsApi products() {
        return products;
    }

    @Override
    public void close() {
        transport.close();
    }
}
