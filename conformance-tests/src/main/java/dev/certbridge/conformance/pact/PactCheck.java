package dev.certbridge.conformance.pact;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import dev.certbridge.contract.ContractDeadline;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks that a contract allows the interactions of a pact. */
public final class PactCheck {

    // The response in a pact has only the members that a client relies on, so required members may be missing.
    private static final LevelResolver LENIENT = LevelResolver.create()
            .withLevel("validation.response.body.schema.required", Level.IGNORE)
            .withLevel("validation.response.body.missing", Level.IGNORE)
            .build();

    private static final Pattern OBJECT_EXPECTED =
            Pattern.compile("\\[Path '[^']*/([^/']+)'\\] .*\\(allowed: \\[\"object\"\\]\\)", Pattern.DOTALL);

    private static final String UNEXPECTED = "validation.request.parameter.query.unexpected";

    private final ContractDocument contract;
    private final OpenApiInteractionValidator validator;
    private final Set<String> untyped;

    private PactCheck(ContractDocument contract) {
        this.contract = contract;
        this.untyped = contract.untypedProperties();
        this.validator = ContractDeadline.within(contract.name(), () -> validator(contract));
    }

    private static OpenApiInteractionValidator validator(ContractDocument contract) {
        try {
            return OpenApiInteractionValidator.createForInlineApiSpecification(contract.resolvable())
                    .withLevelResolver(LENIENT)
                    .build();
        } catch (OpenApiInteractionValidator.ApiLoadException e) {
            throw new IllegalArgumentException(
                    contract.name() + " cannot be checked against: "
                            + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " "),
                    e);
        }
    }

    /**
     * Returns a check against a contract. Creating a check takes about a second, so use one instance for all
     * interactions.
     *
     * @throws IllegalArgumentException if the validator cannot read the contract; the message is one line
     */
    public static PactCheck against(ContractDocument contract) {
        return new PactCheck(contract);
    }

    /**
     * Checks the example of an interaction, with every status of the interaction. The request must be complete. The
     * response may lack members that the client does not rely on.
     *
     * @return the parts of the example that the contract does not allow, one line each; empty if the contract allows
     *     the example
     */
    public List<String> problems(PactInteraction interaction) {
        ExampleExchange example = interaction.example();
        Optional<ContractOperation> operation = contract.findOperation(example.method(), example.path());
        if (operation.isEmpty()) {
            return List.of(contract.name() + " has no operation at " + example.method() + " " + example.path());
        }
        boolean anyQuery = operation.get().takesAnyQuery();
        List<String> problems = new ArrayList<>();
        if (!operation.get().label().equals(interaction.operationId())) {
            problems.add(contract.name() + " calls " + example.method() + " " + example.path() + " " + operation.get()
                    + ", but the pact calls it " + interaction.operationId());
        }
        Stream.concat(
                        Stream.of(validator.validateRequest(request(example))),
                        interaction.statuses().stream().map(status -> answered(example, status)))
                .map(ValidationReport::getMessages)
                .flatMap(List::stream)
                .filter(message -> message.getLevel() == Level.ERROR)
                .filter(message -> !(message.getKey().equals(UNEXPECTED) && anyQuery))
                .filter(message -> !isAboutUntyped(message.getMessage()))
                .map(message -> message.getMessage().strip().replaceAll("\\s+", " "))
                .distinct()
                .forEach(problems::add);
        return List.copyOf(problems);
    }

    /**
     * Returns true if a message is about a property without a type. The validator wrongly expects an object for a
     * property without a type.
     */
    private boolean isAboutUntyped(String message) {
        Matcher expected = OBJECT_EXPECTED.matcher(message.strip());
        return expected.matches() && untyped.contains(expected.group(1));
    }

    private ValidationReport answered(ExampleExchange example, int status) {
        SimpleResponse.Builder answer = SimpleResponse.Builder.status(status);
        example.answerHeaders().forEach(answer::withHeader);
        if (!example.answerBody().isEmpty()) {
            answer.withBody(example.answerBody());
        }
        return validator.validateResponse(example.path(), Method.valueOf(example.method()), answer.build());
    }

    private static SimpleRequest request(ExampleExchange example) {
        SimpleRequest.Builder request = new SimpleRequest.Builder(example.method(), example.path());
        example.query().forEach(request::withQueryParam);
        example.headers().forEach(request::withHeader);
        if (!example.body().isEmpty()) {
            request.withBody(example.body()).withContentType("application/json");
        }
        return request.build();
    }
}
