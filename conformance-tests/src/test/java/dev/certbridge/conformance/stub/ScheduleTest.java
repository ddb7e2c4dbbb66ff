package dev.certbridge.conformance.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.endtoend.Shopper;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.http.ReadRetries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final long SEED = Long.getLong("certbridge.seed", 20_261_122);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "createCertificate:truncated,getCertificate:404-then-200x2",
                "getProcess:missing-optional/updatedDate",
                "listProcesses:extra-field",
                "listProcesses:number-as-stringx*@after/entities/*/id",
                "requestCertificate:dropped@before,requestCertificate:64-mibx3"
            })
    void a_line_is_read_and_printed_as_it_was(String line) {
        assertThat(Schedule.parse(line)).hasToString(line);
    }

    @ParameterizedTest
    @CsvSource({
        "getProcess, not an entry",
        "getProcess:, not an entry",
        "getProcess:drunk, no alteration is called drunk",
        "getProcess:truncated/id, no alteration is called truncated",
        "getProcess:truncatedx0, no alteration"
    })
    void a_line_that_is_none_is_told_so(String line, String told) {
        assertThatThrownBy(() -> Schedule.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @Test
    void an_operation_that_the_contract_lacks_is_refused_before_anything_is_told() {
        try (Shopper shopper = Shopper.at("realtime")) {
            assertThatThrownBy(() -> shopper.stub().play(Schedule.parse("getProcess:dropped,orderPizza:dropped")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("orderPizza");
            shopper.reseller().find(shopper.order("www.example.com").id());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void the_same_seed_draws_the_same_line_and_the_line_reads_back(String reseller) {
        Schedule schedule = Schedule.seeded(reseller, SEED, 40);
        assertThat(schedule.entries()).hasSize(40);
        assertThat(Schedule.seeded(reseller, SEED, 40)).isEqualTo(schedule);
        assertThat(Schedule.seeded(reseller, SEED + 1, 40)).isNotEqualTo(schedule);
        assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_line_replays_to_the_same_end(String reseller) {
        String reading = reseller.equals("regfish") ? "getCertificate" : "getProcess";
        String listing = reseller.equals("regfish") ? "listCertificates" : "listProcesses";
        Schedule schedule = Schedule.seeded(
                reseller,
                SEED,
                12,
                reseller.equals("regfish") ? "createCertificate" : "requestCertificate",
                reading,
                listing);
        assertThat(played(reseller, schedule))
                .as("%s", schedule)
                .isEqualTo(played(reseller, Schedule.parse(schedule.toString())));
    }

    /** What a shopper is told who orders five names and looks at each. */
    private static List<String> played(String reseller, Schedule schedule) {
        List<String> told = new ArrayList<>();
        try (Shopper shopper =
                Shopper.at(reseller, StubOptions.defaults(), options -> options.retries(ReadRetries.none()))) {
            shopper.stub().play(schedule);
            for (String name : List.of("a.example.com", "b.example.com", "c.example.com", "d.example.com")) {
                told.add(told(
                        () -> shopper.reseller().find(shopper.order(name).id()).status()));
            }
            told.add("booked " + shopper.stub().ledger().orders());
        }
        return told;
    }

    private static String told(Supplier<String> call) {
        try {
            return call.get();
        } catch (ResellerException e) {
            return e.getClass().getSimpleName();
        }
    }
}
