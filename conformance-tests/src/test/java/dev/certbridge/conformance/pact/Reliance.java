package dev.certbridge.conformance.pact;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client relies on, read from its bytecode: every call that a class written by hand makes to a generated one,
 * method references included. No flow has to be run for it, so none can be forgotten.
 */
final class Reliance {

    private static final String GENERATED = ".generated.";

    // Reading all classes takes a second or two.
    private static final Map<PactSide, Reliance> READ = new EnumMap<>(PactSide.class);

    private final List<Method> calls;

    private Reliance(List<Method> calls) {
        this.calls = calls;
    }

    static synchronized Reliance of(PactSide side) {
        return READ.computeIfAbsent(side, Reliance::read);
    }

    private static Reliance read(PactSide side) {
        Class<?> entry = side == PactSide.REGFISH ? Regfish.class : Realtime.class;
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
                .filter(method -> method.getDeclaringClass().getPackageName().endsWith(".api"))
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
                .filter(method -> method.getDeclaringClass().getPackageName().endsWith(".model"))
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
                .filter(method -> method.getParameterCount() == 0 && method.isAnnotationPresent(JsonProperty.class));
    }
}
