package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The validation of domain names by the CA. The CA checks the names once at each read or listing of the order. */
final class DomainProof {

    private static final int TOKEN_LENGTH = 16;

    private final RegfishState state;
    private final String method;
    private final List<String> names;
    private final List<String> emails;
    private Map<String, String> records;
    private int checks;

    DomainProof(RegfishState state, String method, List<String> names, List<String> emails) {
        this.state = state;
        this.method = method;
        this.names = names;
        this.emails = emails;
        this.records = newRecords();
    }

    /** Makes the CA check the domain names once more. Returns true if the validation is complete. */
    boolean check() {
        checks++;
        if (checks == state.settings().recordsChangeOnLook) {
            records = newRecords();
        }
        return checks >= state.context().options().readsUntilIssued()
                && (!state.settings().requiresDns || isPublished());
    }

    boolean isStarted() {
        return checks > 0;
    }

    /**
     * Adds the DNS records or e-mail addresses for the validation to the JSON. A setting can delay the records and
     * addresses until a later read.
     */
    void addTo(ObjectNode json) {
        if (checks < state.settings().recordsFromLook) {
            return;
        }
        ObjectNode validation = json.putObject("validation").put("method", method);
        if (!records.isEmpty()) {
            ArrayNode array = validation.putArray("dns_records");
            records.forEach((name, value) ->
                    array.addObject().put("name", name).put("type", "CNAME").put("value", value));
        }
        List<String> targets = emails.isEmpty() && isByEmail()
                ? names.stream().map(name -> "hostmaster@" + domain(name)).toList()
                : emails;
        if (!targets.isEmpty()) {
            targets.forEach(validation.putArray("email_targets")::add);
        }
    }

    private boolean isByEmail() {
        return method.equals("email");
    }

    /** Creates one CNAME record for each domain. A wildcard uses the record of its base domain. */
    private Map<String, String> newRecords() {
        Map<String, String> made = new LinkedHashMap<>();
        for (String name : isByEmail() ? List.<String>of() : names) {
            made.computeIfAbsent(
                    "_dnsauth." + domain(name) + ".",
                    record -> state.context().ids().hex(TOKEN_LENGTH) + ".dcv.digicert.com.");
        }
        return made;
    }

    private boolean isPublished() {
        return records.entrySet().stream()
                .allMatch(record -> state.zones()
                        .cname(record.getKey())
                        .filter(record.getValue()::equalsIgnoreCase)
                        .isPresent());
    }

    private static String domain(String name) {
        return name.startsWith("*.") ? name.substring(2) : name;
    }
}
