package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an order cost is told to programs also when it ends otherwise than wished. */
class MoneyOutputTest {

    private static final List<String> UP_TO_25 = List.of("--spend-up-to", "EUR:25.00", "--json");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"FAILED, EUR:25.00,", "FAILED_AND_REFUNDED, EUR:25.00, EUR:25.00"})
    void an_order_that_ended_tells_what_it_cost_and_what_came_back(
            OrderOutcome ending, String charged, String refunded) {
        try (ServedStub served = new ServedStub(RealtimeStub.start().ordersEnd(ending), folder)) {
            CliRun run = served.order("shop/1", UP_TO_25);
            assertThat(run.exit()).as(run.err()).isEqualTo(1);
            JsonNode told = run.json().get("results").get(0);
            assertThat(told.get("failure").textValue()).isEqualTo("OrderEnded");
            assertThat(told.get("charged").textValue()).isEqualTo(charged);
            assertThat(told.path("refunded").textValue()).isEqualTo(refunded);
            assertThat(told.get("id").textValue()).startsWith("certbridge:realtime:");
            assertThat(told.get("exit").intValue()).isEqualTo(1);
        }
    }

    @Test
    void an_order_that_cost_too_much_tells_what() {
        try (ServedStub served = new ServedStub(RealtimeStub.start().chargesMoreThanQuoted(500), folder)) {
            CliRun run = served.order("shop/1", UP_TO_25);
            assertThat(run.exit()).as(run.err()).isEqualTo(4);
            JsonNode told = run.json().get("results").get(0);
            assertThat(told.get("failure").textValue()).isEqualTo("Overspent");
            assertThat(told.get("charged").textValue()).isEqualTo("EUR:30.00");
            assertThat(told.get("id").textValue()).startsWith("certbridge:realtime:");
        }
    }

    @EveryReseller
    void a_list_of_products_that_cannot_be_read_stops_no_order(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            for (int read = 0; read < 10; read++) {
                served.stub().answer("listProducts", CannedFailure.status(500));
            }
            CliRun run = served.order().requireDone();
            assertThat(run.told("product")).singleElement().asString().contains("(list not available)");
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }
}
