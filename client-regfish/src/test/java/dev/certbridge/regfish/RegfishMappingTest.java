package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.regfish.RegfishCertificateJson.bundle;
import static dev.certbridge.regfish.RegfishCertificateJson.envelope;
import static dev.certbridge.regfish.RegfishCertificateJson.leaf;
import static dev.certbridge.regfish.RegfishCertificateJson.list;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.DomainValidation.Email;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an order is read from responses, and which responses are about another order. */
class RegfishMappingTest extends ScriptedRegfishTest {

    private final OrderRequest reissue = reissue(certificateId("OURS"), csr("www.example.com"));

    @ParameterizedTest
    @CsvSource({
        "Name an organization, organization_required, Name an organization",
        ", organization_required, organization_required",
        "' ', organization_required, organization_required",
        "'', '', organization details",
        ", , organization details"
    })
    void the_action_is_the_message_else_the_reason_else_the_usual_one(
            String message, String reason, String waitingFor) {
        shows(pending("OURS", "SecureSite", "shop.example.net")
                .flag("action_required", true)
                .with("pending_message", message)
                .with("pending_reason", reason));
        Order order = reseller.orders().get(orderId("OURS"));
        assertThat(order.state()).isEqualTo(Order.State.ACTION_REQUIRED);
        assertThat(order.action().orElseThrow().waitingFor()).isEqualTo(waitingFor);
    }

    @Test
    void records_and_addresses_are_returned_and_nulls_are_not() {
        server.on("GET /tls/certificate/OURS", envelope("""
                {"id":"OURS","status":"pending","validation":{"method":"email",
                 "dns_records":[null,{"name":"_a.example.com.","value":"B.example.net."}],
                 "email_targets":[null,"admin@example.com"]}}"""));
        assertThat(reseller.orders().get(orderId("OURS")).validations())
                .containsExactly(
                        new DnsRecord("_a.example.com", "CNAME", "b.example.net", false),
                        new Email("admin@example.com", false));
    }

    @Test
    void another_certificate_than_the_requested_one_is_refused() {
        server.on("GET /tls/certificate/OURS", shown("THEIRS").issued("0a").response());

        requireThrown(
                BrokenContractException.class,
                () -> reseller.orders().get(orderId("OURS")),
                "contains certificate THEIRS instead of OURS");
        requireThrown(
                BrokenContractException.class, () -> reseller.certificates().get(certificateId("OURS")));
        requireThrown(BrokenContractException.class, () -> order(OrderRequest.completion(orderId("OURS"), "hdl_1")));
        requireThrown(BrokenContractException.class, () -> order(reissue));
        assertThat(server.writes()).isEmpty();
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void a_certificate_without_an_id_is_the_requested_one() {
        server.on("GET /tls/certificate/OURS", shown("OURS").without("id").response());
        assertThat(reseller.orders().get(orderId("OURS")).id().providerId()).isEqualTo("OURS");
    }

    @Test
    void a_reissue_whose_response_shows_another_certificate_is_unknown() {

        server.on("GET /tls/certificate/OURS", shown("OURS").issued("0a").response())
                .on("GET /tls/certificate/OURS/download/pem", bundle(leaf(KeyAndCsr.ecP256("www.example.com"))))
                .on("POST /tls/certificate/OURS/reissue", shown("THEIRS").response());

        OutcomeUnknownException unknown = requireThrown(OutcomeUnknownException.class, () -> order(reissue));
        assertThat(unknown.accepted()).isTrue();
        assertThat(unknown.seenId()).isEmpty();
        assertThat(book.unresolved()).hasSize(1);
    }

    @Test
    void a_leaf_for_other_names_is_not_used_for_the_old_serial() {

        server.on("GET /tls/certificate/OURS", shown("OURS").issued("0a").response())
                .on("GET /tls/certificate/OURS/download/pem", bundle(leaf(KeyAndCsr.ecP256("www.example.net"))))
                .on("POST /tls/certificate/OURS/reissue", shown("OURS").response());

        assertThat(order(reissue).id().oldSerial()).isEqualTo("a");
    }

    @Test
    void a_response_whose_location_and_body_differ_keeps_the_id_of_the_location() {
        server.on(LIST, list()).on(ORDER, located(shown("THEIRS").response().body(), "/tls/certificate/OURS"));
        OrderRequest request = request(csr("www.example.com"));

        assertThat(requireThrown(OutcomeUnknownException.class, () -> order(request), "certificate, THEIRS")
                        .seenId()
                        .map(OrderId::providerId))
                .contains("OURS");
        assertThat(order(request).id().providerId()).isEqualTo("OURS");
        assertThat(server.writes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html> | https://api.example.org/tls/certificate/ABCDEFGHIJKLM | ABCDEFGHIJKLM",
                "<html> | https://api.example.org/tls/certificate/ | ",
                "{'success':true,'response':{'status':'pending','validation':{'id':'OTHER'},'id':'ABCDEFGHIJKLM',"
                        + "'common_name':'www.ex | | ABCDEFGHIJKLM",
                "<!-- --> {'success':true,'response':{'id':'ABCDEFGHIJKLM'}} | | ABCDEFGHIJKLM",
                "{'success':true,'response':{'id':' ','status':'pend | | ",
                "{'success':true,'response':{'id':' '}} | | ",
                "{'success':true,'response':{'id':['OTHER'],'status':'pend | | ",
                "{'success':true,'id':'OTHER','response':{'status':'pend | | ",
            })
    void the_id_of_an_accepted_order_is_read_from_an_unreadable_response(String body, String location, String id) {
        String json = body.replace('\'', '"');
        server.on(LIST, list()).on(ORDER, location == null ? Response.of(200, json) : located(json, location));
        OutcomeUnknownException unknown =
                requireThrown(OutcomeUnknownException.class, () -> order(request(csr("www.example.com"))));
        assertThat(unknown.seenId().map(OrderId::providerId)).isEqualTo(Optional.ofNullable(id));
    }

    private static Response located(String body, String location) {
        return new Response(200, body, Map.of("Location", location));
    }
}
