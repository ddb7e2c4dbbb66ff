package dev.certbridge.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that each mistake of a client breaks exactly the rules that it names, over all scenarios of both resellers. */
class WrongClientsTest {

    private static final JudgeOptions OPTIONS = JudgeOptions.defaults().slowAnswer(Duration.ofMillis(1));

    /** A clock that moves on 1 ms each time it is read, so that times do not depend on the load of the machine. */
    private static final class CountingClock extends Clock {

        private final AtomicLong reads = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.parse("2026-11-30T08:00:00Z").plusMillis(reads.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    static Stream<Arguments> clients() {
        return StubProvider.all().stream()
                .flatMap(reseller ->
                        Arrays.stream(Mistake.values()).map(mistake -> Arguments.of(reseller.name(), mistake)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clients")
    void a_mistake_breaks_exactly_its_rules(String reseller, Mistake mistake) throws Exception {
        List<ScenarioResult> results = run(StubProvider.named(reseller), mistake);
        Map<JudgeRule, List<String>> broken = new EnumMap<>(JudgeRule.class);
        results.forEach(result -> result.findings().forEach((rule, finding) -> {
            if (finding.verdict() == JudgeVerdict.BROKEN) {
                broken.computeIfAbsent(rule, key -> new ArrayList<>())
                        .add(result.scenario().id() + ": " + finding.proof());
            }
        }));
        assertThat(broken.keySet()).as("%s", broken).isEqualTo(mistake.broken(reseller));
    }

    @Test
    void every_rule_is_broken_by_a_mistake() {
        Set<JudgeRule> broken = Arrays.stream(Mistake.values())
                .flatMap(mistake -> mistake.broken("realtime").stream())
                .collect(Collectors.toSet());
        assertThat(broken).isEqualTo(EnumSet.allOf(JudgeRule.class));
    }

    @ParameterizedTest
    @MethodSource("resellers")
    void a_client_without_mistakes_has_the_opportunity_to_break_every_rule(String reseller) throws Exception {
        Set<JudgeRule> seen = run(StubProvider.named(reseller), Mistake.NONE).stream()
                .flatMap(result -> result.findings().entrySet().stream())
                .filter(entry -> entry.getValue().verdict() == JudgeVerdict.KEPT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(JudgeRule.class)));
        Set<JudgeRule> possible = EnumSet.allOf(JudgeRule.class);
        if (reseller.equals("regfish")) {
            possible.remove(JudgeRule.CHARGES_SHOWN);
        }
        assertThat(seen).isEqualTo(possible);
    }

    static Stream<String> resellers() {
        return StubProvider.all().stream().map(StubProvider::name);
    }

    private static List<ScenarioResult> run(StubProvider reseller, Mistake mistake)
            throws IOException, InterruptedException {
        List<ScenarioResult> results = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            if (scenario.isPossibleAt(reseller)) {
                Optional<ScenarioResult> quiet = results.stream().findFirst();
                StubOptions clock = StubOptions.defaults().clock(new CountingClock());
                try (JudgedStub stub = JudgedStub.start(reseller, scenario, OPTIONS, clock)) {
                    new PlainClient(stub, mistake).run();
                    if (mistake == Mistake.KEY_FOR_ANOTHER_HOST) {
                        sendToAnotherHost(stub, reseller);
                    }
                    stub.clientEnded();
                    if (mistake == Mistake.SENDS_AFTER_ITS_END) {
                        new PlainClient(stub, Mistake.NONE).list();
                    }
                    stub.stub().advanceClock(OPTIONS.grace());
                    results.add(stub.judge(quiet));
                    assertThat(stub.stub().contractViolations()).isEmpty();
                }
            }
        }
        return results;
    }

    /** The HTTP client of the JDK does not send a foreign host. */
    private static void sendToAnotherHost(JudgedStub stub, StubProvider reseller) throws IOException {
        String header = reseller.name().equals("regfish") ? "x-api-key: " : "Authorization: ApiKey ";
        try (Socket socket = new Socket(stub.uri().getHost(), stub.uri().getPort())) {
            String request = "GET /tls/products HTTP/1.1\r\nHost: api.example.com\r\n" + header + stub.apiKey()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 421");
        }
    }
}
