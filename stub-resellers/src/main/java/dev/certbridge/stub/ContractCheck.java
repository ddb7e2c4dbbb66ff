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
import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.ContractCheckCache.Sent;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds requests and replies to the contract. */
final class ContractCheck {

    /** Where a message lists properties, as in {@code (["csr","sku"])}. */
    private static final Pattern LISTED = Pattern.compile("\\[(\"[^]]*\")]");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private static final List<String> SHAPES = List.of("type", "$ref", "allOf", "anyOf", "oneOf", "properties");

    private final OpenApiInteractionValidator validator;
    private final Set<String> untyped = new HashSet<>();
    private final ContractCheckCache<ContractViolation> requests = new ContractCheckCache<>();
    private final ContractCheckCache<String> responses = new ContractCheckCache<>();

    /** Of a document, and of its JSON for the validator. */
    ContractCheck(JsonNode document, String resolvable) {
        for (JsonNode schema : document.at("/components/schemas")) {
            schema.path("properties").properties().stream()
                    .filter(property -> SHAPES.stream().noneMatch(property.getValue()::has))
                    .forEach(property -> untyped.add(property.getKey()));
        }
        this.validator = OpenApiInteractionValidator.createForInlineApiSpecification(resolvable)
                .build();
    }

    List<ContractViolation> request(StubCall call) {
        Map<String, List<String>> headers = new LinkedHashMap<>(call.headers());
        // The port of the stub: no contract can say anything about it.
        headers.remove("host");
        byte[] body = call.body();
        return requests.of(
                new Sent(call.method() + " " + call.path(), call.query(), headers, ByteBuffer.wrap(body)), () -> {
                    SimpleRequest.Builder request = new SimpleRequest.Builder(call.method(), call.path());
                    call.query().forEach(request::withQueryParam);
                    headers.forEach(request::withHeader);
                    if (body.length > 0) {
                        request.withBody(body);
                    }
                    return errors(validator.validateRequest(request.build()))
                            .flatMap(ContractCheck::breaches)
                            .toList();
                });
    }

    List<String> response(StubCall call, Reply reply) {
        byte[] body = SampledBody.body(reply);
        String line = call.method() + " " + call.path() + " " + reply.status();
        return responses.of(new Sent(line, Map.of(), reply.headers(), ByteBuffer.wrap(body)), () -> {
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

    /** The validator takes a property without a type, which may be anything, for an object. */
    private boolean isAboutUntyped(Message message) {
        String field = field(message);
        return message.getKey().endsWith(".schema.type")
                && message.getMessage().contains("(allowed: [\"object\"])")
                && untyped.contains(field.substring(field.lastIndexOf('.') + 1));
    }

    private static Stream<Message> errors(ValidationReport report) {
        return report.getMessages().stream().filter(message -> message.getLevel() == Level.ERROR);
    }

    private static Stream<ContractViolation> breaches(Message message) {
        String key = message.getKey();
        if (key.endsWith(".schema.additionalProperties")) {
            return properties(message)
                    .map(name -> new ContractViolation(ContractViolation.Kind.UNKNOWN_PROPERTY, name, "is not known"));
        }
        if (key.endsWith(".schema.required")) {
            return properties(message)
                    .map(name -> new ContractViolation(ContractViolation.Kind.CONSTRAINT, name, "must not be missing"));
        }
        return Stream.of(new ContractViolation(kind(key), field(message), text(message)));
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

    /** The properties that a message lists: one message stands for several. */
    private static Stream<String> properties(Message message) {
        Matcher list = LISTED.matcher(message.getMessage());
        String parent = field(message).isEmpty() ? "" : field(message) + ".";
        return list.find()
                ? QUOTED.matcher(list.group(1)).results().map(name -> parent + name.group(1))
                : Stream.of(parent);
    }

    /** The message without its pointer, which the field of a breach already tells. */
    private static String text(Message message) {
        return message.getMessage().replaceFirst("^\\[Path '[^']*'] ", "");
    }

    /** The instance pointer as a path with dots, or the name of the parameter. */
    private static String field(Message message) {
        Optional<MessageContext> context = message.getContext();
        Optional<String> parameter =
                context.flatMap(MessageContext::getParameter).map(p -> p.getName());
        return parameter.orElseGet(() -> context.flatMap(MessageContext::getPointers)
                .map(Pointers::getInstance)
                .map(pointer -> pointer.replaceFirst("^/", "").replace('/', '.'))
                .orElse(""));
    }
}
