package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.LambdaDsl.newJsonBody;
import static au.com.dius.pact.consumer.dsl.Matchers.fromProviderState;
import static au.com.dius.pact.consumer.dsl.Matchers.regexp;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.DslPart;
import au.com.dius.pact.consumer.dsl.HttpInteractionBuilder;
import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import au.com.dius.pact.consumer.dsl.HttpResponseBuilder;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import dev.certbridge.conformance.pact.PactTable.PactCase;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One interaction of a pact: the operation of the contract, the state of the reseller, the request with its key, and
 * the parts of the response that the adapter relies on.
 */
final class Expectation {

    /** The state of every call whose key is accepted; it provides the key. */
    static final String KEY_ACCEPTED = "the API key is accepted";

    /** The reference of an interaction that is verified against OT&E. */
    static final String ENVIRONMENT = "environment";

    static final String OTE = "ote";

    private final PactSide side;
    private final String operationId;
    private final String description;
    private UnaryOperator<HttpInteractionBuilder> states = http -> http;
    private String keyState = KEY_ACCEPTED;
    private UnaryOperator<HttpRequestBuilder> request = sent -> sent;
    private UnaryOperator<HttpResponseBuilder> response = received -> received;
    private int status;

    Expectation(PactSide side, String operationId, String description) {
        this.side = side;
        this.operationId = operationId;
        this.description = description;
    }

    PactSide side() {
        return side;
    }

    /** Adds a state without parameters. */
    Expectation given(String state) {
        return given(state, Map.of());
    }

    Expectation given(String state, Map<String, String> parameters) {
        UnaryOperator<HttpInteractionBuilder> before = states;
        states = http -> before.apply(http).state(state, parameters);
        return this;
    }

    /** Verifies this interaction against OT&E too: it only reads, and accepts whatever is listed there. */
    Expectation alsoAtOte() {
        UnaryOperator<HttpInteractionBuilder> before = states;
        states = http -> before.apply(http).reference(ENVIRONMENT, OTE, "reads only");
        return this;
    }

    /** Replaces the state of the key. */
    Expectation key(String state) {
        keyState = state;
        return this;
    }

    /**
     * Sets method and path, as {@code GET /orders/{orderId}}. The state provides what stands in braces; the pact holds
     * the examples instead.
     */
    Expectation sends(String route, Map<String, String> examples) {
        String[] parts = route.split(" ", 2);
        String template = parts[1];
        String path = template;
        for (Map.Entry<String, String> example : examples.entrySet()) {
            path = path.replace("{" + example.getKey() + "}", example.getValue());
        }
        String examplePath = path;
        return request(sent -> path(sent.method(parts[0]), template, examplePath));
    }

    private static HttpRequestBuilder path(HttpRequestBuilder sent, String template, String example) {
        return template.equals(example)
                ? sent.path(example)
                : sent.path(fromProviderState(template.replace("{", "${"), example));
    }

    /** Adds a query parameter: a string, or a matcher. */
    Expectation query(String name, Object value) {
        return request(sent -> sent.queryParameter(name, value));
    }

    /** Sends a JSON body. */
    Expectation body(Consumer<LambdaDslJsonBody> body) {
        return request(sent -> sent.body(newJsonBody(body).build()));
    }

    /** Responds with a status; nothing else in the response matters. */
    Expectation responds(int responseStatus) {
        status = responseStatus;
        return response(received -> received.status(responseStatus));
    }

    /** Responds with a JSON body. */
    Expectation responds(int responseStatus, Consumer<LambdaDslJsonBody> body) {
        return responds(responseStatus).responseBody(body);
    }

    Expectation responseBody(Consumer<LambdaDslJsonBody> body) {
        return responseBody(newJsonBody(body).build());
    }

    Expectation responseBody(DslPart body) {
        return response(received -> received.body(body));
    }

    /** Responds with 201 or 202; which of the two does not matter. A header holds the id of the process. */
    Expectation accepted(String processId) {
        return response(received -> received.statusCodes(List.of(201, 202)).status(202))
                .header("x-process-id", regexp("[0-9]{1,18}", processId));
    }

    /** Adds a response header: a string, or a matcher. */
    Expectation header(String name, Object value) {
        return response(received -> received.header(name, value));
    }

    /** Adds this interaction to a pact. */
    PactBuilder in(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction(
                description,
                http -> states.apply(http)
                        .state(keyState)
                        .reference("openapi", "operationId", operationId)
                        .withRequest(sent -> side.showKey(request.apply(sent)))
                        .willRespondWith(response::apply));
    }

    /** Returns a row in which a call receives this one response. */
    PactCase then(String name, Consumer<MockServer> call) {
        return new PactCase(name, List.of(this), call);
    }

    /** Returns a row in which a call fails because of this response, after other interactions. */
    PactCase fails(Class<? extends ResellerException> with, Consumer<MockServer> call, Expectation... before) {
        List<Expectation> interactions = new ArrayList<>(List.of(before));
        interactions.add(this);
        return new PactCase(
                operationId + " " + status + ": " + description + " throws " + with.getSimpleName(),
                interactions,
                server -> assertThatThrownBy(() -> call.accept(server)).isInstanceOf(with));
    }

    private Expectation response(UnaryOperator<HttpResponseBuilder> more) {
        UnaryOperator<HttpResponseBuilder> before = response;
        response = received -> more.apply(before.apply(received));
        return this;
    }

    private Expectation request(UnaryOperator<HttpRequestBuilder> more) {
        UnaryOperator<HttpRequestBuilder> before = request;
        request = sent -> more.apply(before.apply(sent));
        return this;
    }
}
