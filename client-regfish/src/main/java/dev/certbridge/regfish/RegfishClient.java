package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.api.DnsRecordsApi;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.api.TlsOrganizationsApi;
import dev.certbridge.regfish.generated.api.TlsProductsApi;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.Credential;
import dev.certbridge.reseller.http.Transport;

/** The generated regfish client, one accessor per group of operations. It keeps no book: use {@link Regfish} to buy. */
public final class RegfishClient implements AutoCloseable {

    private final Transport transport;
    private final TlsCertificatesApi certificates;
    private final TlsProductsApi products;
    private final TlsOrganizationsApi organizations;
    private final DnsRecordsApi records;

    private RegfishClient(Transport transport) {
        this.transport = transport;
        this.certificates = transport.api(TlsCertificatesApi.class);
        this.products = transport.api(TlsProductsApi.class);
        this.organizations = transport.api(TlsOrganizationsApi.class);
        this.records = transport.api(DnsRecordsApi.class);
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

    /** The organizations that orders can be bound to. */
    public TlsOrganizationsApi organizations() {
        return organizations;
    }

    /** DNS records in zones at regfish. */
    public DnsRecordsApi records() {
        return records;
    }

    /** For what the generated interfaces cannot do. */
    Transport transport() {
        return transport;
    }

    @Override
    public void close() {
        transport.close();
    }
}
