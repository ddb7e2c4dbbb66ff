package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.List;

/** Every reference leads somewhere, and nothing stands beside one, where tools would drop it. */
final class References {

    private References() {}

    static List<String> complaints(Contract contract) {
        List<String> complaints = new ArrayList<>();
        contract.walk((place, node) -> {
            if (!(node.get("$ref") instanceof String reference) || place.below("value")) {
                return;
            }
            if (contract.resolved(node) == null) {
                complaints.add(place + ": $ref leads nowhere: " + reference);
            }
            if (node.size() > 1) {
                complaints.add(place + ": tools drop what stands beside a $ref: " + node.keySet());
            }
        });
        return complaints;
    }
}
