package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.SeededIds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How control of each name of an order is to be shown. DNS, unless the order says otherwise. */
record DomainControl(List<Validation> entries) {

    private static final int TOKEN_LENGTH = 8;

    /** One name; the token makes its record or file unlike any other. */
    record Validation(String name, String type, String email, String token) {}

    static DomainControl of(JsonNode asked, CertificateNames names, SeededIds ids) {
        Map<String, JsonNode> methods = methods(asked, names);
        JsonNode dns = JsonNodeFactory.instance.objectNode().put("type", "DNS");
        return new DomainControl(names.all().stream()
                // The free name is validated with the main one, unless the order says how.
                .filter(name -> names.asked().contains(name) || methods.containsKey(name))
                .map(name -> entry(name, methods.getOrDefault(name, dns), ids))
                .toList());
    }

    /** With other methods for some names; the same method again keeps its record. */
    DomainControl changed(JsonNode asked, CertificateNames names, SeededIds ids) {
        Map<String, JsonNode> methods = methods(asked, names);
        return new DomainControl(entries.stream()
                .map(entry -> {
                    JsonNode method = methods.get(entry.name());
                    boolean same = method == null
                            || (method.path("type").asText().equals(entry.type())
                                    && method.path("email").asText().equals(entry.email()));
                    return same ? entry : entry(entry.name(), method, ids);
                })
                .toList());
    }

    private static Map<String, JsonNode> methods(JsonNode asked, CertificateNames names) {
        Map<String, JsonNode> methods = new LinkedHashMap<>();
        for (JsonNode entry : asked) {
            String name = entry.path("commonName").asText();
            if (!names.all().contains(name)) {
                throw RealtimeRefusal.constraint(
                        "dcv.commonName", "is not a name of this order", entry.path("commonName"));
            }
            if (entry.path("type").asText().equals("EMAIL")
                    && entry.path("email").isMissingNode()) {
                throw RealtimeRefusal.constraint("dcv.email", "must not be missing", entry.path("email"));
            }
            methods.put(name, entry);
        }
        return methods;
    }

    private static Validation entry(String name, JsonNode method, SeededIds ids) {
        return new Validation(
                name, method.path("type").asText(), method.path("email").asText(), ids.hex(TOKEN_LENGTH));
    }

    ArrayNode json(boolean done) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        entries.forEach(entry -> array.add(json(entry, done)));
        return array;
    }

    private static ObjectNode json(Validation entry, boolean done) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("commonName", entry.name())
                .put("type", entry.type())
                .put("status", done ? "VALIDATED" : "WAITING");
        String domain = entry.name().startsWith("*.") ? entry.name().substring(2) : entry.name();
        switch (entry.type()) {
            case "EMAIL" -> json.put("email", entry.email());
            case "FILE" ->
                json.put("fileLocation", domain + "/.well-known/pki-validation/" + entry.token() + ".txt")
                        .put("fileContents", entry.token());
            default ->
                json.put("dnsRecord", "_" + entry.token() + "." + domain)
                        .put("dnsType", "CNAME")
                        .put("dnsContents", entry.token() + ".dcv.example.org");
        }
        return json;
    }
}
