package dev.certbridge.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.regfish.RegfishClientUnderTest;
import dev.certbridge.conformance.rule.Rule;
import dev.certbridge.conformance.rule.RuleContext;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.rule.Topic;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No rule is without its number and sentence, and nobody gets around one. */
class RuleAuditTest {

    private static final Path CONFORMANCE_TESTS = Path.of("src/test/java/dev/certbridge/conformance");

    @ParameterizedTest
    @EnumSource
    void the_rules_of_a_topic_are_numbered_from_1_without_gaps(Topic topic) {
        List<Integer> positions = RuleDefinition.all().stream()
                .filter(rule -> rule.topic() == topic)
                .map(RuleDefinition::position)
                .toList();
        assertThat(positions)
                .isNotEmpty()
                .isEqualTo(IntStream.rangeClosed(1, positions.size()).boxed().toList());
    }

    @Test
    void every_rule_says_one_sentence_on_one_line() {
        assertThat(RuleDefinition.all())
                .allSatisfy(rule -> assertThat(rule.title()).as(rule.number()).matches("[A-Z][^\\n|]*[^.]\\."));
    }

    @ParameterizedTest
    @EnumSource
    void every_default_method_is_a_rule_and_a_test(Topic topic) {
        assertThat(topic.rules()).allSatisfy(type -> {
            assertThat(type).isAssignableFrom(Conformance.class);
            assertThat(Arrays.stream(type.getDeclaredMethods()).filter(Method::isDefault))
                    .isNotEmpty()
                    .allSatisfy(method -> assertThat(method.isAnnotationPresent(Rule.class))
                            .as(method.getName())
                            .isTrue())
                    .allSatisfy(method -> assertThat(method.isAnnotationPresent(Test.class)
                                    ^ method.isAnnotationPresent(TestFactory.class))
                            .as(method.getName())
                            .isTrue());
        });
    }

    @Test
    void a_class_that_overrides_a_rule_is_refused() {
        assertThat(OverrideAudit.of(Overriding.class, new RegfishClientUnderTest()))
                .singleElement()
                .asString()
                .startsWith("Overriding overrides rule A1 ")
                .endsWith("opt out of the rule with a reason");
        assertThat(OverrideAudit.of(Between.class, new RegfishClientUnderTest()))
                .singleElement()
                .asString()
                .startsWith("Between overrides rule E2 ");
    }

    @Test
    void an_opt_out_is_of_a_rule_that_there_is_and_has_a_reason() {
        assertRefused(Map.of("M99", "too hard"), "regfish opts out of M99, which is not a rule");
        assertRefused(Map.of("A15", " "), "regfish opts out of A15 without a reason");
    }

    @Test
    void an_opt_out_of_a_rule_that_applies_to_the_client_is_refused() {
        assertRefused(Map.of("M22", "too hard"), "regfish opts out of M22; only a client that lacks renew may opt out");
        assertRefused(Map.of("M1", "too hard"), "regfish opts out of M1; no client may opt out");
    }

    @Test
    void a_client_that_lacks_what_a_rule_needs_must_opt_out() {
        assertThat(OverrideAudit.of(Plain.class, optingOut(Map.of())))
                .contains("regfish does not support all capabilities of rule M14; opt out with a reason");
    }

    @Test
    void a_client_that_supports_everything_must_opt_out_of_the_rule_about_lacking() {
        ClientUnderTest able = regfish(Map.of("connect", arguments -> ableToDoAll()));
        assertThat(OverrideAudit.of(Plain.class, able))
                .contains("regfish supports every capability, so rule E12 does not apply; opt out with a reason");
        assertRefused(
                Map.of("E12", "too hard"),
                "regfish opts out of E12; only a client that supports every capability may opt out");
    }

    @Test
    void one_rule_covers_every_capability_that_a_client_may_lack() {
        assertThat(RuleDefinition.all())
                .filteredOn(rule -> !rule.lacks().isEmpty())
                .singleElement()
                .satisfies(rule -> assertThat(rule.lacks()).containsExactly(Capability.values()));
    }

    /** A client that says yes to everything, and does nothing. */
    private static CertificateReseller ableToDoAll() {
        return (CertificateReseller) Proxy.newProxyInstance(
                RuleAuditTest.class.getClassLoader(),
                new Class<?>[] {CertificateReseller.class},
                (proxy, method, arguments) -> method.getName().equals("supports") ? true : null);
    }

    @Test
    void a_run_with_an_invalid_opt_out_runs_no_rule() {
        ClientUnderTest bad = optingOut(Map.of("M99", "too hard"));
        assertThatIllegalStateException()
                .isThrownBy(() -> ConformanceRun.of(List.of(bad), ConformanceRun.Progress.NONE))
                .withMessageContaining("the rules cannot be run on regfish")
                .withMessageContaining("which is not a rule");
    }

    @Test
    void a_class_with_an_extension_of_its_own_is_refused() {
        assertThat(OverrideAudit.of(Skipping.class, new RegfishClientUnderTest()))
                .containsExactly("Skipping has an extension of JUnit, which could skip a rule; remove it");
        assertThat(OverrideAudit.of(Extended.class, new RegfishClientUnderTest()))
                .hasSize(1);
    }

    @Test
    void an_operation_that_no_client_calls_is_reported() {
        ClientUnderTest lazy = regfish(Map.of("calls", arguments -> !arguments[0].equals("createRecord")));
        assertThat(OverrideAudit.of(Plain.class, lazy))
                .containsExactly("regfish does not call createRecord, and no other client of the reseller does");
    }

    @Test
    void a_client_that_fails_with_an_error_breaks_the_rule_and_so_does_a_rule_without_cases() {
        ClientUnderTest dying =
                regfish(Map.of("request", RuleAuditTest::dieOfEchoes, "refusalsWithoutBody", none -> Set.of()));
        RunReport report = ConformanceRun.of(List.of(dying), ConformanceRun.Progress.NONE);

        assertThat(report.conforming()).isFalse();
        assertThat(report.results())
                .filteredOn(result ->
                        result.rule().equals("S1") && result.testCase().startsWith("echoed"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.verdict()).isEqualTo(Verdict.FAILED))
                .allSatisfy(result -> assertThat(result.detail()).contains("StackOverflowError"));
        assertThat(report.results())
                .filteredOn(result -> result.rule().equals("C2"))
                .singleElement()
                .satisfies(result -> assertThat(result.verdict()).isEqualTo(Verdict.FAILED))
                .satisfies(result -> assertThat(result.detail()).contains("the rule had no cases"));
    }

    @Test
    void the_display_name_of_a_test_begins_with_the_number_of_its_rule() {
        assertThat(RuleDefinition.all())
                .allSatisfy(rule -> assertThat(new RuleExtension.RuleNames()
                                .generateDisplayNameForMethod(List.of(), Plain.class, rule.method()))
                        .startsWith(rule.number() + " "));
    }

    @Test
    void a_conformance_test_fits_on_40_lines_and_every_candidate_has_one() throws IOException {
        try (Stream<Path> files = Files.list(CONFORMANCE_TESTS)) {
            List<Path> tests = files.filter(file -> file.toString().endsWith("ConformanceTest.java"))
                    .toList();
            assertThat(tests)
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(40));
            assertThat(tests).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    private static ClientUnderTest optingOut(Map<String, String> optOuts) {
        return regfish(Map.of("optOuts", arguments -> optOuts));
    }

    private static OrderRequest dieOfEchoes(Object... arguments) {
        KeyAndCsr key = (KeyAndCsr) arguments[0];
        if (key.csr().names().get(0).startsWith("echo-")) {
            throw new StackOverflowError();
        }
        return new RegfishClientUnderTest().request(key);
    }

    /** Returns the candidate for regfish with other answers to some of its methods. */
    private static ClientUnderTest regfish(Map<String, Function<Object[], Object>> others) {
        ClientUnderTest regfish = new RegfishClientUnderTest();
        return (ClientUnderTest) Proxy.newProxyInstance(
                RuleAuditTest.class.getClassLoader(),
                new Class<?>[] {ClientUnderTest.class},
                (proxy, method, arguments) -> others.containsKey(method.getName())
                        ? others.get(method.getName()).apply(arguments)
                        : method.invoke(regfish, arguments));
    }

    private static void assertRefused(Map<String, String> more, String why) {
        assertThat(OverrideAudit.of(Plain.class, optingOut(more))).contains(why);
    }

    /** Keeps every rule as it is. */
    private abstract static class Plain implements Conformance {}

    /** Makes a rule easier for itself, and calls it the same. */
    private abstract static class Overriding implements Conformance {
        @Override
        @Rule(number = "A1", title = "An accepted order is whatever it likes to be.")
        @Test
        public void an_accepted_order_is_not_issued(RuleContext stage) {}
    }

    /** Makes one easier on the way. */
    private interface Easier extends Conformance {
        @Override
        default void a_502_to_an_order_is_unknown(RuleContext stage) {}
    }

    private abstract static class Between implements Easier {}

    /** Skips rules, or could. */
    @EnabledIfSystemProperty(named = "rules", matches = "wanted")
    private abstract static class Skipping implements Conformance {}

    private abstract static class Extended implements Conformance {
        @RegisterExtension
        static final ExecutionCondition NEVER = context -> ConditionEvaluationResult.disabled("too hard");
    }
}
