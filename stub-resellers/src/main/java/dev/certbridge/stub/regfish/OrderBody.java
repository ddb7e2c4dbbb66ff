package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The body of an order, read. The contract has already been checked. Where {@code validity_days} is left out, the vendor's
 * own client would have sent a day less than authorities may issue.
 */
record OrderBody(
        Sku sku,
        String commonName,
        List<String> furtherNames,
        String csr,
        String dcvMethod,
        List<String> dcvEmails,
        Optional<String> organization,
        Optional<String> renewalOf,
        int validityDays) {

    private static final int MOST_DAYS = 36_500;

    static OrderBody of(JsonNode body, SkuCatalog catalog, int limitDays) {
        return new OrderBody(
                catalog.sku(body.path("sku").asText()),
                lower(body.path("common_name")),
                lowerAll(body.path("dns_names")),
                body.path("csr").asText(),
                body.path("dcv_method").asText(),
                lowerAll(body.path("dcv_emails")),
                text(body.path("org_id")),
                text(body.path("renewal_of_certificate_id")),
                days(body.path("validity_days").asInt(limitDays - 1)));
    }

    /** Nothing that has no end, or an end that cannot be written. */
    static int days(int wanted) {
        if (wanted < 1 || wanted > MOST_DAYS) {
            throw new RegfishRefusal(400, "The order was not accepted", "No certificate is sold for so many days");
        }
        return wanted;
    }

    /** Every name of the certificate, the common name first. */
    List<String> names() {
        return union(commonName, furtherNames);
    }

    /** The names of a body, whatever else it holds. */
    static List<String> names(JsonNode body) {
        return union(lower(body.path("common_name")), lowerAll(body.path("dns_names")));
    }

    private static List<String> union(String first, List<String> further) {
        Set<String> names = new LinkedHashSet<>();
        names.add(first);
        names.addAll(further);
        return List.copyOf(names);
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue()).filter(text -> !text.isEmpty());
    }

    private static List<String> lowerAll(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(lower(value)));
        return values;
    }

    private static String lower(JsonNode text) {
        return text.asText().toLowerCase(Locale.ROOT);
    }
}
