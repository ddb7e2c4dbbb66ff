package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.WireFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/misbehaviour.md} is what the Javadoc of every knob says; {@code -Dreadme.update=true} writes it. */
class FaultPageAudit {

    private static final Path PAGE = Path.of("..", "docs", "misbehaviour.md");
    private static final String HEAD = "| knob | what it does | catches |\n|---|---|---|\n";

    /** They start a stub, make time pass, or take a constant that has a row of its own. */
    private static final Set<String> NO_MISBEHAVIOUR =
            Set.of("start", "issuesAfter", "end", "namesProcessesIn", "quotesWith", "echoes");

    @Test
    void what_can_happen_to_every_answer() throws IOException {
        List<StubSettingDoc> knobs = StubSettingDoc.constants("WireFault.java");
        assertThat(knobs).hasSize(WireFault.values().length);
        requireTable(
                "answers",
                rows(
                        knobs,
                        knob -> knob.name() + "` or `"
                                + WireFault.valueOf(knob.name()).word()));
    }

    @Test
    void what_can_be_wrong_in_a_body() throws IOException {
        List<StubSettingDoc> knobs = StubSettingDoc.constants("BodyMutation.java").stream()
                .filter(knob -> !knob.name().startsWith("UNHEARD"))
                .toList();
        assertThat(knobs).hasSize(BodyMutation.values().length);
        requireTable(
                "bodies",
                rows(
                        knobs,
                        knob -> knob.name() + "` or `"
                                + BodyMutation.valueOf(knob.name()).word()));
    }

    @Test
    void what_regfish_can_be() throws IOException {
        requireTable("regfish", rows(stub("regfish/RegfishStub.java", "RegfishStub"), StubSettingDoc::name));
    }

    @Test
    void what_realtime_register_can_be() throws IOException {
        requireTable(
                "realtime",
                rows(stub("realtime/RealtimeStub.java", "RealtimeStub"), StubSettingDoc::name)
                        + told(
                                StubSettingDoc.constants("realtime/ProcessIdLocation.java"),
                                knob -> "ProcessIdLocation." + knob.name())
                        + told(StubSettingDoc.constants("realtime/QuoteFlaw.java"), knob -> "QuoteFlaw." + knob.name())
                        + told(
                                StubSettingDoc.constants("realtime/CommandEcho.java"),
                                knob -> "CommandEcho." + knob.name()));
    }

    private static List<StubSettingDoc> stub(String source, String type) throws IOException {
        return StubSettingDoc.methods(source, type).stream()
                .filter(knob -> !NO_MISBEHAVIOUR.contains(knob.name()))
                .toList();
    }

    /** Each has to say whose mistake it catches. */
    private static String rows(List<StubSettingDoc> knobs, Function<StubSettingDoc, String> label) {
        assertThat(knobs)
                .isNotEmpty()
                .allSatisfy(knob -> assertThat(knob.catches())
                        .as("%s says in its Javadoc which client it catches", knob.name())
                        .isNotEmpty());
        return told(knobs, label);
    }

    /** One of them is how a good reseller does it. */
    private static String told(List<StubSettingDoc> knobs, Function<StubSettingDoc, String> label) {
        return knobs.stream()
                .filter(knob -> !knob.catches().isEmpty())
                .map(knob -> knob.row(label.apply(knob)))
                .collect(Collectors.joining());
    }

    private static void requireTable(String part, String rows) throws IOException {
        new GeneratedPart(PAGE, part).requireIs(HEAD + rows);
    }
}
