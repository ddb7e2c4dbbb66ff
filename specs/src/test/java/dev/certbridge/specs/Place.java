package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where something stands in a contract, said so that a reader finds it. */
record Place(Contract contract, List<String> keys) {

    private static final Set<String> SELF_EVIDENT = Set.of("responses", "content", "examples", "paths");

    Place child(String key) {
        List<String> longer = new ArrayList<>(keys);
        longer.add(key);
        return new Place(contract, longer);
    }

    /** True below a key of this name. */
    boolean below(String key) {
        return keys.contains(key);
    }

    /** The place around this one; the document is around itself. */
    Place parent() {
        return new Place(contract, keys.subList(0, Math.max(0, keys.size() - 1)));
    }

    String last() {
        return keys.isEmpty() ? "" : keys.get(keys.size() - 1);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("specs/" + contract.provider() + "/openapi.yaml");
        int from = 0;
        if (keys.size() > 2 && "paths".equals(keys.get(0)) && Contract.METHODS.contains(keys.get(2))) {
            Map<String, Object> item =
                    Contract.map(Contract.map(contract.document().get("paths")).get(keys.get(1)));
            text.append(", ").append(Contract.map(item.get(keys.get(2))).get("operationId"));
            from = 3;
        }
        keys.subList(from, keys.size()).stream()
                .filter(key -> !SELF_EVIDENT.contains(key))
                .forEach(key -> text.append(", ").append(key));
        return text.toString();
    }
}
