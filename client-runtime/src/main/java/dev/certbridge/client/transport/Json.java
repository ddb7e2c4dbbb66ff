package dev.certbridge.client.transport;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import feign.codec.EncodeException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the generated models. Unknown members are ignored, and unset members are not sent. A JSON text with
 * a duplicate member is refused, because the right value is unknown.
 *
 * <p>Integers of 64 bits are read exactly, because they can be money or ids. With its defaults, Jackson would round
 * 249.99 down to 249, read the text {@code "05000"} as 5000, and use the last of two members with the same name.
 */
public final class Json {

    // No response of a reseller is nested deeper.
    private static final int DEEPEST = 64;

    /** The maximum size in bytes of a body whose decoding does not check the deadline. */
    private static final int SHORT = 64 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .addModule(new JavaTimeModule())
            .addModule(deserializers())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** Returns a reader of single values in a longer text, for example of the entries of an array. */
    static ObjectReader entryReader(Class<?> type) {
        return MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    static byte[] bytes(Object model) {
        try {
            return MAPPER.writeValueAsBytes(model);
        } catch (JsonProcessingException e) {
            // The original exception is dropped, because its message quotes values that may be secrets.
            throw new EncodeException("the request could not be written as JSON: "
                    + model.getClass().getTypeName());
        }
    }

    /**
     * Decodes the body of a response. Later calls with the same response and type return the same object.
     *
     * @throws OutcomeUnknownException the body of a response to a write or a spend is not JSON of this type; the
     *     operation may have succeeded
     * @throws BrokenContractException the body of a response to a read is not JSON of this type
     */
    public static <T> T decode(ApiResponse response, Class<T> type) {
        return type.cast(decode(response, (Type) type));
    }

    static Object decode(ApiResponse response, Type type) {
        String name = type instanceof Class<?> model ? model.getSimpleName() : type.getTypeName();
        try {
            Object value = decoded(response, type);
            if (value != null) {
                return value;
            }
            throw unreadable(response, "empty, but " + name + " was expected", null);
        } catch (JacksonException e) {
            // The message of the parser is not used, because it quotes the body, which may contain secrets.
            throw unreadable(response, "not readable as " + name, null);
        } catch (IOException e) {
            throw unreadable(response, "not readable as " + name + ", " + e.getMessage(), e);
        }
    }

    /** Decodes the body of a response. Returns an empty result if the body is not JSON of this type. */
    public static <T> Optional<T> tryDecode(ApiResponse response, Class<T> type) {
        if (response.bytes().length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(type.cast(decoded(response, type)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object decoded(ApiResponse response, Type type) throws IOException {
        Object known = response.decoded(type);
        if (known != null) {
            return known;
        }
        ObjectReader reader = MAPPER.readerFor(MAPPER.constructType(type)).withAttribute(LoggedText.class, (LoggedText)
                date -> response.origin() + ": " + response.credential().redact(date));
        byte[] body = response.bytes();
        try {
            Object value = body.length <= SHORT
                    ? reader.readValue(body)
                    : reader.readValue(new Deadline.TimedInput(body, response.decodeUntil()));
            if (value != null) {
                response.keep(type, value);
            }
            return value;
        } catch (JacksonException e) {
            throw inputFailure(e).orElse(e);
        }
    }

    private static ResellerException unreadable(ApiResponse response, String why, @Nullable IOException cause) {
        String message = "the body of the response " + response.status() + " is " + why;
        return response.kind() != ApiCall.Kind.READ
                ? new OutcomeUnknownException(response.origin(), response.success(), null, message, cause)
                : new BrokenContractException(response.origin(), response.status(), message, cause);
    }

    /** Finds the exception of the input stream in the causes of an exception of the parser. */
    static Optional<IOException> inputFailure(JacksonException thrown) {
        Throwable cause = thrown;
        while (cause instanceof JacksonException) {
            cause = cause.getCause();
        }
        return cause instanceof IOException failure ? Optional.of(failure) : Optional.empty();
    }

    /** Converts a text of a response to one short line without the API key, for a log. */
    @FunctionalInterface
    interface LoggedText {
        String of(String text);
    }

    // A date that is malformed or has no time zone is logged and treated as missing. No zone is assumed.
    private static final class DateReader extends StdDeserializer<OffsetDateTime> {
        private static final long serialVersionUID = 1L;

        DateReader() {
            super(OffsetDateTime.class);
        }

        @Override
        public @Nullable OffsetDateTime deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
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
            // The text may be the API key, so it is redacted.
            String date = context.getAttribute(LoggedText.class) instanceof LoggedText logged
                    ? logged.of(json.currentName() + " \"" + text + "\"")
                    : "a date in a response";
            System.getLogger(Json.class.getName())
                    .log(System.Logger.Level.WARNING, date + " is not a date with a time zone and was ignored");
        }
    }

    /** Returns the deserializers for dates, {@code Long}, and {@code Map<String, Long>}, which contains amounts. */
    private static Module deserializers() {
        SimpleModule module = new SimpleModule("exact").setDeserializerModifier(new AmountHolders());
        module.setDeserializers(new ForMaps());
        return module.addDeserializer(Long.class, new WholeNumber())
                .addDeserializer(OffsetDateTime.class, new DateReader());
    }

    /** Reads an integer or a text that contains an integer without leading zeros. Resellers send some ids as text. */
    private static final class WholeNumber extends StdDeserializer<Long> {
        private static final long serialVersionUID = 1L;

        WholeNumber() {
            super(Long.class);
        }

        @Override
        public Long deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                // Throws if the number needs more than 64 bits.
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

    private static final class ForMaps extends SimpleDeserializers {
        private static final long serialVersionUID = 1L;

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
     * Reads a map from currencies to amounts. If an amount is not an integer or its currency occurs twice, the amount
     * becomes {@link Long#MIN_VALUE}, so that the rest of the order can be read.
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
     * Reads an object that has a member with amounts. If a member with amounts occurs twice, its amounts are marked as
     * unreadable. If any other member of the object occurs twice, the text is refused.
     */
    private static final class AmountHolder extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;
        private static final Amounts AMOUNTS = new Amounts();

        // A HashSet is used because Jackson's deserializers must be serializable, and not every Set is serializable.
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
                    throw new JsonParseException(json, "a member occurs twice");
                }
                object.writeFieldName(name);
                JsonToken value = json.nextToken();
                if (again) {
                    json.skipChildren();
                    // A boolean is not an object, so it is later read as unreadable amounts.
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

    /** Makes the parser accept duplicate members in the current object. */
    private static void forgetNames(JsonParser json) {
        JsonParser.Feature duplicates = StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature();
        if (json.isEnabled(duplicates)) {
            json.disable(duplicates).enable(duplicates);
        }
    }
}
