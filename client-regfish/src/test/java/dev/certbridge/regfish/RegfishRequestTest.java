package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a request becomes regfish's, and what regfish has no place for. */
class RegfishRequestTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final CertificateReseller regfish =
            Regfish.connect(ScriptedRegfishServer.KEY, OrderBooks.inMemory(), desk.options());
    private final OrderRequest request = OrderRequest.builder("SecureSite")
            .csr(TestClient.key("www.example.com", "example.com").csr())
            .build();

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void an_organization_on_file_and_the_addresses_of_approvers_travel_along() {
        JsonNode sent = sent(request.toBuilder()
                .organization(Organization.onFile("hdl_4N8RC2VXW6DYE"))
                .dcv(DcvMethod.email("hostmaster@example.com"))
                .dcv("example.com", DcvMethod.email("admin@example.com"))
                .validity(Validity.days(1))
                .build());
        assertThat(sent.path("org_id").asText()).isEqualTo("hdl_4N8RC2VXW6DYE");
        assertThat(sent.path("dcv_method").asText()).isEqualTo("email");
        assertThat(sent.path("dcv_emails"))
                .extracting(JsonNode::asText)
                .containsExactly("hostmaster@example.com", "admin@example.com");
        assertThat(sent.path("validity_days").asInt()).isEqualTo(1);
    }

    @Test
    void nothing_is_sent_that_was_not_asked_for() {
        JsonNode sent = sent(request);
        assertThat(sent.path("dcv_method").asText()).isEqualTo("dns-cname-token");
        assertThat(sent.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("sku", "common_name", "dns_names", "csr", "dcv_method");
    }

    @Test
    void what_regfish_has_no_place_for_is_refused_with_the_reason() {
        Map<OrderRequest, String> refused = Map.of(
                request.toBuilder()
                                .organization(Organization.named("Example Shops GmbH"))
                                .build(),
                        "on file",
                request.toBuilder()
                                .approver(Approver.of("A", "B", "a@example.com", "+31.612345678"))
                                .build(),
                        "approver",
                request.toBuilder().contact("acme").build(), "contact",
                request.toBuilder().language("DE").build(), "language",
                request.toBuilder().dcv("example.com", DcvMethod.FILE).build(), "not by file",
                request.toBuilder()
                                .dcv("example.com", DcvMethod.email("admin@example.com"))
                                .build(),
                        "one method for all names");
        refused.forEach((wrong, reason) -> assertThatThrownBy(() -> order(wrong))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("nothing was sent")
                .hasMessageContaining(reason));
        assertThatThrownBy(() -> regfish.validate(
                        request.toBuilder().contact("acme").language("DE").build(), Spending.unquoted()))
                .hasMessageContaining("no contact")
                .hasMessageContaining("no language");
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        OrderRequest wrong = request.toBuilder()
                .dcv(DcvMethod.email("nobody"))
                .dcv("example.com", DcvMethod.email("nowhere"))
                .organization(Organization.onFile(" "))
                .validity(Validity.months(6))
                .build();
        InvalidRequestException no = catchThrowableOfType(InvalidRequestException.class, () -> order(wrong));
        assertThat(no.violations())
                .extracting(Violation::field)
                .containsExactly("validity", "dcv", "dcv", "organization");
        assertThat(no.getMessage().lines()).hasSize(1);
        assertThat(desk.routes()).isEmpty();
    }

    private JsonNode sent(OrderRequest asked) {
        desk.on("GET /tls/certificate", RegfishCertificateJson.list())
                .on(
                        "POST /tls/certificate",
                        RegfishCertificateJson.pending("ONE", "SecureSite", "www.example.com")
                                .said());
        order(asked);
        return desk.writes().get(0).body();
    }

    private void order(OrderRequest asked) {
        regfish.order(INTENT, asked, Spending.unquoted());
    }
}
