package dev.certbridge.client.transport;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How 64-bit integers are read: the contracts use them for money and for ids, and Jackson would round 249.99 down to 249,
 * read the text {@code "05000"} as 5000, and keep the last of two members of one name.
 */
final class ExactIntegers {

    private ExactIntegers() {}

    /** The deserializers of {@code Long} and of {@code Map<String, Long>}, the contracts' amounts by currency. */
    static Module module() {
        SimpleModule module = new SimpleModule("whole-numbers") {
            private static final long serialVersionUID = 1L;

            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.addDeserializers(new ForMaps());
                context.addBeanDeserializerModifier(new AmountHolders());
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

    private static boolean isAmounts(JavaType type) {
        return type.isMapLikeType() && type.getContentType().hasRawClass(Long.class);
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
            return isAmounts(type) ? new Amounts() : null;
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
    }

    /** Finds the types that hold amounts: a process, for what it reserved, took and gave back. */
    private static final class AmountHolders extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
            HashSet<String> members = description.findProperties().stream()
                    .filter(property -> isAmounts(property.getPrimaryType()))
                    .map(BeanPropertyDefinition::getName)
                    .collect(Collectors.toCollection(HashSet::new));
            return members.isEmpty() ? deserializer : new AmountHolder(deserializer, members);
        }
    }

    /**
     * An object with amounts. Amounts that are given twice as a whole cannot be read either, and hide the object as little
     * as one amount does; any other member given twice makes the text unreadable.
     */
    private static final class AmountHolder extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;
        private static final Amounts AMOUNTS = new Amounts();

        // Jackson's deserializers are serializable, and a Set need not be.
        private final HashSet<String> members;

        AmountHolder(JsonDeserializer<?> object, HashSet<String> members) {
            super(object);
            this.members = members;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> object) {
            return new AmountHolder(object, members);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return super.deserialize(json, context);
            }
            try (TokenBuffer object = context.bufferForInputBuffering(json)) {
                copy(json, object, context);
                try (JsonParser copied = object.asParserOnFirstToken()) {
                    return super.deserialize(copied, context);
                }
            }
        }

        private void copy(JsonParser json, TokenBuffer object, DeserializationContext context) throws IOException {
            Set<String> names = new HashSet<>();
            object.writeStartObject();
            forgetNames(json);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                boolean again = !names.add(name);
                if (again && !members.contains(name)) {
                    throw new JsonParseException(json, "a member is given twice");
                }
                object.writeFieldName(name);
                JsonToken value = json.nextToken();
                if (again) {
                    json.skipChildren();
                    // No object, and so no amounts.
                    object.writeBoolean(false);
                } else if (value != JsonToken.VALUE_NULL && members.contains(name)) {
                    write(AMOUNTS.deserialize(json, context), object);
                } else {
                    object.copyCurrentStructure(json);
                }
                forgetNames(json);
            }
            object.writeEndObject();
        }

        private static void write(Map<String, @Nullable Long> amounts, TokenBuffer object) throws IOException {
            object.writeStartObject();
            for (Map.Entry<String, @Nullable Long> amount : amounts.entrySet()) {
                object.writeFieldName(amount.getKey());
                if (amount.getValue() == null) {
                    object.writeNull();
                } else {
                    object.writeNumber(amount.getValue());
                }
            }
            object.writeEndObject();
        }
    }

    /** Starts the parser's search for duplicates anew, so that the next name of this object is never one. */
    private static void forgetNames(JsonParser json) {
        JsonParser.Feature duplicates = StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature();
        if (json.isEnabled(duplicates)) {
            json.disable(duplicates).enable(duplicates);
        }
    }
}
