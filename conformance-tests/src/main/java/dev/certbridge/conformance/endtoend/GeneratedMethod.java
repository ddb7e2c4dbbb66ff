package dev.certbridge.conformance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.certbridge.reseller.http.Spend;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        for (Parameter parameter : method.getParameters()) {
            arguments.add(argument(parameter, body, quote));
        }
        try {
            return method.invoke(api, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object argument(Parameter parameter, JsonNode body, boolean quote) {
        if (parameter.getType() == Spend.class) {
            return Spend.once();
        }
        if (annotation(parameter, "QueryMap").isPresent()) {
            return JSON.convertValue(operation.filters(), parameter.getType());
        }
        Optional<Annotation> named = annotation(parameter, "Param");
        if (named.isEmpty()) {
            return JSON.convertValue(body, parameter.getType());
        }
        String name = (String) invoke(named.get(), value(named.get()));
        if (name.equals("quote")) {
            return quote ? true : null;
        }
        return operation
                .parameter(name)
                .map(example -> JSON.convertValue(example, parameter.getType()))
                .orElse(null);
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
