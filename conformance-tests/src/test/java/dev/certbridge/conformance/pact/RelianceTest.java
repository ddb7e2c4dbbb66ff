package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pacts hold exactly what the clients rely on. */
class RelianceTest {

    /** Members that are read without a getter: the list of certificates is read as it arrives. */
    private static final Set<String> STREAMED =
            Set.of("CertificateListResponse.success", "CertificateListResponse.response");

    /** Members that are set in an answer, which is not sent. */
    private static final Set<String> FILLED_IN =
            Set.of("Process.id", "Certificate.id", "ApiError.type", "ApiError.message");

    @ParameterizedTest
    @MethodSource("dev.certbridge.conformance.pact.PactSide#all")
    void the_pact_has_every_operation_that_the_client_calls_and_no_other(PactSide side) {
        assertThat(operationGaps(Reliance.of(side), pact(side)))
                .as("operations of %s", side.provider())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.certbridge.conformance.pact.PactSide#all")
    void the_pact_has_every_response_member_that_the_client_reads_and_no_other(PactSide side) {
        Reliance client = Reliance.of(side);
        Set<String> answered = PactMembers.answered(pact(side), client.operations());
        answered.removeAll(STREAMED);
        assertThat(gaps(client.read(), answered))
                .as("members of answers of %s", side.provider())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.certbridge.conformance.pact.PactSide#all")
    void the_pact_has_every_request_member_that_the_client_sets_and_no_other(PactSide side) {
        Reliance client = Reliance.of(side);
        Set<String> set = new HashSet<>(client.sent());
        set.removeAll(FILLED_IN);
        assertThat(gaps(set, PactMembers.sent(pact(side), client.operations())))
                .as("members of requests to %s", side.provider())
                .isEmpty();
    }

    @Test
    void an_operation_without_a_pact_is_named() {
        List<PactInteraction> without = pact(RegfishCalls.SIDE).stream()
                .filter(interaction -> !interaction.operationId().equals("downloadCertificate"))
                .toList();
        assertThat(operationGaps(Reliance.of(RegfishCalls.SIDE), without))
                .containsExactly("downloadCertificate is relied on and is in no interaction");
    }

    private static List<String> operationGaps(Reliance client, List<PactInteraction> pact) {
        return gaps(
                client.operations().stream().map(Method::getName).collect(Collectors.toSet()),
                pact.stream().map(PactInteraction::operationId).collect(Collectors.toSet()));
    }

    private static List<String> gaps(Set<String> reliedOn, Set<String> agreed) {
        return Stream.concat(
                        reliedOn.stream()
                                .filter(name -> !agreed.contains(name))
                                .map(name -> name + " is relied on and is in no interaction"),
                        agreed.stream()
                                .filter(name -> !reliedOn.contains(name))
                                .map(name -> name + " is in the pact and nothing relies on it"))
                .sorted()
                .toList();
    }

    private static List<PactInteraction> pact(PactSide side) {
        return CommittedPact.interactions(side.provider());
    }

    /**
     * What a client relies on, read from its bytecode: every call that a class written by hand makes to a generated
     * one, method references included. No flow has to be run for it, so none can be forgotten.
     */
    static final class Reliance {

        private static final String GENERATED = ".generated.";

        // Reading all classes takes a second or two.
        private static final Map<PactSide, Reliance> READ = new HashMap<>();

        private final List<Method> calls;

        private Reliance(List<Method> calls) {
            this.calls = calls;
        }

        static synchronized Reliance of(PactSide side) {
            return READ.computeIfAbsent(side, Reliance::read);
        }

        private static Reliance read(PactSide side) {
            Class<?> entry = ResellerProvider.named(side.provider()).getClass();
            JavaClasses classes = new ClassFileImporter().importPackages(entry.getPackageName());
            return new Reliance(classes.stream()
                    .filter(type -> !type.getPackageName().concat(".").contains(GENERATED))
                    .flatMap(type -> Stream.concat(
                            type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream()))
                    .map(access -> (JavaCodeUnitAccess<?>) access)
                    .filter(access ->
                            access.getTargetOwner().getPackageName().concat(".").contains(GENERATED))
                    .flatMap(access -> Arrays.stream(
                                    access.getTargetOwner().reflect().getMethods())
                            .filter(method ->
                                    method.getName().equals(access.getTarget().getName())))
                    .distinct()
                    .toList());
        }

        /** The calls of the generated interfaces, which are called like their operations. */
        List<Method> operations() {
            return calls.stream()
                    .filter(method ->
                            method.getDeclaringClass().getPackageName().endsWith(".api"))
                    .toList();
        }

        /** Members of answers that are read, such as {@code Process.status}. */
        Set<String> read() {
            return members(method -> method.getParameterCount() == 0, Method::getName);
        }

        /** Members of requests that are set. */
        Set<String> sent() {
            return members(
                    method -> method.getParameterCount() == 1 && method.getReturnType() == method.getDeclaringClass(),
                    method -> "get" + method.getName());
        }

        private interface Naming {
            String getter(Method method);
        }

        private Set<String> members(Predicate<Method> wanted, Naming naming) {
            return calls.stream()
                    .filter(method ->
                            method.getDeclaringClass().getPackageName().endsWith(".model"))
                    .filter(wanted)
                    .flatMap(method -> getters(method.getDeclaringClass())
                            .filter(getter -> getter.getName().equalsIgnoreCase(naming.getter(method)))
                            .map(Reliance::member))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** The getter of a member, by its name in JSON. */
        static Optional<Method> getter(Class<?> model, String name) {
            return getters(model)
                    .filter(getter ->
                            getter.getAnnotation(JsonProperty.class).value().equals(name))
                    .findFirst();
        }

        static String member(Method getter) {
            return getter.getDeclaringClass().getSimpleName() + "."
                    + getter.getAnnotation(JsonProperty.class).value();
        }

        private static Stream<Method> getters(Class<?> model) {
            return Arrays.stream(model.getMethods())
                    .filter(method ->
                            method.getParameterCount() == 0 && method.isAnnotationPresent(JsonProperty.class));
        }
    }

    /** The members that the bodies of a pact hold, under the names of the generated models. */
    static final class PactMembers {

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
                            .orElseThrow(
                                    () -> new AssertionError(model.getSimpleName() + " has no " + member.getKey()));
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
}
