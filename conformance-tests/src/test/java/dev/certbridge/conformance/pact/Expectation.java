package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.LambdaDsl.newJsonBody;
import static au.com.dius.pact.consumer.dsl.Matchers.fromProviderState;
import static au.com.dius.pact.consumer.dsl.Matchers.regexp;

import au.com.dius.pact.consumer.dsl.DslPart;
import au.com.dius.pact.consumer.dsl.HttpInteractionBuilder;
import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import au.com.dius.pact.consumer.dsl.HttpResponseBuilder;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What one call of a client expects, the way all of ours say it: which operation of the contract it is, the state that
 * the reseller is in, the request with its key, and of the answer only what the adapter relies on.
 */
final class Expectation {

    /** The state of every call but those that are refused for their key; it gives the key. */
    static final String KEY_ACCEPTED = "the API key is accepted";

    /** Where an interaction says that it is verified against OT&E. */
    static final String ENVIRONMENT = "environment";

    static final String OTE = "ote";

    private final PactSide side;
    private final String operationId;
    private final String description;
    private UnaryOperator<HttpInteractionBuilder> states = http -> http;
    private String keyState = KEY_ACCEPTED;
    private UnaryOperator<HttpRequestBuilder> request = sent -> sent;
    private UnaryOperator<HttpResponseBuilder> answer = answered -> answered;

    Expectation(PactSide side, String operationId, String description) {
        this.side = side;
        this.operationId = operationId;
        this.description = description;
    }

    /** In a state without parameters. */
    Expectation given(String state) {
        return given(state, Map.of());
    }

    /** In a state with parameters. */
    Expectation given(String state, Map<String, String> parameters) {
        UnaryOperator<HttpInteractionBuilder> before = states;
        states = http -> before.apply(http).state(state, parameters);
        return this;
    }

    /** Verified against the reseller's test environment too: it only reads, and whatever is listed there will do. */
    Expectation alsoAtOte() {
        UnaryOperator<HttpInteractionBuilder> before = states;
        states = http -> before.apply(http).reference(ENVIRONMENT, OTE, "reads only");
        return this;
    }

    /** With a key in another state than accepted. */
    Expectation key(String state) {
        keyState = state;
        return this;
    }

    /** A request to a path; {@code {name}} in it comes from the state, and the examples stand in for it here. */
    Expectation sends(String method, String template, String... examples) {
        String expression = template.replace("{", "${");
        String example = template;
        for (String value : examples) {
            example = example.replaceFirst("\\{[^}]*}", value);
        }
        String path = example;
        request = with(sent -> examples.length == 0
                ? sent.method(method).path(path)
                : sent.method(method).path(fromProviderState(expression, path)));
        return this;
    }

    /** With a query parameter: a string, or a matcher. */
    Expectation query(String name, Object value) {
        request = with(sent -> sent.queryParameter(name, value));
        return this;
    }

    /** With a JSON body. */
    Expectation body(Consumer<LambdaDslJsonBody> body) {
        request = with(sent -> sent.body(newJsonBody(body).build()));
        return this;
    }

    /** Answered with this status; what else the answer holds does not matter. */
    Expectation answers(int status) {
        return answered(with -> with.status(status));
    }

    /** Answered with a JSON body. */
    Expectation answers(int status, Consumer<LambdaDslJsonBody> body) {
        return answers(status).holds(body);
    }

    /** The answer has this JSON body. */
    Expectation holds(Consumer<LambdaDslJsonBody> body) {
        return holds(newJsonBody(body).build());
    }

    /** The answer has a body of another kind. */
    Expectation holds(DslPart body) {
        return answered(with -> with.body(body));
    }

    /** Accepted, and perhaps carried out at once: which of the two does not matter. The process is in a header. */
    Expectation accepted(String processId) {
        return answered(with -> with.statusCodes(List.of(201, 202)).status(202))
                .header("x-process-id", regexp("[0-9]{1,18}", processId));
    }

    /** Answered with a header: a string, or a matcher. */
    Expectation header(String name, Object value) {
        return answered(with -> with.header(name, value));
    }

    /** Adds this to a pact. */
    PactBuilder in(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction(
                description,
                http -> states.apply(http)
                        .state(keyState)
                        .reference("openapi", "operationId", operationId)
                        .withRequest(sent -> side.showKey(request.apply(sent)))
                        .willRespondWith(answer::apply));
    }

    private Expectation answered(UnaryOperator<HttpResponseBuilder> more) {
        UnaryOperator<HttpResponseBuilder> before = answer;
        answer = with -> more.apply(before.apply(with));
        return this;
    }

    private UnaryOperator<HttpRequestBuilder> with(UnaryOperator<HttpRequestBuilder> more) {
        UnaryOperator<HttpRequestBuilder> before = request;
        return sent -> more.apply(before.apply(sent));
    }
}
