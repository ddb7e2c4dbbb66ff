package dev.certbridge.conformance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.certbridge.client.transport.SpendPermit;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The method of a generated client that stands for an operation, found by its name behind the client's accessors, with
 * its arguments made of the contract's examples.
 *
 * @param api the generated client of its group
 * @param method the method
 * @param operation the operation
 */
public record GeneratedMethod(Object api, Method method, DocumentedOperation operation) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    // A sweep calls each method many times, and reading its annotations takes as long as making its arguments.
    private static final ClassValue<Map<Method, List<Slot>>> SLOTS = new ClassValue<>() {
        @Override
        protected Map<Method, List<Slot>> computeValue(Class<?> type) {
            return Stream.of(type.getMethods()).collect(Collectors.toMap(method -> method, GeneratedMethod::slots));
        }
    };

    /** Where an argument comes from. */
    private enum Kind {
        SPEND,
        FILTERS,
        BODY,
        QUOTE,
        NAMED
    }

    /** A parameter; its name in the contract is empty where it has none. */
    private record Slot(Kind kind, Class<?> type, String name) {}

    /** The one method of a client for an operation. */
    public static GeneratedMethod of(Object client, DocumentedOperation operation) {
        List<GeneratedMethod> found = Stream.of(client.getClass().getMethods())
                .filter(accessor -> accessor.getReturnType().getPackageName().endsWith(".generated.api"))
                .flatMap(accessor -> Stream.of(accessor.getReturnType().getMethods())
                        .filter(method -> method.getName().equals(operation.id()))
                        .map(method -> new GeneratedMethod(invoke(client, accessor), method, operation)))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(operation + " is " + found.size() + " methods of " + client.getClass());
        }
        return found.get(0);
    }

    /** Calls it with this body, and with {@code quote=true} or without it. */
    public Object call(JsonNode body, boolean quote) throws Throwable {
        List<Object> arguments = new ArrayList<>();
        for (Slot slot : SLOTS.get(method.getDeclaringClass()).get(method)) {
            arguments.add(argument(slot, body, quote));
        }
        try {
            return method.invoke(api, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object argument(Slot slot, JsonNode body, boolean quote) {
        return switch (slot.kind()) {
            case SPEND -> SpendPermit.once();
            case FILTERS -> JSON.convertValue(operation.filters(), slot.type());
            case BODY -> JSON.convertValue(body, slot.type());
            case QUOTE -> quote ? true : null;
            case NAMED ->
                operation
                        .parameter(slot.name())
                        .map(example -> JSON.convertValue(example, slot.type()))
                        .orElse(null);
        };
    }

    private static List<Slot> slots(Method method) {
        return Stream.of(method.getParameters()).map(GeneratedMethod::slot).toList();
    }

    private static Slot slot(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == SpendPermit.class) {
            return new Slot(Kind.SPEND, type, "");
        }
        if (annotation(parameter, "QueryMap").isPresent()) {
            return new Slot(Kind.FILTERS, type, "");
        }
        Optional<Annotation> named = annotation(parameter, "Param");
        if (named.isEmpty()) {
            return new Slot(Kind.BODY, type, "");
        }
        String name = (String) invoke(named.get(), value(named.get()));
        return new Slot(name.equals("quote") ? Kind.QUOTE : Kind.NAMED, type, name);
    }

    /** By its name: the library behind the annotation is a matter of the transport. */
    private static Optional<Annotation> annotation(Parameter parameter, String name) {
        return Stream.of(parameter.getAnnotations())
                .filter(annotation ->
                        annotation.annotationType().getSimpleName().equals(name))
                .findFirst();
    }

    private static Method value(Annotation annotation) {
        try {
            return annotation.annotationType().getMethod("value");
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a named parameter has a name", e);
        }
    }

    private static Object invoke(Object client, Method accessor) {
        try {
            return accessor.invoke(client);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("accessors and annotations are public", e);
        }
    }
}
