package dev.certbridge.conformance.pact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.client.transport.ApiResponse;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The members that the bodies of a pact hold, under the names of the generated models. */
final class PactMembers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Method> operations;
    private final Set<String> found = new TreeSet<>();

    private PactMembers(List<Method> operations) {
        this.operations = operations;
    }

    /** Returns the members of responses; {@code operations} give their types. */
    static Set<String> answered(List<PactInteraction> pact, List<Method> operations) {
        PactMembers members = new PactMembers(operations);
        pact.forEach(members::answer);
        return members.found;
    }

    /** Returns the members of requests. */
    static Set<String> sent(List<PactInteraction> pact, List<Method> operations) {
        PactMembers members = new PactMembers(operations);
        pact.forEach(members::request);
        return members.found;
    }

    private void answer(PactInteraction interaction) {
        String body = interaction.example().answerBody();
        if (body.startsWith("{")) {
            walk(json(body), answerType(interaction, json(body)));
        }
    }

    private void request(PactInteraction interaction) {
        String body = interaction.example().body();
        if (!body.isEmpty()) {
            Type type = Arrays.stream(operation(interaction).getParameterTypes())
                    .filter(PactMembers::isModel)
                    .findFirst()
                    .orElseThrow();
            walk(json(body), type);
        }
    }

    /** Returns the type of a response; that of a spend follows from its body. */
    private Type answerType(PactInteraction interaction, JsonNode body) {
        Method operation = operation(interaction);
        String models = operation.getDeclaringClass().getPackageName().replace(".api", ".model");
        if (interaction.statuses().get(0) >= 400) {
            return model(models, "ApiError");
        }
        if (operation.getReturnType() != ApiResponse.class) {
            return operation.getGenericReturnType();
        }
        if (interaction.reseller().equals("regfish")) {
            return model(models, "CertificateResponse");
        }
        return model(models, body.has("quote") ? "QuoteResponse" : "CertificateRequestInfo");
    }

    private Method operation(PactInteraction interaction) {
        return operations.stream()
                .filter(method -> method.getName().equals(interaction.operationId()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no adapter calls " + interaction.operationId()));
    }

    private void walk(JsonNode node, Type type) {
        if (node.isArray() && type instanceof ParameterizedType list) {
            node.forEach(element -> walk(element, list.getActualTypeArguments()[0]));
        } else if (node.isObject() && type instanceof Class<?> model && isModel(model)) {
            node.properties().forEach(member -> {
                Method getter = Reliance.getter(model, member.getKey())
                        .orElseThrow(() -> new AssertionError(model.getSimpleName() + " has no " + member.getKey()));
                found.add(Reliance.member(getter));
                walk(member.getValue(), getter.getGenericReturnType());
            });
        }
    }

    private static boolean isModel(Class<?> type) {
        return type.getPackageName().endsWith(".generated.model");
    }

    private static Class<?> model(String models, String name) {
        try {
            return Class.forName(models + "." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
