package dev.certbridge.regfish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.certbridge.client.adapter.OrderIdReader;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Json;
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
 * Finds the certificate id in the response to an order. If the header {@code Location} contains no id, the body is
 * searched. The body may be truncated. If the header or the body contains two different ids, the result is empty.
 */
final class RegfishOrderIdReader implements OrderIdReader {

    private static final Pattern LOCATION = Pattern.compile("/tls/certificate/([A-Za-z0-9_-]{1,64})/?$");
    // This pattern is used if the JSON parser found no id in the body. The pattern matches only a direct member of
    // "response". The closing quotation mark proves that the id is complete.
    private static final Pattern BODY =
            Pattern.compile("\"response\"\\s*:\\s*\\{[^{}]*?\"id\"\\s*:\\s*\"([A-Za-z0-9_-]{1,64})\"", Pattern.DOTALL);

    // The maximum nesting depth is the same as for the decoding of other responses.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private static final Set<JsonToken> IDS = Set.of(JsonToken.VALUE_STRING, JsonToken.VALUE_NUMBER_INT);

    private final Function<String, Optional<OrderId>> order;
    private final boolean idIsNew;

    private RegfishOrderIdReader(Function<String, Optional<OrderId>> order, boolean idIsNew) {
        this.order = order;
        this.idIsNew = idIsNew;
    }

    /** Returns the reader for an order or renewal, which creates a new certificate. */
    static RegfishOrderIdReader toOrder(ResellerAccount account, OrderRequest request) {
        return new RegfishOrderIdReader(id -> Optional.of(account.orderId(id, request)), true);
    }

    /**
     * Returns the reader for a reissue. The reader ignores a response with the id of another certificate, because the
     * response belongs to another request.
     */
    static RegfishOrderIdReader toReissue(ResellerAccount account, OrderRequest request, String oldSerial) {
        String source = request.source().orElseThrow().providerId();
        return new RegfishOrderIdReader(
                id -> Optional.of(account.reissueId(id, request, oldSerial))
                        .filter(named -> named.providerId().equals(source)),
                false);
    }

    /**
     * Returns the reader for a completion. The reader ignores a response with the id of another order, because the
     * response belongs to another request.
     */
    static RegfishOrderIdReader toCompletion(OrderId completed) {
        return new RegfishOrderIdReader(
                id -> Optional.of(completed).filter(known -> known.providerId().equals(id)), false);
    }

    static RegfishOrderIdReader none() {
        return new RegfishOrderIdReader(id -> Optional.empty(), false);
    }

    @Override
    public Optional<OrderId> orderId(ApiResponse answer) {
        // The id of an existing certificate does not prove that the request succeeded if the response reports a
        // failure.
        Set<String> ids = !idIsNew && reportsFailure(answer) ? Set.of() : idsIn(answer);
        return ids.size() == 1 ? order.apply(ids.iterator().next()) : Optional.empty();
    }

    /** Returns true if a response contains a text that may be an order id, whatever the status of the response is. */
    static boolean namesOrder(ApiResponse answer) {
        return !idsIn(answer).isEmpty();
    }

    /** Returns the ids in the header {@code Location}, or the ids in the body if this header contains no id. */
    private static Set<String> idsIn(ApiResponse answer) {
        Set<String> ids = answer.headers().getOrDefault("location", List.of()).stream()
                .flatMap(location -> LOCATION.matcher(location).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        if (ids.isEmpty()) {
            // Collects all ids: an empty result makes the search go on.
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
    public boolean isIdNew() {
        return idIsNew;
    }

    @Override
    public boolean isRefusal(ApiResponse answer) {
        return Json.tryDecode(answer, CertificateResponse.class)
                .map(envelope -> Boolean.FALSE.equals(envelope.getSuccess()))
                .orElse(false);
    }

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

    /**
     * Returns true if the parser is at the given path. The comparison starts with the innermost name, because few
     * tokens of a large body have this name.
     */
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

    /**
     * Reads the tokens of the body until the reader returns a result. A truncated body is read up to its last complete
     * token.
     */
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
            // The body is truncated, or is not JSON.
        }
        return Optional.empty();
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
