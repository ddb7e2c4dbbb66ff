package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.DomainValidation.Email;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What regfish says an order waits for, in whatever member it says so. */
class RegfishShownOrderTest {

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final CertificateReseller regfish =
            Regfish.connect(ScriptedRegfishServer.KEY, OrderBooks.inMemory(), desk.options());
    private final OrderId id = new OrderId(
            "regfish",
            desk.options().uri().orElseThrow().getAuthority(),
            "-",
            OrderId.Kind.ORDER,
            "ONE",
            OrderId.NONE,
            OrderId.NONE);

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void the_message_says_what_a_person_has_to_do_else_the_reason_else_the_usual() {
        assertThat(waitingFor(held().with("pending_message", "Name an organization")
                        .with("pending_reason", "organization_required")))
                .isEqualTo("Name an organization");
        assertThat(waitingFor(held().with("pending_reason", "organization_required")))
                .isEqualTo("organization_required");
        assertThat(waitingFor(held().with("pending_message", " ").with("pending_reason", "organization_required")))
                .isEqualTo("organization_required");
        assertThat(waitingFor(held().with("pending_message", "").with("pending_reason", "")))
                .isEqualTo("organization details");
        assertThat(waitingFor(held())).isEqualTo("organization details");
    }

    @Test
    void records_and_addresses_are_both_told_and_what_is_null_is_not() {
        desk.on("GET /tls/certificate/ONE", Said.response("""
                {"id":"ONE","status":"pending","validation":{"method":"email",
                 "dns_records":[null,{"name":"_a.example.com.","value":"B.example.net."}],
                 "email_targets":[null,"admin@example.com"]}}"""));
        assertThat(regfish.orders().get(id).validations())
                .containsExactly(
                        new DnsRecord("_a.example.com", "CNAME", "b.example.net", false),
                        new Email("admin@example.com", false));
    }

    @Test
    void a_way_of_validation_that_regfish_lacks_is_refused_before_there_is_a_key() {
        OrderRequest early =
                OrderRequest.builder("RapidSSL").dcv(DcvMethod.FILE).build();
        assertThatThrownBy(() -> regfish.validate(early, Spending.unquoted()))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("not by file");
        assertThat(desk.routes()).isEmpty();
    }

    private String waitingFor(RegfishCertificateJson shown) {
        desk.on("GET /tls/certificate/ONE", shown.said());
        Order order = regfish.orders().get(id);
        assertThat(order.state()).isEqualTo(Order.State.ACTION_REQUIRED);
        return order.action().orElseThrow().waitingFor();
    }

    private static RegfishCertificateJson held() {
        return RegfishCertificateJson.pending("ONE", "SecureSite", "shop.example.net")
                .flag("action_required", true);
    }
}
