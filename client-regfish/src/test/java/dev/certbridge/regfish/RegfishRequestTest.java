package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.client.fixture.Failures.requireViolations;
import static dev.certbridge.regfish.RegfishCertificateJson.list;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a request is sent, and what regfish does not support. */
class RegfishRequestTest extends ScriptedRegfishTest {

    private final OrderRequest request = OrderRequest.builder("SecureSite")
            .csr(csr("www.example.com", "example.com"))
            .build();

    @Test
    void an_organization_on_file_and_the_email_addresses_are_sent() {
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
    void fields_that_were_not_set_are_not_sent() {
        JsonNode sent = sent(request);
        assertThat(sent.path("dcv_method").asText()).isEqualTo("dns-cname-token");
        assertThat(sent.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("sku", "common_name", "dns_names", "csr", "dcv_method");
    }

    @Test
    void what_regfish_does_not_support_is_refused_with_the_reason() {
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
                request.toBuilder().dcv(DcvMethod.FILE).build(), "DNS",
                request.toBuilder().dcv("example.com", DcvMethod.FILE).build(), "not by file",
                request.toBuilder()
                                .dcv("example.com", DcvMethod.email("admin@example.com"))
                                .build(),
                        "by the same method");
        refused.forEach((wrong, reason) ->
                requireThrown(UnsupportedException.class, () -> order(wrong), "nothing was sent", reason));
        OrderRequest both = request.toBuilder().contact("acme").language("DE").build();
        requireThrown(UnsupportedException.class, () -> validate(both), "no contact", "no language");
        OrderRequest withoutKey =
                OrderRequest.builder("RapidSSL").dcv(DcvMethod.FILE).build();
        requireThrown(UnsupportedException.class, () -> validate(withoutKey), "not by file");
        assertThat(server.routes()).isEmpty();
    }

    private JsonNode sent(OrderRequest asked) {
        server.on(LIST, list())
                .on(ORDER, pending("ONE", "SecureSite", "www.example.com").response());
        order(asked);
        return server.writes().get(0).json();
    }

    @Test
    void prices_are_not_supported() {
        assertThat(reseller.supports(Capability.QUOTE)).isFalse();
        assertThat(reseller.supports(Capability.FILE_VALIDATION)).isFalse();
        requireThrown(UnsupportedException.class, () -> reseller.quote(request), "nothing was sent", "unquoted");
    }

    @Test
    void limits_are_not_supported() {
        assertThat(reseller.supports(Capability.SPENDING_LIMIT)).isFalse();
        Quote quote = Quote.of(Optional.of(Money.of("EUR", "14.90")), List.of());
        for (Spending limited : List.of(Spending.upTo("EUR", "25.00"), Spending.acknowledging(quote))) {
            requireThrown(
                    UnsupportedException.class, () -> reseller.order(INTENT, request, limited), "nothing was sent");
        }
    }

    @Test
    void all_violations_are_reported_together_and_nothing_is_sent() {
        requireViolations(
                () -> order(request.toBuilder().validity(Validity.months(6)).build()), "validity");
        OrderRequest emails = request.toBuilder()
                .dcv(DcvMethod.email("nobody"))
                .dcv("example.com", DcvMethod.email("nowhere"))
                .organization(Organization.onFile(" "))
                .validity(Validity.months(6))
                .build();
        requireViolations(() -> order(emails), "validity", "dcv", "dcv", "organization");
        OrderRequest.Builder product = OrderRequest.builder("x".repeat(101)).validity(Validity.years(1));
        requireViolations(() -> order(product.build()), "csr", "product", "validity");
        product.csr(csr("www.example.com")).names("shop.example.com");
        requireViolations(() -> order(product.build()), "names", "product", "validity");
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void the_common_name_of_the_csr_must_come_first_among_the_names() {
        OrderRequest turned =
                request.toBuilder().names("example.com", "www.example.com").build();
        requireThrown(InvalidRequestException.class, () -> order(turned), "common name is www.example.com");
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void an_empty_account_label_is_refused() {
        ConnectOptions options = server.options().toBuilder().account("").build();
        requireThrown(
                IllegalArgumentException.class, () -> Regfish.connect(ScriptedServer.KEY, book, options), "label");
    }
}
