package dev.certbridge.regfish;

import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.regfish.generated.api.DnsRecordsApi;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.api.TlsOrganizationsApi;
import dev.certbridge.regfish.generated.api.TlsProductsApi;
import dev.certbridge.reseller.ConnectOptions;

/** The generated regfish client, one accessor per group of operations. It keeps no book: use {@link Regfish} to buy. */
public final class RegfishClient implements AutoCloseable {

    private final Transport transport;

    RegfishClient(Transport transport) {
        this.transport = transport;
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
                new RegfishErrors()));
    }

    /** Orders and certificates. */
    public TlsCertificatesApi certificates() {
        return transport.api(TlsCertificatesApi.class);
    }

    /** The catalog. */
    public TlsProductsApi products() {
        return transport.api(TlsProductsApi.class);
    }

    /** The organizations that orders can be bound to. */
    public TlsOrganizationsApi organizations() {
        return transport.api(TlsOrganizationsApi.class);
    }

    /** DNS records in zones at regfish. */
    public DnsRecordsApi records() {
        return transport.api(DnsRecordsApi.class);
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
