package dev.certbridge.specs;

import java.util.Map;

/** The parts of a contract that are broken on purpose, to be changed in place. */
final class BreakableParts {

    private BreakableParts() {}

    /** The members of a schema. */
    static Map<String, Object> schema(Contract contract, String name) {
        Map<String, Object> named = contract.resolved(Map.of("$ref", "#/components/schemas/" + name));
        return Contract.map(named.get("properties"));
    }

    static Map<String, Object> csrOfAnOrder(Contract contract) {
        Map<String, Object> request = contract.resolved(
                json(Contract.map(contract.operation("createCertificate").node().get("requestBody")))
                        .get("schema"));
        return Contract.map(Contract.map(request.get("properties")).get("csr"));
    }

    static Map<String, Object> responses(Operation operation) {
        return Contract.map(operation.node().get("responses"));
    }

    /** The response to be broken, put in place of a reference so that no other operation breaks with it. */
    static Map<String, Object> response(Contract contract, String operation, String status) {
        Operation owner = contract.operation(operation);
        Map<String, Object> own = Contract.map(Contract.copy(owner.responses().get(status)));
        responses(owner).put(status, own);
        return own;
    }

    static Map<String, Object> json(Map<String, Object> holder) {
        return Contract.map(Contract.map(holder.get("content")).get("application/json"));
    }

    static Map.Entry<String, Map<String, Object>> firstOrder(Contract contract) {
        Map<String, Object> request =
                json(Contract.map(contract.operation("createCertificate").node().get("requestBody")));
        Map.Entry<String, Object> example =
                Contract.map(request.get("examples")).entrySet().iterator().next();
        return Map.entry(
                example.getKey(), Contract.map(Contract.map(example.getValue()).get("value")));
    }
}
