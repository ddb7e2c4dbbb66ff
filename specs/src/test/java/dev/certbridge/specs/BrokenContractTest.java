package dev.certbridge.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Breaks copies of each contract on purpose, and asserts that the broken requirement names the location. A violation
 * that the contract has before it is broken does not count: {@link ContractAudit} reports it.
 */
class BrokenContractTest {

    /**
     * A change that violates one requirement.
     *
     * @param violations one regular expression for each violation, with PROVIDER, and EXAMPLE for the first example of
     *     an order
     */
    private record Breakage(String what, Consumer<Contract> edit, Requirement requirement, String... violations) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** The contracts that have the operations, schemas and examples of the breakages. */
    private static final List<String> BROKEN = List.of("realtime", "regfish");

    private static final List<Breakage> BREAKAGES = List.of(
            new Breakage(
                    "a removed status",
                    broken -> responses(broken.operation("getCertificate")).remove("404"),
                    Requirement.NO_OPERATION_OR_STATUS_IS_ADDED_REMOVED_OR_RENAMED_UNNOTICED,
                    "only in specs/PROVIDER/operations.txt: getCertificate GET.* 404.*",
                    "only in specs/PROVIDER/openapi.yaml, not in operations.txt: getCertificate GET(?!.*404).*"),
            new Breakage(
                    "a renamed operation",
                    broken -> broken.operation("getCertificate").node().put("operationId", "getCert"),
                    Requirement.NO_OPERATION_OR_STATUS_IS_ADDED_REMOVED_OR_RENAMED_UNNOTICED,
                    "only in specs/PROVIDER/operations.txt: getCertificate GET.*",
                    "only in specs/PROVIDER/openapi.yaml, not in operations.txt: getCert GET.*"),
            new Breakage(
                    "a CSR that would be printed",
                    broken -> csrOfAnOrder(broken).remove("format"),
                    Requirement.NO_SECRET_IS_PRINTED,
                    "specs/PROVIDER.*schemas.*csr: format: password is missing.*"),
            new Breakage(
                    "a default",
                    broken -> csrOfAnOrder(broken).put("default", ""),
                    Requirement.NO_RESPONSE_IS_CLOSED_TO_NEW_VALUES_AND_NO_REQUEST_HAS_DEFAULTS,
                    "specs/PROVIDER.*schemas.*csr: has a default.*"),
            new Breakage(
                    "missing and unknown evidence",
                    broken -> {
                        broken.operation("listProducts").node().remove("x-evidence");
                        response(broken, "createCertificate", "400").remove("x-source");
                        response(broken, "createCertificate", "401").put("x-evidence", "rumoured");
                    },
                    Requirement.EVERY_OPERATION_AND_RESPONSE_HAS_ITS_EVIDENCE,
                    ".*listProducts: x-evidence is missing",
                    ".*createCertificate, 400: x-source is missing",
                    ".*createCertificate, 401: x-evidence is rumoured.*"),
            new Breakage(
                    "a removed x-spends, and one without a reason",
                    broken -> {
                        broken.operation("createCertificate").node().remove("x-spends");
                        broken.operation("getCertificate").node().put("x-spends", true);
                    },
                    Requirement.EXACTLY_THE_LISTED_OPERATIONS_CAN_COST_MONEY,
                    ".*createCertificate: x-spends: true is missing.*",
                    ".*getCertificate: has x-spends.*"),
            new Breakage(
                    "outcomes that promise too much",
                    broken -> {
                        response(broken, "createCertificate", "502").put("x-outcome", "ProviderFault");
                        response(broken, "createCertificate", "401").put("x-outcome", "Rejected");
                    },
                    Requirement.EVERY_RESPONSE_HAS_ITS_OUTCOME,
                    ".*createCertificate, 502.*",
                    ".*createCertificate, 401.*"),
            new Breakage(
                    "an invalid name, a second tag and missing security",
                    broken -> {
                        broken.operation("listProducts").node().put("operationId", "Products");
                        broken.operation("createCertificate")
                                .node()
                                .putArray("tags")
                                .add("One")
                                .add("Two");
                        broken.operation("getCertificate").node().remove("security");
                    },
                    Requirement.EVERY_OPERATION_HAS_A_VALID_NAME_ONE_TAG_AND_ITS_OWN_SECURITY,
                    ".*Products: the operationId.*",
                    ".*createCertificate: has not exactly one tag.*",
                    ".*getCertificate: security is missing"),
            new Breakage(
                    "a reference without a target and with a sibling",
                    broken -> responses(broken.operation("getCertificate"))
                            .putObject("404")
                            .put("$ref", "#/components/responses/Gone")
                            .put("x-outcome", "Rejected/NotFound"),
                    Requirement.EVERY_REFERENCE_HAS_A_TARGET_AND_NO_SIBLINGS,
                    ".*getCertificate, 404: \\$ref has no target.*",
                    ".*getCertificate, 404: tools ignore.*"),
            new Breakage(
                    "an example with a wrong type",
                    broken -> firstOrder(broken).put("csr", 17),
                    Requirement.EVERY_BODY_HAS_AN_EXAMPLE_AND_EVERY_EXAMPLE_VALIDATES,
                    "specs/PROVIDER.*createCertificate.*EXAMPLE.*/csr.*"),
            new Breakage(
                    "an example with an unknown member",
                    broken -> firstOrder(broken).put("unknownMember", true),
                    Requirement.EVERY_BODY_HAS_AN_EXAMPLE_AND_EVERY_EXAMPLE_VALIDATES,
                    "specs/PROVIDER.*createCertificate.*EXAMPLE.*unknownMember.*"),
            new Breakage(
                    "a body without an example",
                    broken -> json(response(broken, "createCertificate", "401")).remove("examples"),
                    Requirement.EVERY_BODY_HAS_AN_EXAMPLE_AND_EVERY_EXAMPLE_VALIDATES,
                    "specs/PROVIDER.*createCertificate.*401.*no named example"),
            new Breakage(
                    "a changed signing request",
                    broken -> {
                        // Changes a character of the base64 text, inside the signed part.
                        StringBuilder csr =
                                new StringBuilder(firstOrder(broken).get("csr").asText());
                        csr.setCharAt(60, csr.charAt(60) == 'A' ? 'B' : 'A');
                        firstOrder(broken).put("csr", csr.toString());
                    },
                    Requirement.EVERY_CERTIFICATE_AND_SIGNING_REQUEST_IN_AN_EXAMPLE_IS_REAL,
                    "specs/PROVIDER.*createCertificate.*EXAMPLE.*does not parse.*"),
            new Breakage(
                    "a member that no example shows",
                    broken -> schema(broken, "Certificate").putObject("unshown").put("type", "string"),
                    Requirement.EVERY_MEMBER_OF_EVERY_SCHEMA_IS_SHOWN_BY_AN_EXAMPLE,
                    "specs/PROVIDER.*schemas, Certificate, properties, unshown: no example shows it.*"),
            new Breakage(
                    "a member that is only null in examples",
                    broken -> {
                        schema(broken, "Certificate")
                                .putObject("unshown")
                                .put("type", "string")
                                .put("nullable", true);
                        json(response(broken, "getCertificate", "200"))
                                .withObject("/examples/Null/value")
                                .putNull("unshown");
                    },
                    Requirement.EVERY_MEMBER_OF_EVERY_SCHEMA_IS_SHOWN_BY_AN_EXAMPLE,
                    ".*unshown.*"));

    static Stream<Arguments> breakages() {
        return BROKEN.stream()
                .flatMap(provider -> BREAKAGES.stream().map(breakage -> Arguments.of(provider, breakage)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("breakages")
    void a_violation_is_named_with_its_location(String provider, Breakage breakage) {
        Contract broken = Contract.read(provider);
        String example = orderBody(broken).get("examples").fieldNames().next();
        breakage.edit().accept(broken);
        List<String> violations = new ArrayList<>(breakage.requirement().violations(broken));
        violations.removeAll(breakage.requirement().violations(Contract.read(provider)));
        assertThat(violations).hasSameSizeAs(breakage.violations());
        assertThat(Arrays.stream(breakage.violations())
                        .map(text -> text.replace("PROVIDER", provider).replace("EXAMPLE", example))
                        .map(text -> Pattern.compile(text, Pattern.DOTALL)))
                .allSatisfy(pattern -> assertThat(violations).anyMatch(pattern.asMatchPredicate()));
    }

    @ParameterizedTest
    @FieldSource("BROKEN")
    void a_closed_enumeration_is_named_in_each_response_that_uses_it(String provider) {
        Contract broken = Contract.read(provider);
        JsonNode schema =
                broken.resolved(json(response(broken, "getCertificate", "200")).get("schema"));
        Map.Entry<String, JsonNode> member = schema.get("properties").properties().stream()
                .filter(property -> property.getValue().has("type"))
                .findFirst()
                .orElseThrow();
        ((ObjectNode) member.getValue()).putArray("enum").add("issued");
        List<String> violations =
                Requirement.NO_RESPONSE_IS_CLOSED_TO_NEW_VALUES_AND_NO_REQUEST_HAS_DEFAULTS.violations(broken);
        assertThat(violations)
                .anySatisfy(violation -> assertThat(violation)
                        .contains("specs/" + provider, "getCertificate, 200", member.getKey(), "x-known-values"));
    }

    /** Returns the members of a schema. */
    private static ObjectNode schema(Contract contract, String name) {
        return (ObjectNode) contract.document().at("/components/schemas/" + name + "/properties");
    }

    private static ObjectNode csrOfAnOrder(Contract contract) {
        return (ObjectNode) contract.resolved(orderBody(contract).get("schema")).at("/properties/csr");
    }

    private static ObjectNode orderBody(Contract contract) {
        return json(contract.operation("createCertificate").node().get("requestBody"));
    }

    private static ObjectNode responses(Operation operation) {
        return (ObjectNode) operation.node().get("responses");
    }

    /** Returns a response, and replaces the reference to it with a copy, so that no other operation changes. */
    private static ObjectNode response(Contract contract, String operation, String status) {
        Operation owner = contract.operation(operation);
        ObjectNode own = owner.responses().get(status).deepCopy();
        responses(owner).set(status, own);
        return own;
    }

    private static ObjectNode json(JsonNode owner) {
        return (ObjectNode) owner.path("content").get("application/json");
    }

    /** Returns the first example of an order. */
    private static ObjectNode firstOrder(Contract contract) {
        return (ObjectNode)
                orderBody(contract).get("examples").elements().next().get("value");
    }
}
