package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.CannedFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What the reseller lists, against what the order book knows. */
class ListingsTest {

    @TempDir
    private Path folder;

    @EveryReseller
    void orders_lists_all_and_audit_what_the_book_does_not_know(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String mine = served.order("shop/1", List.of())
                    .requireDone()
                    .told("order")
                    .get(0);
            String other = served.at("order", "shop.example.com", "--out", served.out())
                    .requireDone()
                    .told("order")
                    .get(0);

            JsonNode orders =
                    served.booked("orders", "--json").requireDone().json().get("orders");
            assertThat(orders).hasSize(2);
            assertThat(orders.findValuesAsText("id")).contains(mine);
            JsonNode audit =
                    served.booked("audit", "--json").requireDone().json().get("orders");
            assertThat(audit)
                    .singleElement()
                    .satisfies(order -> assertThat(order.get("id").textValue().split(":")[5])
                            .isEqualTo(other.split(":")[5]));
            assertThat(served.at("audit").requireDone().out().lines())
                    .as("a book that knows nothing")
                    .hasSize(2);
        }
    }

    @EveryReseller
    void reconcile_settles_what_is_proven_and_offers_the_rest(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String operation = reseller.equals("regfish") ? "createCertificate" : "requestCertificate";
            served.stub().answer(operation, CannedFailure.drop().afterBooking());
            assertThat(served.order("shop/1", List.of("--unquoted")).exit()).isEqualTo(4);

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
            served.order("shop/1", List.of("--unquoted")).requireDone();
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void reconcile_that_finds_nothing_frees_nothing(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String operation = reseller.equals("regfish") ? "createCertificate" : "requestCertificate";
            served.stub().answer(operation, CannedFailure.drop());
            assertThat(served.order("shop/1", List.of("--unquoted")).exit()).isEqualTo(4);

            CliRun run = served.booked("reconcile");
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.out()).contains("is not listed as of", "proves nothing");
            assertThat(served.book("unresolved").out()).contains("shop/1");
        }
    }

    @EveryReseller
    void the_ledger_of_a_stub_is_served_as_json(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
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
    }
}
