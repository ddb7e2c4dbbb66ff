package dev.certbridge.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Json;
import dev.certbridge.realtime.generated.model.Billable;
import dev.certbridge.realtime.generated.model.BillableAcknowledgment;
import dev.certbridge.realtime.generated.model.QuoteResponse;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads, checks and acknowledges the quotes of Realtime Register. */
final class RealtimeQuotes {

    /** The ISO 4217 code for "no currency". A quote with a total of 0 has no currency. */
    static final String NO_CURRENCY = "XXX";

    // The members of a quote line in addition to product and action.
    private static final String QUANTITY = "quantity";
    private static final String AMOUNT = "amount";
    private static final String REFUNDABLE = "refundable";
    private static final String TOTAL = "total";
    private static final String PROVIDER_NAME = "providerName";

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private static final Set<String> KNOWN_ACTIONS = Set.of(
            "CREATE",
            "REQUEST",
            "TRANSFER",
            "RENEW",
            "RESTORE",
            "TRANSFER_RESTORE",
            "UPDATE",
            "UPDATE_ADMINISTRATION",
            "REGISTRANT_CHANGE",
            "LOCAL_CONTACT",
            "NEGATIVE_MARKUP",
            "PRIVACY_PROTECT",
            "EXTRA_WILDCARD",
            "EXTRA_DOMAIN",
            "REGISTRY_LOCK");

    // The maximum nesting depth is the same as for the decoding of other responses.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private RealtimeQuotes() {}

    /**
     * Reads the quote in a 200 response to {@code quote=true}. If the price cannot be read, for instance 249.99 cents,
     * the quote has no total. Throws OutcomeUnknownException if the response contains no quote, because the request may
     * then have placed an order.
     */
    static Quote read(ApiResponse answer) {
        return find(answer, Json.tryDecode(answer, QuoteResponse.class).map(QuoteResponse::getQuote))
                .orElseThrow(() -> new OutcomeUnknownException(
                        answer.origin(), true, null, "the response with status 200 contains no quote", null));
    }

    /**
     * Finds the quote in a response. The decoded quote does not show how its numbers were written, so this method also
     * checks the JSON text.
     */
    static Optional<Quote> find(ApiResponse answer, Optional<dev.certbridge.realtime.generated.model.Quote> decoded) {
        if (!hasQuote(answer.body())) {
            return Optional.empty();
        }
        return Optional.of(decoded.filter(quote -> Json.tryDecode(answer, JsonNode.class)
                        .filter(body -> isReadable(body.path("quote")))
                        .isPresent())
                .map(quote -> quote(answer, quote))
                .orElseGet(() -> Quote.of(Optional.empty(), List.of())));
    }

    /**
     * Returns true if the body is a complete JSON object and its member {@code quote} is an object. The body may
     * contain duplicate members and numbers of any size.
     */
    private static boolean hasQuote(byte[] body) {
        boolean found = false;
        try (JsonParser json = FACTORY.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                boolean wanted = json.currentName().equals("quote");
                found |= json.nextToken() == JsonToken.START_OBJECT && wanted;
                json.skipChildren();
            }
            return found && json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static Quote quote(ApiResponse answer, dev.certbridge.realtime.generated.model.Quote quote) {
        List<Billable> billables = quote.getBillables() == null ? List.of() : quote.getBillables();
        return Quote.of(
                total(quote.getTotal(), quote.getCurrency()),
                billables.stream()
                        .filter(Objects::nonNull)
                        .map(billable -> line(answer, billable))
                        .toList());
    }

    private static boolean isReadable(JsonNode quote) {
        boolean readable = isAmount(quote.path(TOTAL));
        for (JsonNode line : quote.path("billables")) {
            JsonNode quantity = line.path(QUANTITY);
            readable &= isAmount(line.path(AMOUNT))
                    && isAmount(line.path(TOTAL))
                    && (isMissing(quantity) || (quantity.isIntegralNumber() && quantity.canConvertToInt()));
        }
        return readable;
    }

    private static boolean isAmount(JsonNode amount) {
        return isMissing(amount) || (amount.isIntegralNumber() && amount.canConvertToLong() && amount.longValue() >= 0);
    }

    private static boolean isMissing(JsonNode member) {
        return member.isMissingNode() || member.isNull();
    }

    /**
     * Throws SpendingLimitExceededException if the quote contains a charge for something that the request does not
     * order.
     */
    static void requireAsked(OperationRef origin, Quote quote, OrderRequest request, Spending spending) {
        String ordered = request.product();
        String product = ordered.isEmpty() && !quote.lines().isEmpty()
                ? quote.lines().get(0).product()
                : ordered;
        for (Quote.Line line : quote.lines()) {
            long most = line.product().equals(product) ? mostOf(line.action(), request) : 0;
            if (most == 0 || line.quantity() < 1 || line.quantity() > most) {
                throw new SpendingLimitExceededException(
                        origin,
                        quote,
                        spending,
                        "the quote charges " + line + ", but the request allows "
                                + (most == 0 ? "no such charge" : "a quantity of 1 to " + most));
            }
        }
    }

    /**
     * Throws SpendingLimitExceededException if the charges of a quote differ from the charges of the acknowledged
     * quote.
     */
    static void requireSame(OperationRef operation, Quote quote, Quote seen, Spending spending) {
        boolean bothFree = seen.free() && quote.free();
        if (!bothFree && !charges(quote).equals(charges(seen))) {
            throw new SpendingLimitExceededException(
                    operation, quote, spending, "the charges of the quote differ from those of the acknowledged quote");
        }
    }

    /** The part of a quote line that {@link #requireSame} compares. */
    private record Charge(String product, String action, int quantity, long cents, boolean refundable) {}

    private static Set<Charge> charges(Quote quote) {
        return quote.lines().stream()
                .map(line ->
                        new Charge(line.product(), line.action(), line.quantity(), line.cents(), line.refundable()))
                .collect(Collectors.toSet());
    }

    /**
     * Returns the highest quantity that a request allows for one type of charge. The price of the product includes the
     * main name, unless the main name is a wildcard.
     */
    private static long mostOf(String action, OrderRequest request) {
        boolean renews = request.kind() == OrderId.Kind.RENEWAL;
        return switch (action) {
            case "REQUEST", "CREATE" -> renews ? 0 : 1;
            case "RENEW" -> renews ? 1 : 0;
            case "EXTRA_DOMAIN" -> request.names().size() - 1L;
            case "EXTRA_WILDCARD" ->
                request.names().stream().filter(name -> name.startsWith("*.")).count();
            // An unknown kind of charge is accepted at most once per name; its price is compared with the limit. A
            // known kind that the request does not need is refused, in upper or lower case.
            default ->
                KNOWN_ACTIONS.contains(action.toUpperCase(Locale.ROOT))
                        ? 0
                        : request.names().size();
        };
    }

    static List<BillableAcknowledgment> acknowledge(Quote quote) {
        return quote.lines().stream().map(RealtimeQuotes::acknowledgment).toList();
    }

    private static BillableAcknowledgment acknowledgment(Quote.Line line) {
        Map<String, Object> quoted = line.members();
        return new BillableAcknowledgment()
                .product(line.product())
                .action(line.action())
                .quantity(quoted.containsKey(QUANTITY) ? line.quantity() : null)
                .amount(quoted.get(AMOUNT) instanceof Long amount ? amount : null)
                .refundable(quoted.containsKey(REFUNDABLE) ? line.refundable() : null)
                .total(quoted.containsKey(TOTAL) ? line.cents() : null)
                .providerName(quoted.get(PROVIDER_NAME) instanceof String name ? name : null);
    }

    /**
     * Maps a line of a quote. The charge of the line is the higher of two values: the total, and the amount times the
     * quantity. If the reseller quoted both values, the acknowledgment contains both values.
     */
    private static Quote.Line line(ApiResponse answer, Billable billable) {
        int quantity = billable.getQuantity() == null ? 1 : billable.getQuantity();
        long amount = billable.getAmount() == null ? 0 : billable.getAmount();
        long total = billable.getTotal() == null ? 0 : billable.getTotal();
        String product = answer.credential().redact(Objects.requireNonNullElse(billable.getProduct(), ""));
        String action = answer.credential().redact(Objects.requireNonNullElse(billable.getAction(), ""));
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("product", product);
        members.put("action", action);
        members.put(QUANTITY, billable.getQuantity());
        members.put(AMOUNT, billable.getAmount());
        members.put(REFUNDABLE, billable.getRefundable());
        members.put(TOTAL, billable.getTotal());
        members.put(
                PROVIDER_NAME,
                billable.getProviderName() == null ? null : answer.credential().redact(billable.getProviderName()));
        members.values().removeIf(Objects::isNull);
        return Quote.Line.of(
                product,
                action,
                quantity,
                Math.max(total, product(amount, quantity)),
                Boolean.TRUE.equals(billable.getRefundable()),
                members);
    }

    private static Optional<Money> total(@Nullable Long cents, @Nullable String currency) {
        if (cents == null || (cents > 0 && currency == null)) {
            return Optional.empty();
        }
        String code = currency == null ? NO_CURRENCY : currency;
        return CURRENCY.matcher(code).matches() ? Optional.of(new Money(code, cents)) : Optional.empty();
    }

    /**
     * Returns the amount times the quantity. If the product overflows, returns the largest long value, which no valid
     * total equals.
     */
    private static long product(long amount, int quantity) {
        try {
            return Math.multiplyExact(amount, (long) quantity);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }
}
