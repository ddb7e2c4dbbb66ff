package dev.certbridge.benchmarks.contender;

import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.ConnectOptions;
import java.net.URI;

/**
 * The generated client of certbridge with its transport. An order uses a new connection, and a read uses a pooled
 * connection.
 */
public final class GeneratedClient implements Contender {

    private final RegfishClient client;
    private final CertificateRequest order = Sample.order();

    /** Creates a client that calls this server. */
    public GeneratedClient(URI server) {
        this(ConnectOptions.builder().uri(server).build());
    }

    /** Creates a client with these options. */
    public GeneratedClient(ConnectOptions options) {
        this(options, KEY);
    }

    /** Creates a client with these options and an API key. */
    public GeneratedClient(ConnectOptions options, String key) {
        this.client = RegfishClient.connect(key, options);
    }

    @Override
    public Object order() {
        return Sample.seen(order(order));
    }

    /** Places an order and returns the response. */
    public CertificateResponse order(CertificateRequest request) {
        return client.certificates()
                .createCertificate(request, SpendPermit.once())
                .as(CertificateResponse.class);
    }

    @Override
    public Object poll() {
        return Sample.seen(client.certificates().getCertificate(Bodies.ID));
    }

    @Override
    public void close() {
        client.close();
    }
}
