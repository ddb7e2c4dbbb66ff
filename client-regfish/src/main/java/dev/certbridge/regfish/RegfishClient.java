package dev.certbridge.regfish;

import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.regfish.generated.api.DnsRecordsApi;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.api.TlsOrganizationsApi;
import dev.certbridge.regfish.generated.api.TlsProductsApi;
import dev.certbridge.reseller.ConnectOptions;

/**
 * The generated regfish client, with one accessor per group of operations. Place orders with {@link Regfish}, because
 * the generated client does not use an order book.
 */
public final class RegfishClient implements AutoCloseable {

    private final Transport transport;

    RegfishClient(Transport transport) {
        this.transport = transport;
    }

    /**
     * Creates a client that calls regfish with the given API key.
     *
     * @throws IllegalArgumentException the API key or the address is not valid
     */
    public static RegfishClient connect(String apiKey, ConnectOptions options) {
        return new RegfishClient(new Transport(
                Regfish.NAME,
                options.uri().orElse(Regfish.LIVE),
                Credential.header("x-api-key", apiKey),
                options,
                new RegfishErrors()));
    }

    /** Returns the operations for orders and certificates. */
    public TlsCertificatesApi certificates() {
        return transport.api(TlsCertificatesApi.class);
    }

    /** Returns the operations for the product catalog. */
    public TlsProductsApi products() {
        return transport.api(TlsProductsApi.class);
    }

    /** Returns the operations for the organizations to which orders refer. */
    public TlsOrganizationsApi organizations() {
        return transport.api(TlsOrganizationsApi.class);
    }

    /** Returns the operations for DNS records in zones at regfish. */
    public DnsRecordsApi records() {
        return transport.api(DnsRecordsApi.class);
    }

    /** Returns the transport, which reads long lists without the generated client. */
    Transport transport() {
        return transport;
    }

    @Override
    public void close() {
        transport.close();
    }
}
