package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
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

/** An answer as it arrived: status, headers and bytes, kept before anything is decoded. */
public final class ApiResponse {

    private static final byte[] NOTHING = {};
    private static final int LONGEST_ID = 100;
    /** A body of at most so many bytes is decoded without a look at the time. */
    private static final int SHORT = 64 * 1024;

    private final OperationRef origin;
    private final OperationKind kind;
    private final int status;
    private final Header[] headers;
    private final byte[] body;
    private final Credential credential;
    private final long decodeUntil;
    private @Nullable Decoded decoded;

    private ApiResponse(
            OperationRef origin,
            OperationKind kind,
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

    /** What a body was read as. Final members, so that another thread sees all of it or nothing. */
    private record Decoded(Type type, Object value) {}

    /** Status and headers of an answer whose body has not been read. */
    static ApiResponse of(
            OperationRef origin, OperationKind kind, int status, Header[] headers, Credential credential) {
        String id = first(headers, "x-request-id");
        OperationRef identified = id != null && plain(id) && !credential.isIn(id)
                ? new OperationRef(origin.provider(), origin.operationId(), id)
                : origin;
        return new ApiResponse(identified, kind, status, headers, NOTHING, credential, System.nanoTime());
    }

    /** Fit for a message: letters, digits and what joins them. By hand, for every answer passes here. */
    private static boolean plain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !(c >= '0' && c <= '9') && "_.:-".indexOf(c) < 0) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST_ID;
    }

    /** The same with what arrived of the body, and when the call's deadline ends, in {@link System#nanoTime}. */
    ApiResponse with(byte[] arrived, long deadline) {
        return new ApiResponse(origin, kind, status, headers, arrived, credential, deadline);
    }

    /** The operation that was answered, with the reseller's id of the call if it sent one. */
    public OperationRef origin() {
        return origin;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** True for 2xx. */
    public boolean success() {
        return status / 100 == 2;
    }

    /** The first value of a header, its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(first(headers, name));
    }

    /** The reseller's clock, as its {@code Date} tells it in whole seconds; empty without a date. */
    Optional<Instant> date() {
        return header("date").flatMap(RetryAfter::date);
    }

    /** How long the reseller asks to wait, when it does. */
    public Optional<Duration> retryAfter() {
        return RetryAfter.of(this);
    }

    /** The time by the reseller's own clock until which it asks to wait, when it tells both. */
    public Optional<Instant> retryAt() {
        return header("date")
                .flatMap(RetryAfter::date)
                .flatMap(now -> retryAfter().map(now::plus));
    }

    /** All headers, names in lower case. */
    public Map<String, Collection<String>> headers() {
        Map<String, Collection<String>> lower = new TreeMap<>();
        for (Header header : headers) {
            lower.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue());
        }
        return lower;
    }

    /** All headers as text to keep, one {@code name: value, value} a line, without the key should it be echoed. */
    public String headerLines() {
        return headers().entrySet().stream()
                .map(header -> credential.redactLine(header.getKey() + ": " + String.join(", ", header.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** The bytes; of an answer that broke off, those that arrived. */
    public byte[] body() {
        return body.clone();
    }

    /** The bytes themselves, which nobody may change. */
    byte[] bytes() {
        return body;
    }

    /** The bytes as UTF-8. */
    public String text() {
        return new String(body, UTF_8);
    }

    /**
     * The body as JSON of this type; read once, and the same object for the same type after that.
     *
     * @throws OutcomeUnknownException it is not, and the operation changes something: it may have happened
     * @throws BrokenContractException it is not, and the operation reads
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

    /** The body as JSON of this type, empty when it is not. As {@link #as(Class)} otherwise. */
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
     * True when the body is a whole JSON object with an object of this name in it, whatever stands inside: members given
     * twice and numbers that fit no type do not count.
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
        DateReader.Wording wording = date -> origin + ": " + wording(date);
        ObjectReader model =
                Json.MAPPER.readerFor(Json.MAPPER.constructType(type)).withAttribute(DateReader.Wording.class, wording);
        Object value = body.length <= SHORT ? model.readValue(body) : decodedInTime(model);
        if (value != null) {
            decoded = new Decoded(type, value);
        }
        return value;
    }

    private @Nullable Object decodedInTime(ObjectReader model) throws IOException {
        DecodedBody bytes = new DecodedBody(body, decodeUntil);
        try {
            return model.readValue(bytes);
        } catch (JacksonException e) {
            // The parser may have wrapped it.
            throw bytes.failure().orElse(e);
        }
    }

    /** Text of this answer, fit for a message: one line, at most 300 characters, without the key. */
    public String wording(String text) {
        return credential.redact(text);
    }

    private ResellerException unreadable(String why, @Nullable IOException cause) {
        String message = "the body of the " + status + " is " + why;
        return kind != OperationKind.READ
                ? new OutcomeUnknownException(origin, success(), null, message, cause)
                : new BrokenContractException(origin, status, message, cause);
    }

    private static @Nullable String first(Header[] headers, String name) {
        for (Header header : headers) {
            if (header.getName().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
