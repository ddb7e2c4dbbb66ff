package dev.certbridge.specs;

import static dev.certbridge.specs.BreakableParts.firstOrder;
import static dev.certbridge.specs.BreakableParts.json;
import static dev.certbridge.specs.BreakableParts.response;
import static dev.certbridge.specs.BreakableParts.schema;
import static dev.certbridge.specs.WholeBuild.inTheWhole;
import static dev.certbridge.specs.WholeBuild.only;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks the examples of copies of each contract on purpose, and looks whether the audits name the place. */
class DeliberatelyBrokenExamplesTest {

    static List<String> providers() {
        return Contract.PROVIDERS;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_example_with_a_wrong_type_is_named(String provider) throws JsonProcessingException {
        Contract broken = Contract.read(provider);
        String name = spoilFirstOrder(broken, "csr", 17);
        only(broken, WorkingExamples.complaints(broken), "createCertificate", name, "/csr");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_example_with_an_unknown_member_is_named(String provider) throws JsonProcessingException {
        Contract broken = Contract.read(provider);
        String name = spoilFirstOrder(broken, "unheardOf", true);
        only(broken, WorkingExamples.complaints(broken), "createCertificate", name, "unheardOf");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_body_without_an_example_is_named(String provider) throws JsonProcessingException {
        Contract broken = Contract.read(provider);
        json(response(broken, "createCertificate", "401")).remove("examples");
        only(broken, WorkingExamples.complaints(broken), "createCertificate", "401", "no named example");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_signing_request_that_was_tampered_with_is_named(String provider) {
        Contract broken = Contract.read(provider);
        String csr = String.valueOf(firstOrder(broken).getValue().get("csr"));
        // A character of the base64 text, inside what is signed.
        String other = csr.charAt(60) == 'A' ? "B" : "A";
        String name = spoilFirstOrder(broken, "csr", csr.substring(0, 60) + other + csr.substring(61));
        only(broken, PemBlocks.complaints(broken), "createCertificate", name, "does not parse");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_member_that_no_example_shows_is_named_with_its_schema(String provider) {
        Contract broken = Contract.read(provider);
        schema(broken, "Certificate").put("unshown", Map.of("type", "string"));
        only(broken, ShownMembers.complaints(broken), "schemas, Certificate, properties, unshown: no example shows it");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_member_that_is_only_ever_null_is_not_shown(String provider) {
        Contract broken = Contract.read(provider);
        schema(broken, "Certificate").put("unshown", Map.of("type", "string", "nullable", true));
        Map<String, Object> examples =
                Contract.map(json(response(broken, "getCertificate", "200")).get("examples"));
        examples.put("Null", Map.of("value", Collections.singletonMap("unshown", null)));
        assertThat(inTheWhole(broken, ShownMembers.complaints(broken))).hasSize(1);
    }

    /** The name of the example that was spoilt. */
    private static String spoilFirstOrder(Contract contract, String member, Object value) {
        Map.Entry<String, Map<String, Object>> example = firstOrder(contract);
        example.getValue().put(member, value);
        return example.getKey();
    }
}
