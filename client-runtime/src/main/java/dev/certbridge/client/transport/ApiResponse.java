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
import java.util.stream.Collectors;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** A response as it arrived: status, headers and bytes, kept before anything is decoded. */
public final class ApiResponse {

    private static final byte[] NOTHING = {};
    private static final int LONGEST_ID = 100;

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

    /** The type that a body was read as, and its value. Other threads see both or none, because both are final. */
    private record Decoded(Type type, Object value) {}

    /** Returns a response whose body has not been read. */
    static ApiResponse of(OperationRef origin, ApiCall.Kind kind, int status, Header[] headers, Credential credential) {
        String id = find(headers, "x-request-id");
        OperationRef identified = id != null && isPlain(id) && !credential.isIn(id)
                ? new OperationRef(origin.provider(), origin.operationId(), id)
                : origin;
        return new ApiResponse(identified, kind, status, headers, NOTHING, credential, System.nanoTime());
    }

    /** Returns true if the id has only letters, digits and {@code _.:-}. A loop, because a pattern costs time in every call. */
    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !(c >= '0' && c <= '9') && "_.:-".indexOf(c) < 0) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST_ID;
    }

    /** Returns this response with the bytes that arrived, and the end of its call in {@link System#nanoTime}. */
    ApiResponse with(byte[] arrived, long deadline) {
        return new ApiResponse(origin, kind, status, headers, arrived, credential, deadline);
    }

    /** Returns the operation that was called, with the reseller's id of the call if it sent one. */
    public OperationRef origin() {
        return origin;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns true for 2xx. */
    public boolean success() {
        return status / 100 == 2;
    }

    /** Returns the first value of a header; its name may be in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(find(name));
    }

    @Nullable
    String find(String name) {
        return find(headers, name);
    }

    /** Returns the {@code Date} of the response, in whole seconds; empty without a date. */
    Optional<Instant> date() {
        return header("date").flatMap(Endpoint::parseDate);
    }

    /**
     * Returns how long the reseller asks to wait, from {@code Retry-After} in seconds or as a date. A date is compared to
     * the {@code Date} of the response, not to our clock.
     */
    public Optional<Duration> retryAfter() {
        String value = find("retry-after");
        if (value == null) {
            return Optional.empty();
        }
        if (value.strip().matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
        }
        Instant now = date().orElseGet(Instant::now);
        return Endpoint.parseDate(value).map(then -> then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
    }

    /** Returns the end of {@link #retryAfter} by the reseller's own clock; empty without a date or without a wait. */
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

    /** Returns all headers as lines of {@code name: value, value}, without the key if it is echoed. */
    public String headerLines() {
        return headers().entrySet().stream()
                .map(header -> credential.redactLine(header.getKey() + ": " + String.join(", ", header.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** Returns the bytes of the body; if the response broke off, those that arrived. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the bytes without a copy. They must not be changed. */
    byte[] bytes() {
        return body;
    }

    /** Returns the body as UTF-8. */
    public String text() {
        return new String(body, UTF_8);
    }

    /**
     * Decodes the body from JSON. It is decoded once: later calls with the same type return the same object.
     *
     * @throws OutcomeUnknownException it is not such JSON, and the operation was a write or a spend that may have happened
     * @throws BrokenContractException it is not such JSON, and the operation was a read
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
            // The parser's own message quotes the body, which may hold anything.
            throw unreadable("not readable as " + name, null);
        } catch (IOException e) {
            throw unreadable("not readable as " + name + ", " + e.getMessage(), e);
        }
    }

    /** Decodes the body as {@link #as(Class)} does; empty if it is not such JSON. */
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
     * Returns true if the body is a complete JSON object with an object of this name in it, whatever that contains:
     * members given twice and numbers that fit no type are accepted.
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

    /** Returns text of this response fit for a message: one line, at most 300 characters, without the key. */
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
