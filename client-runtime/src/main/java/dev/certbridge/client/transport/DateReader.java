package dev.certbridge.client.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates of answers. One that is malformed or has no zone is left out, as if the answer did not hold it, and
 * logged: an order must not become unreadable for a date. It is not guessed either, for orders are compared by the time
 * at which they were made.
 */
final class DateReader extends JsonDeserializer<OffsetDateTime> {

    @Override
    public @Nullable OffsetDateTime deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return InstantDeserializer.OFFSET_DATE_TIME.deserialize(json, context);
            } catch (JsonMappingException | DateTimeException e) {
                log(json, context, json.getText());
                return null;
            }
        }
        log(json, context, json.currentToken().isScalarValue() ? json.getText() : "an object or array");
        json.skipChildren();
        return null;
    }

    private static void log(JsonParser json, DeserializationContext context, String text) throws IOException {
        String date = json.currentName() + " \"" + text + "\"";
        System.getLogger(DateReader.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        // What the server sent may be our own key.
                        (context.getAttribute(Wording.class) instanceof Wording wording
                                        ? wording.of(date)
                                        : "a date in an answer")
                                + " is not a date with a time zone and was ignored");
    }

    /** Makes a text from an answer fit for a log: one line, shortened, without the key. An attribute of the reader. */
    @FunctionalInterface
    interface Wording {

        String of(String text);
    }
}
