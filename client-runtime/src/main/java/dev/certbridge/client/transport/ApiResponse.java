package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.failure.OperationRef;
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
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** A response before its body is decoded: the status, the headers and the bytes of the body. */
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

    // Type and value are stored in one object, so that another thread sees both or neither.
    private record Decoded(Type type, Object value) {}

    /** Creates a response whose body has not been read yet. */
    static ApiResponse of(OperationRef origin, ApiCall.Kind kind, int status, Header[] headers, Credential credential) {
        String id = find(headers, "x-request-id");
        OperationRef identified = id != null && PLAIN_ID.matcher(id).matches() && !credential.isIn(id)
                ? new OperationRef(origin.provider(), origin.operationId(), id)
                : origin;
        return new ApiResponse(identified, kind, status, headers, NOTHING, credential, System.nanoTime());
    }

    /**
     * Returns a copy of this response with the given bytes of the body. The deadline of the call is a value of {@link
     * System#nanoTime}.
     */
    ApiResponse with(byte[] arrived, long deadline) {
        return new ApiResponse(origin, kind, status, headers, arrived, credential, deadline);
    }

    /**
     * Returns the operation that was called. If the response contains a request id of the reseller, the result contains
     * this id.
     */
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

    /** Returns the first value of a header. The case of the header name does not matter. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(find(headers, name));
    }

    /** Returns the time in the {@code Date} header of the response, in whole seconds. */
    Optional<Instant> date() {
        return header("date").flatMap(Endpoint::parseDate);
    }

    /**
     * Returns the pause that the reseller requests with {@code Retry-After}. If {@code Retry-After} contains a date,
     * the pause is the time between the {@code Date} of the response and this date. If the response has no {@code
     * Date}, the local time is used.
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
     * Returns the time on the reseller's clock at which the requested pause ends. The result is empty if the response
     * has no {@code Date} or requests no pause.
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

    /** Returns the bytes of the body that have arrived, even if the response broke off. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the bytes of the body without a copy. Callers must not change the bytes. */
    byte[] bytes() {
        return body;
    }

    /** Returns the body as UTF-8. */
    public String text() {
        return new String(body, UTF_8);
    }

    /** Decodes the body with {@link Json#decode}. */
    public <T> T as(Class<T> type) {
        return Json.decode(this, type);
    }

    /** Returns the API key of the call. The methods of {@link Credential} remove the key from texts of the server. */
    public Credential credential() {
        return credential;
    }

    ApiCall.Kind kind() {
        return kind;
    }

    /** Returns the deadline of the call as a value of {@link System#nanoTime}. */
    long decodeUntil() {
        return decodeUntil;
    }

    /**
     * Returns the result of an earlier decoding as the given type. Returns null if the body was not decoded as this
     * type.
     */
    @Nullable
    Object decoded(Type type) {
        Decoded known = decoded;
        return known != null && known.type().equals(type) ? known.value() : null;
    }

    void keep(Type type, Object value) {
        decoded = new Decoded(type, value);
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
