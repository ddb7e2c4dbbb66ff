package dev.certbridge.regfish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.certbridge.client.adapter.OrderIdReader;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the certificate id in the answer to an order: in {@code Location}, else in the body, cut off or not. An answer with
 * two ids in one place has none.
 */
final class RegfishOrderIdReader implements OrderIdReader {

    private static final Pattern LOCATION = Pattern.compile("/tls/certificate/([A-Za-z0-9_-]{1,64})/?$");
    // For a body that does not start as JSON. A member of "response" itself; the closing quote proves that it is whole.
    private static final Pattern BODY =
            Pattern.compile("\"response\"\\s*:\\s*\\{[^{}]*?\"id\"\\s*:\\s*\"([A-Za-z0-9_-]{1,64})\"", Pattern.DOTALL);

    // The depth to which answers are decoded.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    /** The tokens of an id: neither a boolean nor a fraction is one. */
    private static final Set<JsonToken> IDS = Set.of(JsonToken.VALUE_STRING, JsonToken.VALUE_NUMBER_INT);

    private final Function<String, Optional<OrderId>> order;
    private final boolean idIsNew;

    private RegfishOrderIdReader(Function<String, Optional<OrderId>> order, boolean idIsNew) {
        this.order = order;
        this.idIsNew = idIsNew;
    }

    /** Returns the reader for an order or renewal: the id is that of a new certificate. */
    static RegfishOrderIdReader toOrder(ResellerAccount account, OrderRequest request) {
        return new RegfishOrderIdReader(id -> Optional.of(account.orderId(id, request)), true);
    }

    /** Returns the reader for a reissue: the certificate keeps its id, or the answer belongs to another request. */
    static RegfishOrderIdReader toReissue(ResellerAccount account, OrderRequest request, String oldSerial) {
        String source = request.source().orElseThrow().providerId();
        return new RegfishOrderIdReader(
                id -> Optional.of(account.reissueId(id, request, oldSerial))
                        .filter(named -> named.providerId().equals(source)),
                false);
    }

    /** Returns the reader for a completion: the id is that of the order, or the answer belongs to another request. */
    static RegfishOrderIdReader toCompletion(OrderId completed) {
        return new RegfishOrderIdReader(
                id -> Optional.of(completed).filter(known -> known.providerId().equals(id)), false);
    }

    /** Returns a reader that finds no id, for use before anything is sent. */
    static RegfishOrderIdReader none() {
        return new RegfishOrderIdReader(id -> Optional.empty(), false);
    }

    @Override
    public Optional<OrderId> orderId(ApiResponse answer) {
        // An id that was known before proves nothing in an answer that reports a failure.
        Set<String> ids = !idIsNew && reportsFailure(answer) ? Set.of() : idsIn(answer);
        return ids.size() == 1 ? order.apply(ids.iterator().next()) : Optional.empty();
    }

    /** Returns true when an answer of any status holds what may be the id of an order. */
    static boolean namesOrder(ApiResponse answer) {
        return !idsIn(answer).isEmpty();
    }

    /** Returns the ids in the first place of an answer that holds any. More than one is a contradiction. */
    private static Set<String> idsIn(ApiResponse answer) {
        Set<String> ids = answer.headers().getOrDefault("location", List.of()).stream()
                .flatMap(location -> LOCATION.matcher(location).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        if (ids.isEmpty()) {
            tokens(answer, json -> {
                if (isAt(json, "response", "id")
                        && IDS.contains(json.currentToken())
                        && !json.getText().isBlank()) {
                    ids.add(json.getText().strip());
                }
                return Optional.empty();
            });
        }
        return ids.isEmpty() ? first(BODY, answer.text()).map(Set::of).orElse(ids) : ids;
    }

    @Override
    public boolean isRefusal(ApiResponse answer) {
        return answer.tryAs(CertificateResponse.class)
                .map(envelope -> Boolean.FALSE.equals(envelope.getSuccess()))
                .orElse(false);
    }

    /** Returns true for {@code success: false}, also in a body that broke off. */
    private static boolean reportsFailure(ApiResponse answer) {
        return tokens(
                        answer,
                        json -> isAt(json, "success") && json.currentToken() == JsonToken.VALUE_FALSE
                                ? Optional.of(true)
                                : Optional.empty())
                .orElse(false);
    }

    private interface TokenReader<T> {
        Optional<T> at(JsonParser json) throws IOException;
    }

    /** Compares the last name first: a body of many tokens has few with this one. */
    private static boolean isAt(JsonParser json, String... names) {
        JsonStreamContext at = json.getParsingContext();
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].equals(at.getCurrentName())) {
                return false;
            }
            at = at.getParent();
        }
        return at.inRoot();
    }

    /** Reads token by token, so that a body that broke off is read as far as it goes; a string has its closing quote. */
    private static <T> Optional<T> tokens(ApiResponse answer, TokenReader<T> reader) {
        byte[] body = answer.body();
        if (body.length == 0) {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                Optional<T> found = reader.at(json);
                if (found.isPresent()) {
                    return found;
                }
            }
        } catch (IOException e) {
            // It broke off before, or is no JSON.
        }
        return Optional.empty();
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
