package dev.certbridge.regfish;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedTest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.TestClock;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tests of a client that is connected to a scripted regfish, with an order book in memory. */
abstract class ScriptedRegfishTest extends ScriptedTest<ScriptedServer> {

    static final String LIST = "GET /tls/certificate";
    static final String ORDER = "POST /tls/certificate";

    final TestClock clock;
    final List<Duration> pauses;

    ScriptedRegfishTest() {
        this(new ScriptedServer(), SpendLog.of(OrderBooks.inMemory()), new TestClock(), new ArrayList<>());
    }

    private ScriptedRegfishTest(ScriptedServer server, SpendLog book, TestClock clock, List<Duration> pauses) {
        super(
                server,
                book,
                Regfish.connect(
                        ScriptedServer.KEY,
                        book,
                        // Tests change the listing between two orders.
                        server.options().toBuilder()
                                .listingMaxAge(Duration.ZERO)
                                .time(clock, pause -> {
                                    pauses.add(pause);
                                    clock.advance(pause);
                                })
                                .build()));
        this.clock = clock;
        this.pauses = pauses;
    }

    static OrderRequest request(Csr csr) {
        return OrderRequest.builder("RapidSSL").csr(csr).build();
    }

    static OrderRequest reissue(CertificateId source, Csr csr) {
        return OrderRequest.reissue(source).csr(csr).oldMayBeRevoked().build();
    }

    CertificateId certificateId(String id) {
        return new CertificateId("regfish", server.host(), "-", id);
    }

    OrderId orderId(String id) {
        return orderId(OrderId.Kind.ORDER, server.host(), id);
    }

    /** Returns an id as {@code list()} returns it: without the sums of key and names. */
    static OrderId orderId(OrderId.Kind kind, String environment, String id) {
        return new OrderId("regfish", environment, "-", kind, id, OrderId.NONE, OrderId.NONE);
    }

    /** Lists these orders from now on. */
    final void lists(RegfishCertificateJson... items) {
        server.on(LIST, RegfishCertificateJson.list(items));
    }

    /** Returns this object when it is read alone from now on. */
    final void shows(RegfishCertificateJson one) {
        server.on("GET /tls/certificate/" + one.id(), one.response());
    }

    /** Returns a certificate for this key when it is downloaded from now on. */
    final void delivers(String id, KeyAndCsr key) {
        delivers(id, RegfishCertificateJson.leaf(key));
    }

    final void delivers(String id, X509Certificate leaf) {
        server.on("GET /tls/certificate/" + id + "/download/pem", RegfishCertificateJson.bundle(leaf));
    }
}
