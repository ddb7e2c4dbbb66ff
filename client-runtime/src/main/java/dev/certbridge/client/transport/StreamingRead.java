package dev.certbridge.client.transport;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * One read whose entries are handed on one at a time while they arrive, none of them kept. What was handed on counts
 * only once the whole read ended well.
 */
final class StreamingRead<T> {

    /** What the taker of an entry threw: passed on as it is, and no fault of the reseller's. */
    static final class TakerFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RuntimeException thrown;

        TakerFailedException(RuntimeException thrown) {
            super(thrown);
            this.thrown = thrown;
        }

        RuntimeException thrown() {
            return thrown;
        }
    }

    private final JsonArraySource<T> rows;
    private final Consumer<? super T> each;
    private final ObjectReader reader;
    private long handedOn;

    StreamingRead(JsonArraySource<T> rows, Consumer<? super T> each) {
        this.rows = rows;
        this.each = each;
        // After an entry comes the next one.
        this.reader = Json.MAPPER.readerFor(rows.type()).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** True once an entry was handed on: from here on another try would give it twice. */
    boolean handedOn() {
        return handedOn > 0;
    }

    /**
     * Reads an answer to its end.
     *
     * @throws BoundedBody.UnreadableException it is no such list
     * @throws IOException it broke off
     */
    void read(InputStream body, int longestEntry) throws IOException {
        BoundedStream bounded = new BoundedStream(body, rows.maxBytes(), longestEntry);
        try (JsonParser json = Json.MAPPER.getFactory().createParser(bounded)) {
            envelope(json, bounded);
        } catch (JacksonException e) {
            // A body that broke off may reach us wrapped. The parser's own message quotes it, so neither is passed on.
            throw bounded.failure().orElseGet(() -> unreadable("not readable"));
        }
    }

    private void envelope(JsonParser json, BoundedStream bounded) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw unreadable("no JSON object");
        }
        boolean found = false;
        boolean refused = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals(rows.member()) && value == JsonToken.START_ARRAY) {
                found = true;
                entries(json, bounded);
            } else {
                refused |= name.equals(rows.verdict()) && value == JsonToken.VALUE_FALSE;
                json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw unreadable("followed by something else");
        }
        if (refused || !found) {
            throw unreadable(refused ? "marked " + rows.verdict() + ":false" : "without " + rows.member());
        }
    }

    private void entries(JsonParser json, BoundedStream bounded) throws IOException {
        bounded.entryBegins();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            T entry = json.currentToken() == JsonToken.VALUE_NULL ? null : reader.readValue(json);
            if (entry != null) {
                handedOn++;
                handOn(entry);
            }
            bounded.entryBegins();
        }
    }

    private void handOn(T entry) {
        try {
            each.accept(entry);
        } catch (RuntimeException e) {
            throw new TakerFailedException(e);
        }
    }

    private BoundedBody.UnreadableException unreadable(String why) {
        return new BoundedBody.UnreadableException("the list is " + why + ", after " + handedOn + " entries");
    }
}
