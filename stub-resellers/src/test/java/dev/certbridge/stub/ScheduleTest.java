package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.stub.SettingChange.StubSetting;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.ProcessState;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                "requestCertificate:dropped@before,requestCertificate:64-mibx3",
                "stub:statusGoesBackwards",
                "stub:ignoresFilters=process;status@4,getProcess:truncated,stub:dateHeaderOff=PT-5M"
            })
    void a_line_is_read_and_printed_as_it_was(String line) {
        assertThat(Schedule.parse(line)).hasToString(line);
    }

    @ParameterizedTest
    @CsvSource({
        "getProcess, not an item",
        "getProcess:, not an item",
        "getProcess:drunk, there is no body mutation with the name drunk",
        "getProcess:truncated/id, there is no body mutation with the name truncated",
        "getProcess:truncatedx0, no body mutation",
        "stub:, not an item",
        "stub:failsLate@0, not an item",
        "stub:listsAfter=, not an item"
    })
    void an_invalid_line_is_refused(String line, String message) {
        assertThatThrownBy(() -> Schedule.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void an_unknown_operation_is_refused_before_anything_is_applied() {
        try (RealtimeStub stub = RealtimeStub.start()) {
            assertThatThrownBy(() -> stub.play(Schedule.parse("listProducts:dropped,orderPizza:dropped")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("orderPizza");
            get(stub, "/v2/ssl/products").require(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stub:flies, the stub of realtime has no setting flies; it has [acceptsWith",
        "stub:end=7, has no setting end",
        "stub:failsLate=1, 'failsLate takes 0 values, not [1]'",
        "stub:listsAfter, 'listsAfter takes 1 values, not []'",
        "stub:listsAfter=many, listsAfter does not accept many",
        "stub:quotesWith=HUMOUR, 'quotesWith takes one of [OTHER_CURRENCY'"
    })
    void an_unknown_setting_is_refused_before_anything_is_applied(String line, String message) {
        try (RealtimeStub stub = RealtimeStub.start()) {
            assertThatThrownBy(() -> stub.play(Schedule.parse("listProducts:dropped," + line)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message);
            get(stub, "/v2/ssl/products").require(200);
        }
    }

    @Test
    void a_setting_is_changed_before_the_request_that_the_line_names() {
        try (RealtimeStub stub = RealtimeStub.start()) {
            stub.prefill(3, ProcessState.NEW);
            assertThat(get(stub, "/v2/processes").at("/entities").size()).isEqualTo(3);
            stub.play(Schedule.parse("stub:pagesOfAtMost=1@3"));
            assertThat(Stream.of(1, 2, 3, 4)
                            .map(request ->
                                    get(stub, "/v2/processes").at("/entities").size())
                            .toList())
                    .isEqualTo(List.of(3, 3, 1, 1));
        }
    }

    @Test
    void a_line_can_change_every_setting_of_a_stub() {
        for (StubReseller stub : List.of(RegfishStub.start(), RealtimeStub.start())) {
            try (stub) {
                List<String> settings =
                        StubSetting.of(stub).stream().map(StubSetting::name).toList();
                assertThat(fluent(stub)).containsAll(settings);
                assertThat(fluent(stub))
                        .filteredOn(name -> !settings.contains(name))
                        .isSubsetOf("end");
                for (String setting : settings) {
                    stub.play(Schedule.parse("stub:" + setting + value(stub, setting)));
                }
            }
        }
    }

    /** Returns the methods that return the stub and do not start one. */
    private static Set<String> fluent(StubReseller stub) {
        return Stream.of(stub.getClass().getMethods())
                .filter(method ->
                        method.getReturnType() == stub.getClass() && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(StubReseller stub, String setting) {
        Class<?>[] types = Stream.of(stub.getClass().getMethods())
                .filter(method -> method.getName().equals(setting) && method.getReturnType() == stub.getClass())
                .findFirst()
                .orElseThrow()
                .getParameterTypes();
        if (types.length == 0) {
            return "";
        }
        if (types[0].isEnum()) {
            return "=" + types[0].getEnumConstants()[0];
        }
        return types[0] == Duration.class ? "=PT5M" : types[0] == String[].class ? "=one;two" : "=365";
    }

    private static Got get(StubReseller stub, String path) {
        try {
            return Wire.to(stub).get(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void settings_are_generated_for_a_stub() {
        for (StubReseller stub : List.of(RegfishStub.start(), RealtimeStub.start())) {
            try (stub) {
                Schedule schedule = Schedule.seeded(stub, SEED, 60);
                assertThat(schedule.entries()).hasSize(60).hasAtLeastOneElementOfType(SettingChange.class);
                assertThat(schedule.entries()).hasAtLeastOneElementOfType(ScheduledFault.class);
                assertThat(Schedule.seeded(stub, SEED, 60)).isEqualTo(schedule);
                assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
            }
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
}
