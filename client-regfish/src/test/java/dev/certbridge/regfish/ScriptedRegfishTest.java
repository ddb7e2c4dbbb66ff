package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.TestClock;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Tests of a client that is connected to a scripted regfish, with an order book in memory. */
abstract class ScriptedRegfishTest {

    static final Intent INTENT = Intent.of("shop-4711/1");
    static final String LIST = "GET /tls/certificate";
    static final String ORDER = "POST /tls/certificate";

    final ScriptedServer server = new ScriptedServer();
    final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    final TestClock clock = new TestClock();
    final List<Duration> pauses = new ArrayList<>();
    final CertificateReseller regfish = Regfish.connect(
            ScriptedServer.KEY,
            book,
            server.options().toBuilder().time(clock, this::pause).build());

    @AfterEach
    void close() {
        regfish.close();
        server.close();
    }

    /** Returns the CSR of a new key. */
    static Csr csr(String name, String... further) {
        return KeyAndCsr.ecP256(name, further).csr();
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

    Order order(OrderRequest asked) {
        return regfish.order(INTENT, asked, Spending.unquoted());
    }

    /** Records an attempt that nothing is sent for. */
    Attempt begin(SpendType type, SpendRequest spend) {
        Duration minute = Duration.ofMinutes(1);
        return book.begin(OperationRef.of("regfish", "test"), spend, SpendTerms.of(type, minute, minute));
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

    private void pause(Duration duration) {
        pauses.add(duration);
        clock.advance(duration);
    }

    /** Requires that {@code reconcile} leaves the choice to a person, and returns what it offers. */
    List<OrderId> candidates(Attempt attempt) {
        var found = regfish.orders().reconcile(attempt);
        assertThat(found).isInstanceOf(Candidates.class);
        return ((Candidates) found).ids();
    }

    void requireCandidates(Attempt attempt, String... ids) {
        assertThat(candidates(attempt)).extracting(OrderId::providerId).containsExactly(ids);
    }
}
