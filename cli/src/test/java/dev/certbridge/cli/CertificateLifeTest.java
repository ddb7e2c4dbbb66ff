package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.CannedFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests of lists of orders and certificates, and of renewal, reissue and revocation. */
class CertificateLifeTest extends StubbedCommandTest {

    @EveryReseller
    void orders_lists_all_and_audit_what_the_book_does_not_know(String reseller) {
        ServedStub served = serve(reseller);
        String mine = served.buy("shop/1").requireDone().value("order");
        String other = served.at("order", "shop.example.com", "--out", served.out())
                .requireDone()
                .value("order");

        JsonNode orders = served.booked("orders", "--json").requireDone().json().get("orders");
        assertThat(orders).hasSize(2);
        assertThat(orders.findValuesAsText("id")).contains(mine);
        JsonNode audit = served.booked("audit", "--json").requireDone().json().get("orders");
        assertThat(audit)
                .singleElement()
                .satisfies(order ->
                        assertThat(order.get("id").textValue().split(":")[5]).isEqualTo(other.split(":")[5]));
        assertThat(served.at("audit").requireDone().out().lines())
                .as("a book that knows nothing")
                .hasSize(2);
    }

    @EveryReseller
    void reconcile_settles_what_is_proven_and_offers_the_rest(String reseller) {
        ServedStub served = serve(reseller);
        served.lose();

        CliRun run = served.booked("reconcile", "--json");
        JsonNode attempt = run.json().get("attempts").get(0);
        if (attempt.get("result").textValue().equals("candidates")) {
            assertThat(run.exit()).isEqualTo(4);
            String candidate = attempt.get("candidates").get(0).textValue();
            served.booked("reconcile", "1", "--order", candidate).requireDone();
        } else {
            assertThat(run.exit()).isZero();
            assertThat(attempt.get("result").textValue()).isEqualTo("placed");
        }
        assertThat(served.book("unresolved").requireDone().out()).contains("nothing is unresolved");
        served.buy("shop/1", "--unquoted").requireDone();
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @EveryReseller
    void reconcile_that_finds_nothing_frees_nothing(String reseller) {
        ServedStub served = serve(reseller);
        served.failOrder(CannedFailure.drop());

        CliRun run = served.booked("reconcile").requireExit(4);
        assertThat(run.out()).contains("the reseller listed no order of attempt", "The order may be listed later");
        assertThat(served.book("unresolved").out()).contains("shop/1");
    }

    @EveryReseller
    void the_ledger_of_a_stub_is_served_as_json(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        served.order().requireDone();
        HttpResponse<String> ledger = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(served.stub().uri() + "/__ledger"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(ledger.statusCode()).isEqualTo(200);
        assertThat(ledger.body())
                .contains(served.stub().ledger().entries().get(0).orderId());
    }

    @EveryReseller
    void a_renewal_is_another_order_with_another_key_for_the_same_names(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        String certificate = issued(served);
        Path next = folder.resolve("next");

        CliRun run = served.run("renew", certificate, "--out", next.toString()).requireDone();

        assertThat(run.values("order")).singleElement().asString().contains(":renewal:");
        assertThat(served.stub().ledger().orders()).isEqualTo(2);
        WrittenFiles renewed = WrittenFiles.at(next, reseller, ServedStub.NAME);
        renewed.requireKey();
        renewed.requireChain();
        assertThat(renewed.text("privkey.pem")).isNotEqualTo(served.written().text("privkey.pem"));
    }

    @EveryReseller
    void a_reissue_is_another_certificate_for_another_key(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        String certificate = issued(served);
        Path next = folder.resolve("next");

        served.run("reissue", certificate, "--out", next.toString()).requireFailed(2);
        assertThat(next).doesNotExist();

        JsonNode result = served.run("reissue " + certificate + " --old-may-be-revoked --out " + next + " --json")
                .requireDone()
                .result();
        CliRun.requireMembers(result, "reseller intent id charged certificateId certificate folder error failure exit");
        assertThat(result.get("id").textValue()).contains(":reissue:");
        WrittenFiles reissued = WrittenFiles.at(next, reseller, ServedStub.NAME);
        reissued.requireKey();
        assertThat(reissued.leaf().getSerialNumber())
                .isNotEqualTo(served.written().leaf().getSerialNumber());
    }

    @Test
    void a_certificate_is_revoked_by_its_serial_number_only() throws Exception {
        ServedStub served = serve("realtime");
        String certificate = issued(served);
        String serial = served.written().leaf().getSerialNumber().toString(16);

        served.run("revoke", certificate, "--serial", "0a0b0c").requireFailed(2);
        assertThat(served.stub().journal().received("revokeCertificate")).isZero();
        CliRun reason = served.run("revoke", certificate, "--serial", serial, "--reason", "boredom")
                .requireOneLine();
        assertThat(reason.err()).contains("key-compromise");

        JsonNode revoked = served.run(
                        "revoke " + certificate + " --serial " + serial + " --reason key-compromise --json")
                .requireDone()
                .json();
        CliRun.requireMembers(revoked, "certificateId serial reason accepted");
        assertThat(served.stub().journal().received("revokeCertificate")).isEqualTo(1);
        assertThat(served.run("status", certificate).requireDone().values("state"))
                .singleElement()
                .asString()
                .startsWith("revoked");

        served.run("revoke", certificate, "--serial", serial).requireFailed(3, "is already revoked");
        assertThat(served.stub().journal().received("revokeCertificate")).isEqualTo(1);
    }

    @Test
    void revoke_is_refused_at_a_reseller_that_cannot_revoke() {
        ServedStub served = serve("regfish");
        served.run("revoke", issued(served), "--serial", "1").requireFailed(2, "regfish", "nothing was sent");
    }

    @EveryReseller
    void certificates_are_listed_and_those_that_expire_soon(String reseller) {
        ServedStub served = serve(reseller);
        assertThat(served.at("certificates").requireDone().out()).contains("no certificates");
        String certificate = issued(served);

        assertThat(served.at("certificates").requireDone().out()).contains(certificate, "active", ServedStub.NAME);
        assertThat(served.at("certificates", "--expiring-within", "30d")
                        .requireDone()
                        .out())
                .doesNotContain(certificate);
        JsonNode soon = served.at("certificates", "--expiring-within", "400d", "--json")
                .requireDone()
                .json();
        assertThat(soon.get("certificates")).singleElement().satisfies(found -> {
            CliRun.requireMembers(found, "id reseller product names state status notBefore notAfter serial orderId");
            assertThat(found.get("id").textValue()).isEqualTo(certificate);
        });
        served.at("certificates", "--expiring-within", "soon").requireFailed(2);
    }

    private static String issued(ServedStub served) {
        return served.order().requireDone().value("certificate");
    }
}
