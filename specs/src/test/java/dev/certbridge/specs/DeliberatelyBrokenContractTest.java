package dev.certbridge.specs;

import static dev.certbridge.specs.BreakableParts.csrOfAnOrder;
import static dev.certbridge.specs.BreakableParts.json;
import static dev.certbridge.specs.BreakableParts.response;
import static dev.certbridge.specs.BreakableParts.responses;
import static dev.certbridge.specs.BreakableParts.schema;
import static dev.certbridge.specs.WholeBuild.inTheWhole;
import static dev.certbridge.specs.WholeBuild.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Breaks copies of each contract on purpose and looks whether the audits name the place: the one audit that is meant, and
 * the whole of them, which is what a build runs.
 */
class DeliberatelyBrokenContractTest {

    static List<String> providers() {
        return Contract.PROVIDERS;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_status_that_vanished_is_named(String provider) {
        Contract broken = Contract.read(provider);
        List<String> known = broken.operations().stream().map(Operation::line).toList();
        responses(broken.operation("getCertificate")).remove("404");
        assertThat(inTheWhole(broken, KnownOperations.complaints(broken.operations(), known)))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("only in operations.txt: " + provider + " getCertificate GET")
                        .contains(" 404"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("only in the contracts: " + provider + " getCertificate GET")
                        .doesNotContain("404"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_renamed_operation_is_named_with_both_names(String provider) {
        Contract broken = Contract.read(provider);
        List<String> known = broken.operations().stream().map(Operation::line).toList();
        broken.operation("getCertificate").node().put("operationId", "getCert");
        assertThat(String.join("\n", inTheWhole(broken, KnownOperations.complaints(broken.operations(), known))))
                .contains(provider + " getCertificate GET", provider + " getCert GET");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_csr_that_would_be_printed_is_named(String provider) {
        Contract broken = Contract.read(provider);
        csrOfAnOrder(broken).remove("format");
        only(broken, MaskedSecrets.complaints(broken), "schemas", "csr: format: password is missing");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_closed_enumeration_in_an_answer_is_named(String provider) {
        Contract broken = Contract.read(provider);
        Map<String, Object> schema =
                broken.resolved(json(response(broken, "getCertificate", "200")).get("schema"));
        Map.Entry<String, Object> field = Contract.map(schema.get("properties")).entrySet().stream()
                .filter(property -> Contract.map(property.getValue()).containsKey("type"))
                .findFirst()
                .orElseThrow();
        Contract.map(field.getValue()).put("enum", List.of("issued"));
        assertThat(inTheWhole(broken, OpenSchemas.complaints(broken)))
                .isNotEmpty()
                .anySatisfy(complaint -> assertThat(complaint)
                        .contains("specs/" + provider, "getCertificate, 200", field.getKey(), "x-known-values"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_default_is_named(String provider) {
        Contract broken = Contract.read(provider);
        csrOfAnOrder(broken).put("default", "");
        only(broken, OpenSchemas.complaints(broken), "schemas", "csr: has a default");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void missing_and_unheard_of_evidence_is_named(String provider) {
        Contract broken = Contract.read(provider);
        broken.operation("listProducts").node().remove("x-evidence");
        response(broken, "createCertificate", "400").remove("x-source");
        response(broken, "createCertificate", "401").put("x-evidence", "rumoured");
        List<String> complaints = inTheWhole(broken, StatedEvidence.complaints(broken));
        assertThat(complaints).hasSize(3);
        assertThat(String.join("\n", complaints))
                .contains("listProducts: x-evidence is missing", "createCertificate, 400: x-source is missing")
                .contains("createCertificate, 401: x-evidence is rumoured");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_spend_that_lost_its_mark_and_one_without_a_reason_are_named(String provider) {
        Contract broken = Contract.read(provider);
        broken.operation("createCertificate").node().remove("x-spends");
        broken.operation("getCertificate").node().put("x-spends", true);
        List<String> complaints = inTheWhole(broken, SpendingList.complaints(broken));
        assertThat(complaints).hasSize(2);
        assertThat(String.join("\n", complaints))
                .contains("createCertificate: x-spends: true is missing", "getCertificate: has x-spends");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_outcome_that_promises_too_much_is_named(String provider) {
        Contract broken = Contract.read(provider);
        response(broken, "createCertificate", "502").put("x-outcome", "ProviderFault");
        response(broken, "createCertificate", "401").put("x-outcome", "Rejected");
        List<String> complaints = inTheWhole(broken, StatedOutcome.complaints(broken));
        assertThat(complaints).hasSize(2);
        assertThat(String.join("\n", complaints)).contains("createCertificate, 502", "createCertificate, 401");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_bad_name_a_second_tag_and_missing_security_are_named(String provider) {
        Contract broken = Contract.read(provider);
        broken.operation("listProducts").node().put("operationId", "Products");
        broken.operation("createCertificate").node().put("tags", List.of("One", "Two"));
        broken.operation("getCertificate").node().remove("security");
        List<String> complaints = inTheWhole(broken, Naming.complaints(broken));
        assertThat(complaints).hasSize(3);
        assertThat(String.join("\n", complaints))
                .contains("Products: the operationId", "createCertificate: has not exactly one tag")
                .contains("getCertificate: security is missing");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_reference_to_nothing_and_a_mark_beside_one_are_named(String provider) {
        Contract broken = Contract.read(provider);
        responses(broken.operation("getCertificate"))
                .put("404", Map.of("$ref", "#/components/responses/Gone", "x-outcome", "Rejected/NotFound"));
        assertThat(inTheWhole(broken, References.complaints(broken)))
                .hasSize(2)
                .allSatisfy(complaint -> assertThat(complaint).contains("getCertificate, 404: "));
    }
}
