package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was there before a reissue is known of each reissue by itself, whatever regfish tells of it. */
class RegfishTwoReissuesTest {

    private static final String CERTIFICATE = "GET /tls/certificate/OLD";
    private static final String REISSUE = "POST /tls/certificate/OLD/reissue";
    private static final X509Certificate OLD = RegfishCertificateJson.leaf(KeyAndCsr.ecP256("www.example.com"));

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, book, desk.options());
    private final CertificateId source =
            new CertificateId("regfish", desk.options().uri().orElseThrow().getAuthority(), "-", "OLD");

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void the_issued_reissue_before_the_last_is_not_taken_for_the_last() {
        desk.on(CERTIFICATE, shown("0A").said())
                .on(REISSUE, shown("0A").reissue(18, "pending").said());
        OrderId first = reissue("first");
        desk.on(CERTIFICATE, shown("0B").reissue(18, "issued").said())
                .on(REISSUE, shown("0B").reissue(18, "issued").said());
        OrderId second = reissue("second");

        assertThat(regfish.orders().get(first).state()).isEqualTo(Order.State.ISSUED);
        assertThat(regfish.orders().get(second).state()).isEqualTo(Order.State.PENDING);
        desk.on(CERTIFICATE, shown("0C").reissue(19, "issued").said());
        assertThat(regfish.orders().get(second).state()).isEqualTo(Order.State.ISSUED);
    }

    @Test
    void a_serial_that_is_not_told_is_that_of_the_certificate_itself() {
        desk.on(CERTIFICATE, shown("0A").without("serial_number").said())
                .on("GET /tls/certificate/OLD/download/pem", RegfishCertificateJson.bundle(OLD))
                .on(REISSUE, shown("0A").without("serial_number").said());
        OrderId id = reissue("only");
        assertThat(id.oldSerial()).isEqualTo(RegfishCertificateJson.serial(OLD));
        desk.on(CERTIFICATE, shown(RegfishCertificateJson.serial(OLD)).said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.PENDING);
        // Neither a reissue nor a longer life tells it, the other serial alone.
        desk.on(CERTIFICATE, shown("0B").said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.ISSUED);
    }

    @Test
    void the_certificate_itself_is_believed_before_what_is_told_of_it() {
        desk.on(CERTIFICATE, shown("0A").said())
                .on("GET /tls/certificate/OLD/download/pem", RegfishCertificateJson.bundle(OLD))
                .on(REISSUE, shown("0A").said());
        assertThat(reissue("only").oldSerial()).isEqualTo(RegfishCertificateJson.serial(OLD));
    }

    @Test
    void a_reissue_of_the_book_is_listed_once_and_the_order_before_it_too() {
        desk.on(CERTIFICATE, shown("0A").said())
                .on(REISSUE, shown("0A").reissue(18, "pending").said());
        OrderId ours = reissue("ours");
        desk.on("GET /tls/certificate", RegfishCertificateJson.list(shown("0A").reissue(18, "pending")));

        assertThat(regfish.orders().list().map(Order::id))
                .hasSize(2)
                .contains(ours)
                .extracting(OrderId::kind)
                .containsExactlyInAnyOrder(OrderId.Kind.ORDER, OrderId.Kind.REISSUE);
        assertThat(regfish.orders().unclaimed())
                .singleElement()
                .satisfies(order -> assertThat(order.id().kind()).isEqualTo(OrderId.Kind.ORDER));
    }

    private OrderId reissue(String intent) {
        OrderRequest request = OrderRequest.reissue(source)
                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                .oldMayBeRevoked()
                .build();
        return regfish.order(Intent.of(intent), request, Spending.unquoted()).id();
    }

    private static RegfishCertificateJson shown(String serial) {
        return RegfishCertificateJson.pending("OLD", "RapidSSL", "www.example.com")
                .issued(serial);
    }
}
