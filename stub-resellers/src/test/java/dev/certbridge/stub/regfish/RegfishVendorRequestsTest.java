package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/**
 * Requests in the shapes of the vendor's own clients, one for each way in which they differ from the contract: served,
 * and noted as a deviation. Requests that a source says are refused stay refused.
 */
class RegfishVendorRequestsTest extends RegfishStubFixture {

    @Test
    void a_record_may_come_with_the_id_0() throws IOException {
        stub.zone("example.com");
        ObjectNode record = recordBody("CNAME", OWNER, "a.dcv.digicert.com.").put("id", 0);
        Got created = wire.post("/dns/rr", record);
        assertThat(created.status()).isEqualTo(200);
        long id = created.number("/response/id");
        assertThat(id).isPositive();
        assertThat(last().deviations()).containsExactly("id: is not known");
        Got patched = wire.send("PATCH", "/dns/rr", record.put("data", "b.dcv.digicert.com."));
        assertThat(patched.number("/response/id")).isEqualTo(id);
        assertThat(patched.text("/response/data")).isEqualTo("b.dcv.digicert.com.");
        wire.send("PATCH", "/dns/rr/" + id, record).require(200);
        assertThat(last().deviations()).containsExactly("id: is not known");
    }

    @Test
    void null_and_unknown_members_of_an_order_change_nothing() throws IOException {
        ObjectNode order = order();
        order.putNull("org_id").putNull("dcv_emails").put("quote", true);
        wire.post(CERTIFICATES, order).require(200);
        assertThat(last().deviations())
                .containsExactlyInAnyOrder(
                        "org_id: is null and is treated as missing",
                        "dcv_emails: is null and is treated as missing",
                        "quote: is not known");
    }

    @Test
    void a_term_a_method_and_a_product_that_nobody_knows_are_for_the_reseller_to_judge() throws IOException {
        stub.addProduct("ThawteNew");
        ObjectNode order = order(TestCsr.of("www.example.com"), "ThawteNew", "www.example.com")
                .put("validity_days", 200)
                .put("dcv_method", "http-token");
        wire.post(CERTIFICATES, order).require(200);
        assertThat(last().deviations())
                .hasSize(3)
                .satisfiesExactlyInAnyOrder(
                        deviation -> assertThat(deviation).startsWith("sku: ThawteNew is not one of the known values"),
                        deviation -> assertThat(deviation)
                                .startsWith("dcv_method: http-token is not one of the known values"),
                        deviation ->
                                assertThat(deviation).startsWith("validity_days: 200 is outside the known limits"));
        assertThat(stub.ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.product()).isEqualTo("ThawteNew"));
    }

    @Test
    void an_answer_may_be_wanted_in_another_type() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stub.uri() + "/tls/products"))
                .header("x-api-key", stub.apiKey())
                .header("Accept", "text/html")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        assertThat(last().deviations()).singleElement().asString().contains("text/html");
    }

    @Test
    void a_patch_without_a_name_and_a_mail_exchanger_without_priority_are_refused() throws IOException {
        stub.zone("example.com");
        long id = record("CNAME", OWNER, "a.dcv.digicert.com.").number("/response/id");
        wire.send("PATCH", "/dns/rr/" + id, object("data", "b.dcv.digicert.com."))
                .require(400);
        ObjectNode exchanger = recordBody("MX", "example.com.", "mail.example.com.");
        wire.post("/dns/rr", exchanger).require(400);
        wire.post("/dns/rr", exchanger.put("priority", 10)).require(200);
    }
}
