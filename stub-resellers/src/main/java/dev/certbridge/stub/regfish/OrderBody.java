package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.regfish.SkuCatalog.Sku;
import dev.certbridge.stub.regfish.StubEnvelope.RegfishRefusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The body of an order that the contract allows. Where {@code validity_days} is left out, it is what the vendor's own client
 * would have sent: a day less than authorities may issue.
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

    private static final int MAX_DAYS = 36_500;
    private static final int DAYS_IN_CONSOLE = 199;

    /**
     * The body of a reissue that the contract allows.
     *
     * @param dnsNames the further names; empty if the body leaves them out
     */
    record ReissueBody(
            String csr,
            Optional<String> commonName,
            Optional<Set<String>> dnsNames,
            String dcvMethod,
            Optional<Integer> validityDays) {

        static ReissueBody of(JsonNode body) {
            JsonNode names = body.path("dns_names");
            JsonNode days = body.path("validity_days");
            return new ReissueBody(
                    body.path("csr").asText(),
                    body.has("common_name") ? Optional.of(lower(body.path("common_name"))) : Optional.empty(),
                    names.isArray() ? Optional.of(Set.copyOf(lowerAll(names))) : Optional.empty(),
                    body.path("dcv_method").asText(),
                    days.isInt() ? Optional.of(days(days.intValue())) : Optional.empty());
        }

        /** True if the names are exactly those of the order, as far as the body has any. */
        boolean hasNamesOf(OrderBody order) {
            return commonName.filter(name -> !name.equals(order.commonName())).isEmpty()
                    && dnsNames.filter(names -> !names.equals(Set.copyOf(order.furtherNames())))
                            .isEmpty();
        }
    }

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

    /** Returns an order that a person places in the console. */
    static OrderBody inConsole(Sku sku, List<String> names) {
        List<String> lower =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        Optional<String> none = Optional.empty();
        List<String> further = lower.subList(1, lower.size());
        return new OrderBody(sku, lower.get(0), further, "", "dns-cname-token", List.of(), none, none, DAYS_IN_CONSOLE);
    }

    /** Refuses a number of days that is not positive, or whose end cannot be written. */
    private static int days(int wanted) {
        if (wanted < 1 || wanted > MAX_DAYS) {
            throw new RegfishRefusal(400, "The order was not accepted", "No certificate is sold for so many days");
        }
        return wanted;
    }

    /** Returns every name of the certificate, the common name first. */
    List<String> names() {
        return union(commonName, furtherNames);
    }

    /** Returns the names of a body that may break the contract otherwise. */
    static List<String> names(JsonNode body) {
        return union(lower(body.path("common_name")), lowerAll(body.path("dns_names")));
    }

    private static List<String> union(String first, List<String> further) {
        return Stream.concat(Stream.of(first), further.stream()).distinct().toList();
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue()).filter(text -> !text.isEmpty());
    }

    private static List<String> lowerAll(JsonNode array) {
        return array.valueStream().map(OrderBody::lower).toList();
    }

    private static String lower(JsonNode text) {
        return text.asText().toLowerCase(Locale.ROOT);
    }
}
