package dev.certbridge.reseller.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.MapType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How 64-bit integers are read: the contracts use them for money and for ids, and Jackson would round 249.99 down to 249,
 * read the text {@code "05000"} as 5000, and keep the last of two members of one name.
 */
final class WholeNumbers {

    private WholeNumbers() {}

    /** The deserializers of {@code Long} and of {@code Map<String, Long>}, the contracts' amounts by currency. */
    static Module module() {
        SimpleModule module = new SimpleModule("whole-numbers") {
            private static final long serialVersionUID = 1L;

            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.addDeserializers(new ForMaps());
            }
        };
        return module.addDeserializer(Long.class, new WholeNumber());
    }

    /** One integer. It may also come as text in its one canonical form, without leading zeros: ids do. */
    private static final class WholeNumber extends StdDeserializer<Long> {
        private static final long serialVersionUID = 1L;

        WholeNumber() {
            super(Long.class);
        }

        @Override
        public Long deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                // Throws when it is beyond 64 bits.
                return json.getLongValue();
            }
            if (json.currentToken() == JsonToken.VALUE_STRING && json.getText().matches("0|[1-9][0-9]{0,17}")) {
                return Long.valueOf(json.getText());
            }
            return context.reportInputMismatch(this, "not an integer");
        }
    }

    private static final class ForMaps extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findMapDeserializer(
                MapType type,
                DeserializationConfig config,
                BeanDescription description,
                @Nullable KeyDeserializer keys,
                @Nullable TypeDeserializer types,
                @Nullable JsonDeserializer<?> values) {
            return type.getContentType().hasRawClass(Long.class) ? new Amounts() : null;
        }
    }

    /**
     * Amounts by currency. What is no integer, or given twice for one currency, becomes the least integer, which is no
     * amount: an order whose charge cannot be read has to be readable all the same, or nobody would learn of the charge.
     */
    private static final class Amounts extends StdDeserializer<Map<String, Long>> {
        private static final long serialVersionUID = 1L;
        private static final Long UNREADABLE = Long.MIN_VALUE;

        Amounts() {
            super(Map.class);
        }

        @Override
        public Map<String, Long> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Map<String, @Nullable Long> amounts = new LinkedHashMap<>();
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                amounts.put("", UNREADABLE);
                return amounts;
            }
            forgetNames(json);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String currency = json.currentName();
                boolean first = !amounts.containsKey(currency);
                JsonToken value = json.nextToken();
                amounts.put(currency, first ? amount(value, json) : UNREADABLE);
                json.skipChildren();
                forgetNames(json);
            }
            return amounts;
        }

        private static @Nullable Long amount(JsonToken value, JsonParser json) throws IOException {
            boolean integer =
                    value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            return value == JsonToken.VALUE_NULL ? null : integer ? Long.valueOf(json.getLongValue()) : UNREADABLE;
        }

        /** Starts the parser's search for duplicates anew, so that the next name of this object is never one. */
        private static void forgetNames(JsonParser json) {
            JsonParser.Feature duplicates = StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature();
            if (json.isEnabled(duplicates)) {
                json.disable(duplicates).enable(duplicates);
            }
        }
    }
}
