package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The body of a reissue, read. The contract has already been checked. */
record ReissueRequest(
        String csr,
        Optional<String> commonName,
        Optional<List<String>> dnsNames,
        String dcvMethod,
        Optional<Integer> validityDays) {

    static ReissueRequest of(JsonNode body) {
        JsonNode names = body.path("dns_names");
        return new ReissueRequest(
                body.path("csr").asText(),
                Optional.ofNullable(body.path("common_name").textValue()).map(ReissueRequest::lower),
                names.isArray() ? Optional.of(lowerAll(names)) : Optional.empty(),
                body.path("dcv_method").asText(),
                body.path("validity_days").isInt()
                        ? Optional.of(OrderBody.days(body.path("validity_days").intValue()))
                        : Optional.empty());
    }

    /** What is sent has to be exactly what the order shows; what is left out is taken from there. */
    boolean names(OrderBody order) {
        return commonName.filter(name -> !name.equals(order.commonName())).isEmpty()
                && dnsNames.filter(names -> names.size() != order.furtherNames().size()
                                || !new HashSet<>(names).equals(new HashSet<>(order.furtherNames())))
                        .isEmpty();
    }

    private static List<String> lowerAll(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(name -> lower(name.asText()))
                .toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
