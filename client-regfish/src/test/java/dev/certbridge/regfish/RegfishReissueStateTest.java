package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireConflict;
import static dev.certbridge.regfish.RegfishCertificateJson.bundle;
import static dev.certbridge.regfish.RegfishCertificateJson.leaf;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static dev.certbridge.regfish.RegfishCertificateJson.serial;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a reissue counts as issued, with and without the order book that ordered it. */
class RegfishReissueStateTest extends ScriptedRegfishTest {

    private static final String CERTIFICATE = "GET /tls/certificate/OLD";
    private static final String DOWNLOAD = CERTIFICATE + "/download/pem";
    private static final String REISSUE = "POST /tls/certificate/OLD/reissue";
    private static final String NAME = "www.example.com";
    private static final X509Certificate OLD = leaf(KeyAndCsr.ecP256(NAME));
    private static final X509Certificate NEW = leaf(KeyAndCsr.ecP256(NAME));

    @Test
    void an_earlier_issued_reissue_is_not_taken_for_the_last_one() {
        server.on(CERTIFICATE, issued("0A").response())
                .on(REISSUE, issued("0A").reissue(18, "pending").response());
        OrderId first = reissue("first");
        server.on(CERTIFICATE, issued("0B").reissue(18, "issued").response())
                .on(REISSUE, issued("0B").reissue(18, "issued").response());
        OrderId second = reissue("second");

        assertThat(reseller.orders().get(first).state()).isEqualTo(Order.State.ISSUED);
        assertThat(reseller.orders().get(second).state()).isEqualTo(Order.State.PENDING);
        server.on(CERTIFICATE, issued("0C").reissue(19, "issued").response());
        assertThat(reseller.orders().get(second).state()).isEqualTo(Order.State.ISSUED);
    }

    @Test
    void a_missing_serial_is_read_from_the_certificate() {
        server.on(CERTIFICATE, issued("0A").without("serial_number").response())
                .on(DOWNLOAD, bundle(OLD))
                .on(REISSUE, issued("0A").without("serial_number").response());
        OrderId id = reissue("only");
        assertThat(id.oldSerial()).isEqualTo(serial(OLD));
        server.on(CERTIFICATE, issued(serial(OLD)).response());
        assertThat(reseller.orders().get(id).state()).isEqualTo(Order.State.PENDING);
        // Only the other serial shows that it was reissued.
        server.on(CERTIFICATE, issued("0B").response());
        assertThat(reseller.orders().get(id).state()).isEqualTo(Order.State.ISSUED);
    }

    @Test
    void the_serial_in_the_certificate_outweighs_the_serial_beside_it() {
        server.on(CERTIFICATE, issued("0A").response())
                .on(DOWNLOAD, bundle(OLD))
                .on(REISSUE, issued("0A").response());
        assertThat(reissue("only").oldSerial()).isEqualTo(serial(OLD));
    }

    @Test
    void a_reissue_in_the_book_and_its_order_are_listed_once_each() {
        server.on(CERTIFICATE, issued("0A").response())
                .on(REISSUE, issued("0A").reissue(18, "pending").response());
        OrderId ours = reissue("ours");
        lists(issued("0A").reissue(18, "pending"));

        assertThat(reseller.orders().list().map(Order::id))
                .hasSize(2)
                .contains(ours)
                .extracting(OrderId::kind)
                .containsExactlyInAnyOrder(OrderId.Kind.ORDER, OrderId.Kind.REISSUE);
        assertThat(reseller.orders().unclaimed())
                .extracting(order -> order.id().kind())
                .containsExactly(OrderId.Kind.ORDER);
    }

    private OrderId reissue(String intent) {
        OrderRequest request = reissue(certificateId("OLD"), csr(NAME));
        return order(Intent.of(intent), request).id();
    }

    private static RegfishCertificateJson issued(String serial) {
        return pending("OLD", "RapidSSL", NAME, NAME).issued(serial);
    }

    @Test
    void the_old_certificate_is_not_downloaded_while_a_listed_reissue_runs_or_after_it_failed() {
        // Without a serial in the list, nothing else says which certificate is the old one.
        OrderId id = listed(old().without("serial_number").reissue(18, "pending"));
        assertThat(id.oldSerial()).isEqualTo(OrderId.NONE);
        delivers("OLD", OLD);
        for (String word : List.of("pending", "failed")) {
            server.on(CERTIFICATE, old().reissue(18, word).response());
            requireNotReady(id);
        }
        server.on(CERTIFICATE, renewed().response()).on(DOWNLOAD, bundle(NEW));
        assertThat(reseller.orders().download(id).serial()).isEqualTo(serial(NEW));
    }

    @Test
    void the_id_of_a_listed_running_reissue_has_the_old_serial() {
        OrderId id = listed(old().reissue(18, "pending"));
        assertThat(id.oldSerial()).isEqualTo(serial(OLD));
        assertThat(OrderId.parse(id.toString())).isEqualTo(id);

        // The status may change before the certificate does.
        server.on(CERTIFICATE, old().reissue(18, "issued").response()).on(DOWNLOAD, bundle(OLD));
        assertThat(reseller.orders().get(id).state()).isEqualTo(Order.State.PENDING);
        requireNotReady(id);

        // regfish may stop showing the reissue afterwards.
        server.on(CERTIFICATE, issued(serial(NEW)).response()).on(DOWNLOAD, bundle(NEW));
        assertThat(reseller.orders().download(id).serial()).isEqualTo(serial(NEW));
    }

    @Test
    void the_id_of_a_listed_issued_reissue_has_no_old_serial() {
        assertThat(listed(renewed()).oldSerial()).isEqualTo(OrderId.NONE);
    }

    private OrderId listed(RegfishCertificateJson shown) {
        lists(shown);
        return reseller.orders()
                .list()
                .map(Order::id)
                .filter(id -> id.kind() == OrderId.Kind.REISSUE)
                .findFirst()
                .orElseThrow();
    }

    private void requireNotReady(OrderId id) {
        requireConflict(Reason.NOT_READY, () -> reseller.orders().download(id));
    }

    private static RegfishCertificateJson old() {
        return issued(serial(OLD));
    }

    private static RegfishCertificateJson renewed() {
        return issued(serial(NEW)).reissue(18, "issued");
    }
}
