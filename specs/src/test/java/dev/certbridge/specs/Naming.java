package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Operations have names that can be Java methods, one tag each, and say who may call them. */
final class Naming {

    private static final Pattern VERB_AND_NOUN = Pattern.compile("(accept|acknowledge|add|cancel|complete|create|decode"
            + "|delete|download|generate|get|import|list|patch|poll|reissue|remove|renew|request|resend|retry|revoke"
            + "|schedule|send|subscribe|update|validate)([A-Z][a-z0-9]*)+");

    private Naming() {}

    static List<String> complaints(Contract contract) {
        List<String> complaints = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        if (contract.document().get("tags") instanceof List<?> tags) {
            tags.forEach(tag -> declared.add(String.valueOf(Contract.map(tag).get("name"))));
        }
        Set<String> ids = new HashSet<>();
        for (Operation operation : contract.operations()) {
            if (!VERB_AND_NOUN.matcher(operation.id()).matches()) {
                complaints.add(
                        operation + ": the operationId is not a lowerCamel verb and noun; verbs are listed in Naming");
            }
            if (!ids.add(operation.id())) {
                complaints.add(operation + ": the operationId is used twice");
            }
            if (!(operation.node().get("tags") instanceof List<?> tags)
                    || tags.size() != 1
                    || !declared.containsAll(tags)) {
                complaints.add(operation + ": has not exactly one tag of those declared: "
                        + operation.node().get("tags"));
            }
            // Traffic validators do not enforce a global one.
            if (!(operation.node().get("security") instanceof List<?> schemes) || schemes.isEmpty()) {
                complaints.add(operation + ": security is missing");
            }
        }
        return complaints;
    }
}
