package dev.certbridge.benchmarks.scale;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/**
 * A server with the generated client. The client uses one connection for all reads and a new connection for each order.
 */
final class Link implements AutoCloseable {

    private final String name;
    private final Optional<LocalTls> tls;
    private final boolean forgetting;
    private final OneOrderServer server;
    private final RegfishClient client;
    private final CertificateRequest request = new CertificateRequest()
            .sku("RapidSSL")
            .commonName("www.example.com")
            .dcvMethod("dns-cname-token")
            .csr(KeyAndCsr.ecP256("www.example.com").csr().pem());

    private Link(String name, Optional<LocalTls> tls, boolean forgetting) throws IOException {
        this.name = name;
        this.tls = tls;
        this.forgetting = forgetting;
        this.server = new OneOrderServer(tls);
        ConnectOptions options = ConnectOptions.builder().uri(server.uri()).build();
        this.client = RegfishClient.connect(
                "obviously-fake-key",
                tls.map(some -> options.toBuilder().tls(some.client()).build()).orElse(options));
    }

    static Link plain() throws IOException {
        return new Link("plain", Optional.empty(), false);
    }

    /** Returns a link over TLS whose client stores no session, so that every connection makes a full handshake. */
    static Link full() throws IOException {
        return new Link("TLS, full handshake", Optional.of(LocalTls.create()), true);
    }

    /** Returns a link over TLS whose client resumes sessions, which is the default of the JDK. */
    static Link resumed() throws IOException {
        return new Link("TLS, session resumed", Optional.of(LocalTls.create()), false);
    }

    String name() {
        return name;
    }

    void prepare() {
        if (forgetting) {
            SSLSessionContext sessions = tls.orElseThrow().client().getClientSessionContext();
            // getSession returns null for a listed session that has expired.
            Collections.list(sessions.getIds()).stream()
                    .map(sessions::getSession)
                    .filter(Objects::nonNull)
                    .forEach(SSLSession::invalidate);
        }
    }

    void read() {
        client.certificates().getCertificate("7K9QW3M4X2B8N5T1Z6VD0HJRPC");
    }

    void order() {
        client.certificates().createCertificate(request, SpendPermit.once()).as(CertificateResponse.class);
    }

    Traffic.Count count() {
        return server.count();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
