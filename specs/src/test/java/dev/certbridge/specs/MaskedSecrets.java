package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must not be printed is marked, so that the generated {@code toString()} masks it, in requests and answers alike. */
final class MaskedSecrets {

    /** The CSR is no secret, but a log is no place for it. The order's flag called authKey is no text and no secret. */
    private static final Set<String> NAMES = Set.of("csr", "authKey", "accountKey", "hmacKey");

    private MaskedSecrets() {}

    static List<String> complaints(Contract contract) {
        List<String> complaints = new ArrayList<>();
        contract.walk((place, node) -> {
            if (place.last().equals("properties") && !place.below("value")) {
                node.forEach((name, schema) -> look(place.child(name), name, schema, complaints));
            }
        });
        return complaints;
    }

    private static void look(Place place, String name, Object schema, List<String> complaints) {
        if (NAMES.contains(name)
                && schema instanceof Map<?, ?> said
                && "string".equals(said.get("type"))
                && !"password".equals(said.get("format"))) {
            complaints.add(place + ": format: password is missing, so generated code prints it");
        }
    }
}
