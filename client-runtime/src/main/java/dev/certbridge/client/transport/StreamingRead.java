package dev.certbridge.client.transport;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes the entries of a list to a consumer while the list arrives. If the read throws, the consumer may have received
 * only a part of the list.
 */
final class StreamingRead<T> {

    private final JsonArraySource<T> rows;
    private final Consumer<? super T> each;
    private final ObjectReader reader;
    private long delivered;
    private @Nullable RuntimeException consumerFailure;

    StreamingRead(JsonArraySource<T> rows, Consumer<? super T> each) {
        this.rows = rows;
        this.each = each;
        this.reader = Json.entryReader(rows.type());
    }

    /**
     * Calls a read of the given client, and streams the response. If the consumer throws, this method throws the same
     * exception.
     */
    <A> void run(Class<A> type, A plain, Consumer<A> call) {
        try {
            call.accept(wrap(type, plain));
        } catch (ResellerException e) {
            throw consumerFailure == null ? e : consumerFailure;
        }
    }

    private <A> A wrap(Class<A> type, A plain) {
        GeneratedCallHandler handler = (GeneratedCallHandler) Proxy.getInvocationHandler(plain);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        throw new IllegalStateException(
                                method.getName() + " is not an operation, so it cannot be streamed");
                    }
                    return handler.invoke(proxy, method, arguments, this);
                }));
    }

    boolean hasDelivered() {
        return delivered > 0;
    }

    void read(InputStream body, int maxEntryBytes) throws IOException {
        BoundedStream bounded = new BoundedStream(body, rows.maxBytes(), maxEntryBytes);
        try (JsonParser json = Json.MAPPER.getFactory().createParser(bounded)) {
            readEnvelope(json, bounded);
        } catch (JacksonException e) {
            // The message of the parser quotes the body and is not used.
            throw Json.inputFailure(e).orElseGet(() -> unreadable("not readable"));
        }
    }

    private void readEnvelope(JsonParser json, BoundedStream bounded) throws IOException {
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
                readEntries(json, bounded);
            } else {
                refused |= name.equals(rows.verdict()) && value == JsonToken.VALUE_FALSE;
                json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw unreadable("followed by other text");
        }
        if (refused || !found) {
            throw unreadable(refused ? "marked " + rows.verdict() + ":false" : "without the member " + rows.member());
        }
    }

    private void readEntries(JsonParser json, BoundedStream bounded) throws IOException {
        bounded.beginEntry();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            T entry = json.currentToken() == JsonToken.VALUE_NULL ? null : reader.readValue(json);
            if (entry != null) {
                delivered++;
                deliver(entry);
            }
            bounded.beginEntry();
        }
    }

    private void deliver(T entry) throws IOException {
        try {
            each.accept(entry);
        } catch (RuntimeException e) {
            consumerFailure = e;
            throw new IOException("the consumer of the entries failed", e);
        }
    }

    private HttpExchange.BoundedBody.UnreadableException unreadable(String why) {
        return new HttpExchange.BoundedBody.UnreadableException(
                "the list is " + why + "; entries read before: " + delivered);
    }

    /** A stream of a response body that throws if the body or one of its entries is too long. */
    static final class BoundedStream extends FilterInputStream {

        private final long maxBytes;
        private final int maxEntryBytes;
        private long count;
        private long entryStart;

        BoundedStream(InputStream in, long maxBytes, int maxEntryBytes) {
            super(in);
            this.maxBytes = maxBytes;
            this.maxEntryBytes = maxEntryBytes;
        }

        // The position is inexact by the few kilobytes that a parser reads ahead.
        void beginEntry() {
            entryStart = count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(read, 0);
            if (count > maxBytes) {
                throw new HttpExchange.BoundedBody.UnreadableException(
                        "the response is longer than " + maxBytes + " bytes");
            }
            if (count - entryStart > maxEntryBytes) {
                throw new HttpExchange.BoundedBody.UnreadableException(
                        "an entry is longer than " + maxEntryBytes + " bytes");
            }
            return read;
        }

        /**
         * Does nothing, because closing the underlying stream would read the rest of the body, even if the body is too
         * long.
         */
        @Override
        public void close() {}
    }
}
