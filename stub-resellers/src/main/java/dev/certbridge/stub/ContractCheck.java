package dev.certbridge.stub;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext.Pointers;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.ContractDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A validator of requests and replies against the OpenAPI contract of a reseller. */
final class ContractCheck {

    /** The pattern of a list of properties in a message of the validator, such as {@code (["csr","sku"])}. */
    private static final Pattern LISTED = Pattern.compile("\\[(\"[^]]*\")]");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final int LONG_BYTES = 200_000;
    private static final int MAX_SHAPES = 1_000;

    private final OpenApiInteractionValidator validator;
    private final Set<String> untyped;
    private final Cache<ContractViolation> requests = new Cache<>();
    private final Cache<String> responses = new Cache<>();

    ContractCheck(ContractDocument document) {
        this.untyped = document.untypedProperties();
        this.validator = OpenApiInteractionValidator.createForInlineApiSpecification(document.resolvable())
                .build();
    }

    /**
     * A cache of results, which avoids a second check of equal messages. The validator is the slowest part of a stub.
     */
    static final class Cache<T> {

        /**
         * The maximum number of messages in the cache. A full cache of messages with long bodies takes about ten
         * megabytes.
         */
        private static final int MAX_ENTRIES = 1_000;

        private static final int MAX_BODY_BYTES = 10_000;

        /**
         * The parts of a message that determine the result of its check. The bytes of the body must not change while
         * the key is in the cache.
         */
        record Key(String line, Map<String, ?> query, Map<String, ?> headers, ByteBuffer body) {}

        private final LruCache<Key, List<T>> results = new LruCache<>(MAX_ENTRIES);

        List<T> get(Key message, Supplier<List<T>> check) {
            return message.body().remaining() > MAX_BODY_BYTES ? check.get() : results.get(message, check);
        }
    }

    List<ContractViolation> request(StubCall call) {
        Map<String, List<String>> headers = new LinkedHashMap<>(call.headers());
        // The Host header contains the port of the stub, which is not in the contract.
        headers.remove("host");
        byte[] body = call.body();
        String line = call.method() + " " + call.path();
        return requests.get(new Cache.Key(line, call.query(), headers, ByteBuffer.wrap(body)), () -> {
            SimpleRequest.Builder request = new SimpleRequest.Builder(call.method(), call.path());
            call.query().forEach(request::withQueryParam);
            headers.forEach(request::withHeader);
            if (body.length > 0) {
                request.withBody(body);
            }
            return errors(validator.validateRequest(request.build()))
                    .flatMap(ContractCheck::violations)
                    .toList();
        });
    }

    List<String> response(StubCall call, Reply reply) {
        byte[] body = sample(reply);
        String line = call.method() + " " + call.path() + " " + reply.status();
        return responses.get(new Cache.Key(line, Map.of(), reply.headers(), ByteBuffer.wrap(body)), () -> {
            SimpleResponse.Builder response = SimpleResponse.Builder.status(reply.status());
            reply.headers().forEach(response::withHeader);
            if (body.length > 0) {
                response.withBody(body);
            }
            return errors(validator.validateResponse(call.path(), Method.valueOf(call.method()), response.build()))
                    .filter(message -> !isAboutUntyped(message))
                    .map(message -> field(message) + " " + message.getMessage())
                    .toList();
        });
    }

    /**
     * Returns true if a message is about a property without a type. The validator wrongly expects an object for a
     * property without a type.
     */
    private boolean isAboutUntyped(Message message) {
        String field = field(message);
        return message.getKey().endsWith(".schema.type")
                && message.getMessage().contains("(allowed: [\"object\"])")
                && untyped.contains(field.substring(field.lastIndexOf('.') + 1));
    }

    private static Stream<Message> errors(ValidationReport report) {
        return report.getMessages().stream().filter(message -> message.getLevel() == Level.ERROR);
    }

    private static Stream<ContractViolation> violations(Message message) {
        String key = message.getKey();
        if (key.endsWith(".schema.additionalProperties")) {
            return properties(message)
                    .map(name -> new ContractViolation(ContractViolation.Kind.UNKNOWN_PROPERTY, name, "is not known"));
        }
        if (key.endsWith(".schema.required")) {
            return properties(message)
                    .map(name -> new ContractViolation(ContractViolation.Kind.CONSTRAINT, name, "must not be missing"));
        }
        // Removes the pointer from the message, because the field of the violation contains it.
        String text = message.getMessage().replaceFirst("^\\[Path '[^']*'] ", "");
        return Stream.of(new ContractViolation(kind(key), field(message), text));
    }

    private static ContractViolation.Kind kind(String key) {
        if (key.equals("validation.request.body.missing")
                || key.equals("validation.request.body.schema.invalidJson")
                || key.startsWith("validation.request.contentType")) {
            return ContractViolation.Kind.UNREADABLE;
        }
        if (key.startsWith("validation.request.accept")) {
            return ContractViolation.Kind.ACCEPTED_TYPE;
        }
        return key.equals("validation.request.body.schema.type")
                ? ContractViolation.Kind.WRONG_TYPE
                : ContractViolation.Kind.CONSTRAINT;
    }

    private static Stream<String> properties(Message message) {
        Matcher list = LISTED.matcher(message.getMessage());
        String parent = field(message).isEmpty() ? "" : field(message) + ".";
        return list.find()
                ? QUOTED.matcher(list.group(1)).results().map(name -> parent + name.group(1))
                : Stream.of(parent);
    }

    /** Returns the name of the parameter, or the path of the property with dots between its parts. */
    private static String field(Message message) {
        Optional<MessageContext> context = message.getContext();
        Optional<String> parameter =
                context.flatMap(MessageContext::getParameter).map(p -> p.getName());
        return parameter.orElseGet(() -> context.flatMap(MessageContext::getPointers)
                .map(Pointers::getInstance)
                .map(pointer -> pointer.replaceFirst("^/", "").replace('/', '.'))
                .orElse(""));
    }

    /**
     * Returns the body to check. A long JSON object is reduced, because the validator takes seconds for a list of ten
     * thousand elements. The reduced body contains one element of each shape, and at most 1,000 shapes of a list. A
     * shape contains one letter for each word of a text, and only the type of each number. The elements are read one by
     * one, because a JSON tree of a hundred thousand orders needs too much memory.
     */
    static byte[] sample(Reply reply) {
        byte[] body = reply.sharedBody();
        if (body.length < LONG_BYTES || body[0] != '{') {
            return body;
        }
        try (JsonParser parser = StubContract.JSON.createParser(body)) {
            ObjectNode answer = Reply.object();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonNode value = parser.nextToken() == JsonToken.START_ARRAY
                        ? different(parser)
                        : StubContract.JSON.readTree(parser);
                answer.set(name, value);
            }
            // If text follows the end of the object, the validator receives the whole body and reports the text.
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null
                    ? StubContract.JSON.writeValueAsBytes(answer)
                    : body;
        } catch (IOException e) {
            return body;
        }
    }

    private static ArrayNode different(JsonParser parser) throws IOException {
        ArrayNode kept = StubContract.JSON.createArrayNode();
        Set<String> shapes = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode element = StubContract.JSON.readTree(parser);
            StringBuilder shape = new StringBuilder();
            describe(element, shape);
            if (shapes.size() < MAX_SHAPES && shapes.add(shape.toString())) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static void describe(JsonNode node, StringBuilder shape) {
        if (node.isTextual()) {
            describe(node.textValue(), shape);
        } else if (node.isValueNode()) {
            shape.append(node.isNumber() ? node.numberType().name() : node.asText());
        } else {
            shape.append(node.isArray() ? '[' : '{');
            node.properties().forEach(member -> {
                shape.append(member.getKey()).append(':');
                describe(member.getValue(), shape);
            });
            if (node.isArray()) {
                node.forEach(element -> describe(element, shape));
            }
        }
        shape.append(node.isContainerNode() ? '}' : ',');
    }

    /**
     * Appends a text, and replaces each of its words by one letter. The characters between the words stay, because they
     * distinguish formats such as dates.
     */
    private static void describe(String text, StringBuilder shape) {
        boolean inWord = false;
        shape.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean word = Character.isLetterOrDigit(letter);
            if (!word) {
                shape.append(letter);
            } else if (!inWord) {
                shape.append('x');
            }
            inWord = word;
        }
        shape.append('"');
    }
}
