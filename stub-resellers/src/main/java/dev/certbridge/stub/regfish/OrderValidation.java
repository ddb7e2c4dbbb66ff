package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.SeededIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How control of the names of one order is to be shown. One CNAME per domain; the bare one for a wildcard. */
record OrderValidation(String method, Map<String, String> records, List<String> emailTargets) {

    private static final int TOKEN_LENGTH = 16;

    static OrderValidation of(String method, List<String> names, List<String> emails, SeededIds ids) {
        Map<String, String> records = new LinkedHashMap<>();
        List<String> targets = new ArrayList<>(emails);
        for (String name : names) {
            String domain = name.startsWith("*.") ? name.substring(2) : name;
            if (method.equals("email")) {
                if (emails.isEmpty()) {
                    targets.add("hostmaster@" + domain);
                }
            } else {
                records.computeIfAbsent(
                        "_dnsauth." + domain + ".", record -> ids.hex(TOKEN_LENGTH) + ".dcv.digicert.com.");
            }
        }
        return new OrderValidation(method, records, targets);
    }

    /** Whether every record is there as the CA would find it. Nothing has to be when people are asked by e-mail. */
    boolean isPublishedIn(ZoneStore zones) {
        return records.entrySet().stream()
                .allMatch(wanted -> zones.cname(wanted.getKey())
                        .filter(wanted.getValue()::equalsIgnoreCase)
                        .isPresent());
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("method", method);
        if (!records.isEmpty()) {
            ArrayNode array = json.putArray("dns_records");
            records.forEach((name, value) ->
                    array.addObject().put("name", name).put("type", "CNAME").put("value", value));
        }
        if (!emailTargets.isEmpty()) {
            emailTargets.forEach(json.putArray("email_targets")::add);
        }
        return json;
    }
}
