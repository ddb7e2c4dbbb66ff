package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.pact.ExampleExchange;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.ServedResponse;
import dev.certbridge.conformance.run.Verdict;
import dev.certbridge.contract.ContractDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A small reseller whose matrix has no hole, and the ways to make one. */
final class SampleReseller {

    static final String CONTRACT = """
            openapi: 3.0.3
            info: {title: A shop, version: 1.0.0}
            paths:
              /things:
                post:
                  operationId: orderThing
                  x-spends: true
                  responses:
                    "202":
                      x-outcome: Ordered
                      x-evidence: documented
                      content:
                        application/json:
                          schema: {$ref: "#/components/schemas/Thing"}
                          examples:
                            Accepted: {value: {state: running}}
                            AcceptedBare: {value: {}}
                    "403": {$ref: "#/components/responses/Forbidden"}
                    "404":
                      x-outcome: OutcomeUnknown
                      x-evidence: inferred
              /things/{id}:
                get:
                  operationId: readThing
                  responses:
                    "200":
                      x-outcome: Read
                      x-evidence: documented
                      content:
                        application/json:
                          schema: {$ref: "#/components/schemas/Thing"}
                          examples:
                            Running: {value: {state: running}}
                    "403": {$ref: "#/components/responses/Forbidden"}
                    "404":
                      x-outcome: Rejected/NotFound
                      x-evidence: inferred
                delete:
                  operationId: forgottenThing
                  responses:
                    "204":
                      x-outcome: Done
                      x-evidence: vendor-client
            components:
              responses:
                Forbidden:
                  x-outcome: Rejected/Unauthorized
                  x-evidence: documented
              schemas:
                Thing:
                  type: object
                  properties:
                    state:
                      type: string
                      x-known-values: [running, done]
                    next: {$ref: "#/components/schemas/Thing"}
            """;

    private static final Map<String, Set<String>> CALLED = Map.of("shop", Set.of("orderThing", "readThing"));

    private String contract = CONTRACT;
    private final List<RuleResult> results = new ArrayList<>();
    private final List<PactInteraction> pacts = new ArrayList<>();
    private Waivers waivers = Waivers.none();

    SampleReseller() {
        for (OperationStatus pair : pairs()) {
            results.add(result("C1", pair, Verdict.PASSED, ""));
        }
        Stream.of(pair("orderThing", 202), pair("orderThing", 403), pair("readThing", 200), pair("readThing", 404))
                .forEach(pair -> {
                    results.add(result("M1", pair, Verdict.PASSED, ""));
                    pacts.add(pact(pair));
                });
    }

    static OperationStatus pair(String operation, int status) {
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
                new RunReport(results), List.of(ContractDocument.parse("shop", contract)), pacts, waivers, CALLED);
    }

    /** A case of a rule that holds, answered by what the stub does itself. */
    static RuleResult behaved(String rule, OperationStatus pair) {
        return result(rule, pair, Verdict.PASSED, "", true);
    }

    /** A case; the rules about money are those that the stub's own rules answer. */
    static RuleResult result(String rule, OperationStatus pair, Verdict verdict, String detail) {
        return result(rule, pair, verdict, detail, rule.startsWith("M"));
    }

    private static RuleResult result(
            String rule, OperationStatus pair, Verdict verdict, String detail, boolean behaved) {
        return new RuleResult(
                pair.reseller(),
                pair.reseller(),
                rule,
                pair.operationId() + " " + pair.status(),
                verdict,
                detail,
                new TreeSet<>(Set.of(new ServedResponse(pair.operationId(), pair.status(), behaved))),
                Duration.ofMillis(12));
    }

    private List<OperationStatus> pairs() {
        return DocumentedResponses.of(ContractDocument.parse("shop", contract)).stream()
                .map(DocumentedResponse::pair)
                .toList();
    }

    private static PactInteraction pact(OperationStatus pair) {
        ExampleExchange example = new ExampleExchange("GET", "/things/1", Map.of(), Map.of(), "", Map.of(), "");
        return new PactInteraction(
                pair.reseller(),
                pair.operationId(),
                List.of(pair.status()),
                "a pact on " + pair.operationId() + " " + pair.status(),
                7,
                example,
                "{\"description\": \"<script>x\"}");
    }
}
