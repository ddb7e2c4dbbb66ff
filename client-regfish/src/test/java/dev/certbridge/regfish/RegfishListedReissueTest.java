package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reissue that was found in the list, without a key to compare: the old certificate is still not taken for the new. */
class RegfishListedReissueTest {

    private static final String LIST = "GET /tls/certificate";
    private static final String CERTIFICATE = "GET /tls/certificate/OLD";
    private static final String DOWNLOAD = "GET /tls/certificate/OLD/download/pem";
    private static final X509Certificate OLD = RegfishCertificateJson.leaf(KeyAndCsr.ecP256("www.example.com"));
    private static final X509Certificate NEW = RegfishCertificateJson.leaf(KeyAndCsr.ecP256("www.example.com"));

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final CertificateReseller regfish =
            Regfish.connect(ScriptedRegfishServer.KEY, OrderBooks.inMemory(), desk.options());

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void the_old_certificate_is_not_handed_out_while_the_reissue_runs_or_when_it_failed() {
        // Without a serial number in the list, the certificate itself tells nothing.
        OrderId id = listed(old().without("serial_number").reissue(18, "pending"));
        assertThat(id.oldSerial()).isEqualTo(OrderId.NONE);
        desk.on(DOWNLOAD, RegfishCertificateJson.bundle(OLD));
        for (String word : List.of("pending", "failed")) {
            desk.on(CERTIFICATE, old().reissue(18, word).said());
            refusesToDownload(id);
        }
        desk.on(CERTIFICATE, renewed().said()).on(DOWNLOAD, RegfishCertificateJson.bundle(NEW));
        assertThat(regfish.orders().download(id).serial()).isEqualTo(RegfishCertificateJson.serial(NEW));
    }

    @Test
    void the_serial_of_the_old_certificate_is_carried_while_the_reissue_runs() {
        OrderId id = listed(old().reissue(18, "pending"));
        assertThat(id.oldSerial()).isEqualTo(RegfishCertificateJson.serial(OLD));
        assertThat(OrderId.parse(id.toString())).isEqualTo(id);

        // The word may come before the certificate.
        desk.on(CERTIFICATE, old().reissue(18, "issued").said()).on(DOWNLOAD, RegfishCertificateJson.bundle(OLD));
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.PENDING);
        refusesToDownload(id);

        // Afterwards regfish need not show the reissue any more.
        desk.on(CERTIFICATE, shown().issued(RegfishCertificateJson.serial(NEW)).said())
                .on(DOWNLOAD, RegfishCertificateJson.bundle(NEW));
        assertThat(regfish.orders().download(id).serial()).isEqualTo(RegfishCertificateJson.serial(NEW));
    }

    @Test
    void the_serial_of_the_new_certificate_is_never_carried_as_the_old_one() {
        assertThat(listed(renewed()).oldSerial()).isEqualTo(OrderId.NONE);
    }

    private OrderId listed(RegfishCertificateJson shown) {
        desk.on(LIST, RegfishCertificateJson.list(shown));
        return regfish.orders()
                .list()
                .map(Order::id)
                .filter(id -> id.kind() == OrderId.Kind.REISSUE)
                .findFirst()
                .orElseThrow();
    }

    private void refusesToDownload(OrderId id) {
        assertThatThrownBy(() -> regfish.orders().download(id))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        early -> assertThat(early.reason()).isEqualTo(ConflictException.Reason.NOT_READY));
    }

    private static RegfishCertificateJson shown() {
        return RegfishCertificateJson.pending("OLD", "RapidSSL", "www.example.com", "www.example.com");
    }

    private static RegfishCertificateJson old() {
        return shown().issued(RegfishCertificateJson.serial(OLD));
    }

    private static RegfishCertificateJson renewed() {
        return shown().issued(RegfishCertificateJson.serial(NEW)).reissue(18, "issued");
    }
}
