package dev.certbridge.conformance.wire;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Bodies that an error may come with, by name. */
final class ErrorBodies {

    private static final String SAYS = "{\"type\":\"%s\",\"message\":\"no\"}";

    private ErrorBodies() {}

    static Map<String, String> of(SpendCall call) {
        Map<String, String> bodies = new TreeMap<>(Map.of(
                "none", "",
                "html", "<html><body>Bad Gateway</body></html>",
                "array", "[]",
                "null", "null",
                "string", "\"success:false\"",
                "object", "{}"));
        if (call.atRegfish()) {
            bodies.put("success:false", "{\"success\":false,\"message\":\"no\",\"code\":7}");
            bodies.put("success:true", "{\"success\":true,\"message\":\"yes\"}");
            bodies.put("success:null", "{\"success\":null}");
            bodies.put("success:missing", "{\"message\":\"no\"}");
            bodies.put("success:nested", "{\"response\":{\"success\":false}}");
            bodies.put("success:cut", "{\"success\":false,\"mess");
            bodies.put("success:trailed", "{\"success\":false}{\"success\":true}");
            return bodies;
        }
        for (String type : documentedTypes(new ContractOutcomes("realtime"))) {
            bodies.put(type, SAYS.formatted(type));
        }
        bodies.put("NeverHeardOf", SAYS.formatted("NeverHeardOf"));
        bodies.put("type:null", "{\"type\":null}");
        bodies.put("type:lower", SAYS.formatted("validationerror"));
        bodies.put("type:cut", "{\"type\":\"ValidationError\",\"mess");
        bodies.put("type:nested", "{\"error\":{\"type\":\"ValidationError\"}}");
        bodies.put("type:trailed", SAYS.formatted("ValidationError") + "<html>");
        return bodies;
    }

    /** Returns every error type with a documented outcome on any spend. */
    static Set<String> documentedTypes(ContractOutcomes contract) {
        Set<String> types = new TreeSet<>();
        for (String operation : contract.spends()) {
            contract.of(operation).values().forEach(cases -> types.addAll(cases.keySet()));
        }
        types.remove("*");
        return types;
    }
}
