package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.CertificateLifetime;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.regfish.OrganizationStore.StubOrganization;
import dev.certbridge.stub.regfish.RegfishBehaviour.RegfishRefusal;
import dev.certbridge.stub.regfish.SkuCatalog.Sku;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Handles orders, renewals, reissues and completions, and records them in the ledger. */
final class RegfishOrderHandler {

    private static final String NOT_ACCEPTED = "The order was not accepted";
    private static final int ID_LENGTH = 13;
    private static final int FIRST_REISSUE = 50_000;

    private final RegfishState state;
    private final AtomicLong nextReissue = new AtomicLong(FIRST_REISSUE);

    RegfishOrderHandler(RegfishState state) {
        this.state = state;
    }

    JsonNode create(JsonNode body) {
        OrderBody request = OrderBody.of(body, state.catalog(), CertificateLifetime.limitDays(state.now()));
        SigningRequest csr = csr(request.csr(), NOT_ACCEPTED);
        request.names().stream()
                .filter(name -> !request.sku().takes(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new RegfishRefusal(400, NOT_ACCEPTED, request.sku().rule(name));
                });
        Optional<RegfishOrder> source =
                request.renewalOf().map(id -> state.orders().get(id, "The certificate to renew was not found"));
        Optional<Instant> renewedUntil = source.map(RegfishOrder::renewableUntil);
        RegfishOrder order = order(request, csr, renewedUntil);
        source.ifPresent(renewed -> renewed.renewWith(order));
        book(order, order.id(), "createCertificate", csr, request.sku().cents(), !order.isHeldBack());
        state.orders().add(order);
        return order.json();
    }

    /** The ledger records a reissue as {@code <certificate id>/<reissue id>} with a price of 0. */
    JsonNode reissue(RegfishOrder order, JsonNode body) {
        String message = "The reissue was not accepted";
        ReissueBody reissue = ReissueBody.of(body);
        SigningRequest csr = csr(reissue.csr(), message);
        if (!reissue.hasNamesOf(order.request()) || !order.names().containsAll(csr.names())) {
            throw new RegfishRefusal(400, message, "The names differ from those of the order");
        }
        long number = nextReissue.getAndIncrement();
        order.reissue(reissue, csr, number);
        book(order, order.id() + "/" + number, "reissueCertificate", csr, 0, true);
        return order.json();
    }

    /** Completes an order that waits for an organization. The completed order is sent to the CA and charged. */
    JsonNode complete(RegfishOrder order, String organizationId) {
        order.complete(state.organizations()
                .find(organizationId)
                .orElseThrow(() -> new RegfishRefusal(404, "Organization not found")));
        state.context().ledger().charge(order.id());
        return order.json();
    }

    String placeInConsole(String sku, List<String> names) {
        SigningRequest csr = SigningRequest.generate(names.get(0));
        OrderBody request = OrderBody.inConsole(state.catalog().sku(sku), names);
        RegfishOrder order = order(request, csr, Optional.empty());
        book(order, order.id(), "console", csr, request.sku().cents(), !order.isHeldBack());
        state.orders().add(order);
        return order.id();
    }

    List<PrefilledOrder> prefill(int count, SigningRequest csr) {
        Sku sku = state.catalog().sku("RapidSSL");
        int before = state.orders().size();
        return IntStream.range(before, before + count)
                .mapToObj(number -> "prefilled-" + number + ".example.com")
                .map(name -> {
                    RegfishOrder order = order(OrderBody.inConsole(sku, List.of(name)), csr, Optional.empty());
                    state.orders().addOld(order);
                    return new PrefilledOrder(order.id(), name);
                })
                .toList();
    }

    private RegfishOrder order(OrderBody request, SigningRequest csr, Optional<Instant> renewedUntil) {
        Optional<StubOrganization> organization = request.organization().flatMap(this::usable);
        String id = state.context().ids().crockford(ID_LENGTH);
        return new RegfishOrder(id, request, csr, state, organization, renewedUntil);
    }

    /**
     * Returns the organization if it is usable. No source documents the answer to an order with an unusable
     * organization, so a setting selects the answer.
     */
    private Optional<StubOrganization> usable(String id) {
        Optional<StubOrganization> organization = state.organizations().find(id).filter(StubOrganization::usable);
        if (organization.isEmpty() && !state.settings().holdsBackUnusableOrganizations) {
            throw new RegfishRefusal(
                    409, "The order cannot be submitted", "The CA knows no usable organization for this order");
        }
        return organization;
    }

    /** Books an order. No booked order has acknowledged charges, because regfish quotes no prices. */
    private void book(
            RegfishOrder order, String entry, String operationId, SigningRequest csr, long cents, boolean charged) {
        String product = order.request().sku().wireName();
        Instant now = state.context().options().clock().instant();
        state.context()
                .ledger()
                .book(new Ledger.Entry(
                        entry,
                        operationId,
                        product,
                        order.names(),
                        csr.keySha256(),
                        cents,
                        Sku.CURRENCY,
                        charged,
                        false,
                        false,
                        now));
    }

    private static SigningRequest csr(String pem, String message) {
        try {
            return SigningRequest.parse(pem);
        } catch (IllegalArgumentException e) {
            throw new RegfishRefusal(400, message, "The CSR could not be read");
        }
    }

    /**
     * The body of a valid order. An order without {@code validity_days} gets a validity of one day less than the
     * maximum.
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

        static OrderBody inConsole(Sku sku, List<String> names) {
            List<String> lower =
                    names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
            Optional<String> none = Optional.empty();
            List<String> further = lower.subList(1, lower.size());
            return new OrderBody(
                    sku, lower.get(0), further, "", "dns-cname-token", List.of(), none, none, DAYS_IN_CONSOLE);
        }

        /** Throws RegfishRefusal unless the number of days is from 1 to {@value #MAX_DAYS}. */
        private static int days(int wanted) {
            if (wanted < 1 || wanted > MAX_DAYS) {
                throw new RegfishRefusal(
                        400, "The order was not accepted", "The reseller sells no certificate for this number of days");
            }
            return wanted;
        }

        List<String> names() {
            return union(commonName, furtherNames);
        }

        /** Returns the names in the body of an order, even if the body is invalid. */
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

    /** The body of a valid reissue. */
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
                    body.has("common_name") ? Optional.of(OrderBody.lower(body.path("common_name"))) : Optional.empty(),
                    names.isArray() ? Optional.of(Set.copyOf(OrderBody.lowerAll(names))) : Optional.empty(),
                    body.path("dcv_method").asText(),
                    days.isInt() ? Optional.of(OrderBody.days(days.intValue())) : Optional.empty());
        }

        /** Returns true if the body has the same names as the order, or omits the names. */
        boolean hasNamesOf(OrderBody order) {
            return commonName.filter(name -> !name.equals(order.commonName())).isEmpty()
                    && dnsNames.filter(names -> !names.equals(Set.copyOf(order.furtherNames())))
                            .isEmpty();
        }
    }
}
