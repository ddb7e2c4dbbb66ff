package dev.certbridge.reseller.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An answer as it arrived: status, headers and bytes, kept before anything is decoded. */
public final class Answer {

    private final Origin origin;
    private final Kind kind;
    private final int status;
    private final Map<String, Collection<String>> headers;
    private final byte[] body;
    private final Credential credential;

    private Answer(
            Origin origin,
            Kind kind,
            int status,
            Map<String, Collection<String>> headers,
            byte[] body,
            Credential credential) {
        this.origin = origin;
        this.kind = kind;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.credential = credential;
    }

    static Answer of(
            Origin origin,
            Kind kind,
            int status,
            Map<String, ? extends Collection<String>> headers,
            byte[] body,
            Credential credential) {
        Map<String, Collection<String>> lower = lowerCase(headers);
        Origin identified = lower.getOrDefault("x-request-id", List.of()).stream()
                .filter(id -> id.matches("[\\w.:-]{1,100}") && !credential.isIn(id))
                .findFirst()
                .map(id -> new Origin(origin.provider(), origin.operationId(), id))
                .orElse(origin);
        return new Answer(identified, kind, status, lower, body, credential);
    }

    /** The operation that was answered, with the reseller's id of the call if it sent one. */
    public Origin origin() {
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
        Collection<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.stream().findFirst();
    }

    /** How long the reseller asks to wait, when it does. */
    public Optional<Duration> retryAfter() {
        return RetryAfter.of(this);
    }

    /** All headers, names in lower case. */
    public Map<String, Collection<String>> headers() {
        return headers;
    }

    /** All headers as text to keep, one {@code name: value, value} a line, without the key should it be echoed. */
    public String headerLines() {
        return headers.entrySet().stream()
                .map(header -> credential.hiddenIn(header.getKey() + ": " + String.join(", ", header.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** The bytes; of an answer that broke off, those that arrived. */
    public byte[] body() {
        return body.clone();
    }

    /** The bytes as UTF-8. */
    public String text() {
        return new String(body, UTF_8);
    }

    /**
     * The body as JSON of this type.
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
            Object value = Json.MAPPER.readValue(body, Json.MAPPER.constructType(type));
            if (value != null) {
                return value;
            }
            throw unreadable("empty where " + name + " was expected", null);
        } catch (JacksonException e) {
            // The parser's own message quotes the body, which may hold anything.
            throw unreadable("not readable as " + name, null);
        } catch (IOException e) {
            throw unreadable("not readable as " + name, e);
        }
    }

    /** The body as JSON of this type, empty when it is not. */
    public <T> Optional<T> tryAs(Class<T> type) {
        try {
            return Optional.ofNullable(Json.MAPPER.readValue(body, type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Text of this answer, fit for a message: one line, at most 300 characters, without the key. */
    public String wording(String text) {
        return credential.removedFrom(text);
    }

    private ResellerException unreadable(String why, IOException cause) {
        String message = "the body of the " + status + " is " + why;
        return kind != Kind.READ
                ? new OutcomeUnknownException(origin, success(), null, message, cause)
                : new BrokenContractException(origin, status, message, cause);
    }

    /** Lower-case names, so that look-ups need not care. */
    private static Map<String, Collection<String>> lowerCase(Map<String, ? extends Collection<String>> headers) {
        Map<String, Collection<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.merge(
                name.toLowerCase(Locale.ROOT),
                List.copyOf(values),
                (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
        return lower;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
