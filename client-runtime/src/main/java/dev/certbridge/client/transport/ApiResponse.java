package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * A response as it arrived: status, headers and the bytes of the body. They are available before anything is decoded.
 */
public final class ApiResponse {

    private static final byte[] NOTHING = {};
    private static final Pattern PLAIN_ID = Pattern.compile("[\\w.:-]{1,100}");

    private final OperationRef origin;
    private final ApiCall.Kind kind;
    private final int status;
    private final Header[] headers;
    private final byte[] body;
    private final Credential credential;
    private final long decodeUntil;
    private @Nullable Decoded decoded;

    private ApiResponse(
            OperationRef origin,
            ApiCall.Kind kind,
            int status,
            Header[] headers,
            byte[] body,
            Credential credential,
            long decodeUntil) {
        this.origin = origin;
        this.kind = kind;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.credential = credential;
        this.decodeUntil = decodeUntil;
    }

    // One object, so that another thread sees either both type and value or neither.
    private record Decoded(Type type, Object value) {}

    /** Returns a response whose body has not been read. */
    static ApiResponse of(OperationRef origin, ApiCall.Kind kind, int status, Header[] headers, Credential credential) {
        String id = find(headers, "x-request-id");
        OperationRef identified = id != null && PLAIN_ID.matcher(id).matches() && !credential.isIn(id)
                ? new OperationRef(origin.provider(), origin.operationId(), id)
                : origin;
        return new ApiResponse(identified, kind, status, headers, NOTHING, credential, System.nanoTime());
    }

    /**
     * Returns this response with the bytes that arrived and the end of its call, a value of {@link System#nanoTime}.
     */
    ApiResponse with(byte[] arrived, long deadline) {
        return new ApiResponse(origin, kind, status, headers, arrived, credential, deadline);
    }

    /** Returns the operation that was called. It contains the reseller's id of the call, if the reseller sent one. */
    public OperationRef origin() {
        return origin;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    public boolean success() {
        return status / 100 == 2;
    }

    /** Returns the first value of a header. Upper and lower case in its name are equal. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(find(headers, name));
    }

    /** Returns the {@code Date} of the response in whole seconds. */
    Optional<Instant> date() {
        return header("date").flatMap(Endpoint::parseDate);
    }

    /**
     * Returns the pause that the reseller requests with {@code Retry-After}. A date is compared with the {@code Date}
     * of the response, or with the local clock if the response has none.
     */
    public Optional<Duration> retryAfter() {
        return header("retry-after").map(String::strip).flatMap(value -> {
            if (value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            Instant now = date().orElseGet(Instant::now);
            return Endpoint.parseDate(value)
                    .map(then -> then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
        });
    }

    /**
     * Returns the end of that pause on the reseller's clock. Empty if the response has no date or requests no pause.
     */
    public Optional<Instant> retryAt() {
        return date().flatMap(now -> retryAfter().map(now::plus));
    }

    /** Returns all headers, with names in lower case. */
    public Map<String, Collection<String>> headers() {
        Map<String, Collection<String>> lower = new TreeMap<>();
        for (Header header : headers) {
            lower.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue());
        }
        return lower;
    }

    /** Returns all headers as lines of {@code name: value, value}, without the API key. */
    public String headerLines() {
        return headers().entrySet().stream()
                .map(header -> credential.redactLine(header.getKey() + ": " + String.join(", ", header.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** Returns the bytes of the body. If the response broke off, returns the bytes that arrived. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the bytes without copying them. Callers must not change them. */
    byte[] bytes() {
        return body;
    }

    /** Returns the body as UTF-8. */
    public String text() {
        return new String(body, UTF_8);
    }

    /**
     * Decodes the body from JSON. The result is cached: later calls with the same type return the same object.
     *
     * @throws OutcomeUnknownException the body is not JSON of this type, and the operation was a write or a spend,
     *     which may have succeeded
     * @throws BrokenContractException the body is not JSON of this type, and the operation was a read
     */
    public <T> T as(Class<T> type) {
        return type.cast(as((Type) type));
    }

    Object as(Type type) {
        String name = type instanceof Class<?> model ? model.getSimpleName() : type.getTypeName();
        try {
            Object value = decoded(type);
            if (value != null) {
                return value;
            }
            throw unreadable("empty where " + name + " was expected", null);
        } catch (JacksonException e) {
            // The message of the parser is not used, because it quotes the body, which may contain secrets.
            throw unreadable("not readable as " + name, null);
        } catch (IOException e) {
            throw unreadable("not readable as " + name + ", " + e.getMessage(), e);
        }
    }

    /** Decodes the body as {@link #as(Class)} does. Returns an empty result if the body is not JSON of this type. */
    public <T> Optional<T> tryAs(Class<T> type) {
        if (body.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(type.cast(decoded(type)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns true if the body is a complete JSON object with a member of this name that is an object. Duplicate
     * members and numbers of any size inside it are accepted.
     */
    public boolean holdsObject(String member) {
        boolean found = false;
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            json.disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                boolean wanted = json.currentName().equals(member);
                found |= json.nextToken() == JsonToken.START_OBJECT && wanted;
                json.skipChildren();
            }
            return found && json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable Object decoded(Type type) throws IOException {
        Decoded known = decoded;
        if (known != null && known.type().equals(type)) {
            return known.value();
        }
        Object value = Json.read(body, type, decodeUntil, date -> origin + ": " + wording(date));
        if (value != null) {
            decoded = new Decoded(type, value);
        }
        return value;
    }

    /** Makes a text from this response safe for messages: one line, at most 300 characters, without the API key. */
    public String wording(String text) {
        return credential.redact(text);
    }

    private ResellerException unreadable(String why, @Nullable IOException cause) {
        String message = "the body of the " + status + " is " + why;
        return kind != ApiCall.Kind.READ
                ? new OutcomeUnknownException(origin, success(), null, message, cause)
                : new BrokenContractException(origin, status, message, cause);
    }

    private static @Nullable String find(Header[] headers, String name) {
        for (Header header : headers) {
            if (header.getName().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "ApiResponse[" + status + ", " + body.length + " bytes]";
    }
}
