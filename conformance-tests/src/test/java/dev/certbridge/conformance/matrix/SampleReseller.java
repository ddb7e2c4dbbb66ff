package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.contentOf;

import dev.certbridge.conformance.pact.ExampleExchange;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.ServedResponse;
import dev.certbridge.conformance.run.Verdict;
import dev.certbridge.contract.ContractDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A small reseller whose matrix has no gap, and methods that make one. */
final class SampleReseller {

    private static final Map<String, Set<String>> CALLED = Map.of("shop", Set.of("orderThing", "readThing"));

    private String contract = resource();
    private final List<RuleResult> results = new ArrayList<>();
    private final List<PactInteraction> pacts = new ArrayList<>();
    private Set<String> withPacts = Set.of("shop");
    private Waivers waivers = Waivers.none();

    SampleReseller() {
        ContractDocument.parse("shop", contract).operations().stream()
                .flatMap(operation -> operation.responses().stream())
                .forEach(response -> results.add(result("C1", OperationStatus.of(response), Verdict.PASSED, "")));
        Stream.of(row("orderThing", 202), row("orderThing", 403), row("readThing", 200), row("readThing", 404))
                .forEach(row -> {
                    results.add(result("M1", row, Verdict.PASSED, ""));
                    pacts.add(pact(row));
                });
    }

    static OperationStatus row(String operation, int status) {
        return new OperationStatus("shop", operation, status);
    }

    SampleReseller contract(String part, String replacement) {
        if (!contract.contains(part)) {
            throw new AssertionError("the contract does not have: " + part);
        }
        contract = contract.replace(part, replacement);
        return this;
    }

    SampleReseller without(Predicate<RuleResult> unwanted) {
        results.removeIf(unwanted);
        return this;
    }

    SampleReseller withoutPact(String operation, int status) {
        pacts.removeIf(
                pact -> pact.operationId().equals(operation) && pact.statuses().contains(status));
        return this;
    }

    SampleReseller with(RuleResult result) {
        results.add(result);
        return this;
    }

    SampleReseller waiving(String yaml) {
        waivers = Waivers.parse(yaml);
        return this;
    }

    Matrix matrix() {
        return Matrix.of(
                new RunReport(results),
                List.of(ContractDocument.parse("shop", contract)),
                pacts,
                withPacts,
                waivers,
                CALLED);
    }

    /** Has no pact at all, as a reseller whose clients have no pact tests. */
    SampleReseller withoutPacts() {
        pacts.clear();
        withPacts = Set.of();
        return this;
    }

    /** Returns a passed case with a response from the behaviour of the stub. */
    static RuleResult behaved(String rule, OperationStatus row) {
        return result(rule, row, Verdict.PASSED, "", true);
    }

    /** Returns a case. For a rule about money, the response is from the behaviour of the stub. */
    static RuleResult result(String rule, OperationStatus row, Verdict verdict, String detail) {
        return result(rule, row, verdict, detail, rule.startsWith("M"));
    }

    private static RuleResult result(
            String rule, OperationStatus row, Verdict verdict, String detail, boolean behaved) {
        return new RuleResult(
                row.reseller(),
                row.reseller(),
                rule,
                row.operationId() + " " + row.status(),
                verdict,
                detail,
                Set.of(new ServedResponse(row.operationId(), row.status(), behaved)),
                Duration.ofMillis(12));
    }

    private static PactInteraction pact(OperationStatus row) {
        ExampleExchange example = new ExampleExchange("GET", "/things/1", Map.of(), Map.of(), "", Map.of(), "");
        return new PactInteraction(
                row.reseller(),
                row.operationId(),
                List.of(row.status()),
                "a pact on " + row.operationId() + " " + row.status(),
                7,
                example,
                "{\"description\": \"<script>x\"}");
    }

    private static String resource() {
        return contentOf(SampleReseller.class.getResource("shop.yaml"), StandardCharsets.UTF_8);
    }
}
