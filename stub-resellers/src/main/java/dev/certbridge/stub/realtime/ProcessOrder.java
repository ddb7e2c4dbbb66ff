package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.realtime.ProductCatalogue.CatalogueProduct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The order that a process executes. The {@code source} is the certificate that the order replaces or revokes; an order
 * for a new certificate has no {@code source}. The number of {@code months} is 0 if the order keeps the term of its
 * {@code source}. The component {@code control} contains the validation methods with which the order starts.
 */
record ProcessOrder(
        String operationId,
        String action,
        JsonNode body,
        CatalogueProduct product,
        int months,
        SigningRequest csr,
        CertificateNames names,
        DomainControl control,
        StubPrice price,
        @Nullable RealtimeCertificate source) {

    static final String REQUEST = "request";
    static final String CREATE = "create";
    static final String RENEW = "renew";
    static final String REISSUE = "reissue";
    static final String REVOKE = "revoke";

    private static final String WILDCARD = "*.";
    private static final String WWW = "www.";

    ProcessOrder withPrice(StubPrice other) {
        return new ProcessOrder(operationId, action, body, product, months, csr, names, control, other, source);
    }

    /**
     * The requested names, the main name first. The component {@code sanGiven} is true if the body has a list of names,
     * even an empty one.
     */
    record RequestedNames(Optional<String> main, List<String> listed, boolean sanGiven) {

        static RequestedNames of(JsonNode body, List<String> csrNames) {
            Optional<String> main = Optional.ofNullable(body.path("domainName").textValue())
                    .or(() -> csrNames.stream().findFirst());
            Set<String> listed = new LinkedHashSet<>();
            main.ifPresent(listed::add);
            boolean sanGiven = body.path("san").isArray();
            if (sanGiven) {
                body.path("san").forEach(name -> listed.add(name.asText()));
            } else {
                listed.addAll(csrNames);
            }
            return new RequestedNames(main, List.copyOf(listed), sanGiven);
        }
    }

    /**
     * The names of a certificate, the main name first. The CA validates the {@code requested} names. The list of {@code
     * all} names may also contain a name that is free of charge. The reseller charges extra for the names that are
     * counted in {@code extraDomains} and {@code extraWildcards}.
     */
    record CertificateNames(
            String main, List<String> requested, List<String> all, int extraDomains, int extraWildcards) {

        static CertificateNames of(CatalogueProduct product, RequestedNames names) {
            String main =
                    names.main().orElseThrow(() -> RealtimeRefusal.of("InvalidCSRException", "The CSR has no name."));
            List<String> others = names.listed().subList(1, names.listed().size());
            return switch (product.kind()) {
                case SINGLE_DOMAIN -> single(main, others, names.sanGiven());
                case WILDCARD -> wildcard(main, others);
                case MULTI_DOMAIN -> multi(names.listed());
            };
        }

        static CertificateNames only(String name) {
            return new CertificateNames(name, List.of(name), List.of(name), 0, 0);
        }

        private static CertificateNames single(String main, List<String> others, boolean sanGiven) {
            String twin = main.startsWith(WWW) ? main.substring(WWW.length()) : WWW + main;
            if (main.startsWith(WILDCARD)) {
                throw notTaken("a single-domain product takes no wildcard; order a wildcard product");
            }
            if (!List.of(twin).containsAll(others)) {
                throw notTaken(
                        "a single-domain product takes one name without a wildcard; only " + twin + " may be added");
            }
            List<String> requested = with(main, others);
            // The free name is added, unless the body has a list of names.
            List<String> all = sanGiven || others.contains(twin) ? requested : with(main, List.of(twin));
            return new CertificateNames(main, requested, all, 0, 0);
        }

        private static CertificateNames wildcard(String main, List<String> others) {
            if (!main.startsWith(WILDCARD)
                    || !List.of(main.substring(WILDCARD.length())).containsAll(others)) {
                throw notTaken("a wildcard product takes one wildcard as its first name, and optionally its base"
                        + " domain; other names need a multi-domain product");
            }
            List<String> all = with(main, others);
            return new CertificateNames(main, all, all, 0, 0);
        }

        private static CertificateNames multi(List<String> all) {
            int wildcards = Math.toIntExact(
                    all.stream().filter(name -> name.startsWith(WILDCARD)).count());
            int included = all.get(0).startsWith(WILDCARD) ? 0 : 1;
            return new CertificateNames(all.get(0), all, all, all.size() - wildcards - included, wildcards);
        }

        private static List<String> with(String main, List<String> others) {
            return Stream.concat(Stream.of(main), others.stream()).toList();
        }

        private static RealtimeRefusal notTaken(String rule) {
            return RealtimeRefusal.of("ValidationError", "The names do not fit this product: " + rule + ".");
        }
    }

    /**
     * The domain control validation for each name of an order. The validation method is DNS, unless the order requests
     * another method.
     */
    record DomainControl(List<Validation> entries) {

        private static final int TOKEN_LENGTH = 8;

        private record Validation(String name, String type, String email, String token) {

            static Validation of(String name, JsonNode method, SeededIds ids) {
                String email = method.path("email").asText();
                return new Validation(name, method.path("type").asText(), email, ids.hex(TOKEN_LENGTH));
            }

            ObjectNode json(boolean done) {
                ObjectNode json = Reply.object()
                        .put("commonName", name)
                        .put("type", type)
                        .put("status", done ? "VALIDATED" : "WAITING");
                String domain = name.startsWith(WILDCARD) ? name.substring(2) : name;
                return switch (type) {
                    case "EMAIL" -> json.put("email", email);
                    case "FILE" ->
                        json.put("fileLocation", domain + "/.well-known/pki-validation/" + token + ".txt")
                                .put("fileContents", token);
                    default ->
                        json.put("dnsRecord", "_" + token + "." + domain)
                                .put("dnsType", "CNAME")
                                .put("dnsContents", token + ".dcv.example.org");
                };
            }
        }

        static DomainControl of(JsonNode dcv, CertificateNames names, SeededIds ids) {
            Map<String, JsonNode> methods = methods(dcv, names);
            JsonNode dns = Reply.object().put("type", "DNS");
            return new DomainControl(names.all().stream()
                    // The free name is validated together with the main name, unless the order names a method for it.
                    .filter(name -> names.requested().contains(name) || methods.containsKey(name))
                    .map(name -> Validation.of(name, methods.getOrDefault(name, dns), ids))
                    .toList());
        }

        /**
         * Returns a copy with other validation methods. A name keeps its DNS record if its validation method stays the
         * same.
         */
        DomainControl with(JsonNode dcv, CertificateNames names, SeededIds ids) {
            Map<String, JsonNode> methods = methods(dcv, names);
            return new DomainControl(entries.stream()
                    .map(entry -> {
                        JsonNode method = methods.get(entry.name());
                        boolean same = method == null
                                || (method.path("type").asText().equals(entry.type())
                                        && method.path("email").asText().equals(entry.email()));
                        return same ? entry : Validation.of(entry.name(), method, ids);
                    })
                    .toList());
        }

        private static Map<String, JsonNode> methods(JsonNode dcv, CertificateNames names) {
            Map<String, JsonNode> methods = new LinkedHashMap<>();
            for (JsonNode entry : dcv) {
                JsonNode name = entry.path("commonName");
                if (!names.all().contains(name.asText())) {
                    throw RealtimeRefusal.constraint("dcv.commonName", "is not a name of this order", name);
                }
                if (entry.path("type").asText().equals("EMAIL") && !entry.has("email")) {
                    throw RealtimeRefusal.constraint("dcv.email", "must not be missing", entry.path("email"));
                }
                methods.put(name.asText(), entry);
            }
            return methods;
        }

        ArrayNode json(boolean done) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            entries.forEach(entry -> array.add(entry.json(done)));
            return array;
        }
    }

    record StubPrice(List<Line> lines) {

        static final String CURRENCY = "EUR";
        static final StubPrice NOTHING = new StubPrice(List.of());

        // An action of the contract that no certificate order requests.
        private static final String UNREQUESTED = "UPDATE";

        /** One line of a quote. The amount is the price of one unit in cents. */
        private record Line(String product, String action, int quantity, long amount) {

            long total() {
                return quantity * amount;
            }

            /**
             * Returns a copy whose total is higher by at least these cents. Raises the price of one unit by the cents
             * divided by the quantity, rounded up.
             */
            Line raised(long cents) {
                return new Line(product, action, quantity, amount + (cents + quantity - 1) / quantity);
            }

            /**
             * Returns true if an acknowledgment has this product and action, and at least this quantity. The amount of
             * the acknowledgment does not matter.
             */
            boolean isCoveredBy(JsonNode acknowledgments) {
                return acknowledgments
                        .valueStream()
                        .anyMatch(one -> one.path("product").asText().equals(product)
                                && one.path("action").asText().equals(action)
                                && one.path("quantity").asInt(1) >= quantity);
            }

            ObjectNode json() {
                return Reply.object()
                        .put("product", product)
                        .put("action", action)
                        .put("quantity", quantity)
                        .put("amount", amount)
                        .put("refundable", true)
                        .put("total", total())
                        .put("providerName", "example-provider");
            }
        }

        static StubPrice of(CatalogueProduct product, String action, int months, CertificateNames names) {
            List<Line> lines = new ArrayList<>();
            lines.add(new Line(product.id(), action.toUpperCase(Locale.ROOT), 1, product.price(months)));
            lines.addAll(extras(product, names.extraDomains(), names.extraWildcards()));
            return new StubPrice(lines);
        }

        /** Returns the price of a reissue. A reissue costs money only if it increases the number of extra names. */
        static StubPrice ofMoreNames(CatalogueProduct product, CertificateNames before, CertificateNames names) {
            int domains = names.extraDomains() - before.extraDomains();
            return new StubPrice(extras(product, domains, names.extraWildcards() - before.extraWildcards()));
        }

        private static List<Line> extras(CatalogueProduct product, int domains, int wildcards) {
            return Stream.of(
                            new Line(product.id(), "EXTRA_DOMAIN", domains, CatalogueProduct.EXTRA_DOMAIN_CENTS),
                            new Line(product.id(), "EXTRA_WILDCARD", wildcards, CatalogueProduct.EXTRA_WILDCARD_CENTS))
                    .filter(line -> line.quantity() > 0)
                    .toList();
        }

        StubPrice with(String productId, long centsOnTop, long centsOfAnotherLine) {
            List<Line> due = new ArrayList<>(lines);
            if (centsOnTop > 0) {
                Line first = due.isEmpty() ? new Line(productId, UNREQUESTED, 1, 0) : due.remove(0);
                due.add(0, first.raised(centsOnTop));
            }
            if (centsOfAnotherLine > 0) {
                due.add(new Line(productId, UNREQUESTED, 1, centsOfAnotherLine));
            }
            return new StubPrice(due);
        }

        long total() {
            return lines.stream().mapToLong(Line::total).sum();
        }

        boolean isAcknowledgedBy(JsonNode billables) {
            return lines.stream().allMatch(line -> line.isCoveredBy(billables));
        }

        /** Returns true if there are charges in addition to the price of the product. */
        boolean needsAcknowledgment() {
            return lines.size() > 1;
        }

        ObjectNode quote() {
            if (total() == 0) {
                return Reply.object().put("total", 0);
            }
            ObjectNode quote = Reply.object().put("currency", CURRENCY).put("total", total());
            quote.set("billables", billables());
            return quote;
        }

        ArrayNode billables() {
            ArrayNode billables = JsonNodeFactory.instance.arrayNode();
            lines.forEach(line -> billables.add(line.json()));
            return billables;
        }

        ObjectNode perCurrency() {
            return Reply.object().put(CURRENCY, total());
        }
    }
}
