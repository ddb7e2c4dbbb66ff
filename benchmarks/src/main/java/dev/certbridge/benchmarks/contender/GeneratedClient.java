package dev.certbridge.benchmarks.contender;

import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.ConnectOptions;
import java.net.URI;

/** Our generated client over our transport. An order takes a connection of its own, a read one from the pool. */
public final class GeneratedClient implements Contender {

    private final RegfishClient client;
    private final CertificateRequest order = Sample.order();

    /** To this server. */
    public GeneratedClient(URI server) {
        this(ConnectOptions.builder().uri(server).build());
    }

    /** As these options say. */
    public GeneratedClient(ConnectOptions options) {
        this.client = RegfishClient.connect(KEY, options);
    }

    @Override
    public Object order() {
        return Sample.seen(client.certificates()
                .createCertificate(order, SpendPermit.once())
                .as(CertificateResponse.class));
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
