package dev.certbridge.conformance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.certbridge.reseller.http.Spend;
import feign.Param;
import feign.QueryMap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The method of a generated client that stands for an operation, found by its name behind the client's accessors, with
 * its arguments made of the contract's examples.
 *
 * @param api the generated client of its group
 * @param method the method
 * @param operation the operation
 */
record GeneratedMethod(Object api, Method method, DocumentedOperation operation) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    /** The one method of a client for an operation. */
    static GeneratedMethod of(Object client, DocumentedOperation operation) {
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
    Object call(JsonNode body, boolean quote) throws Throwable {
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
        if (parameter.isAnnotationPresent(QueryMap.class)) {
            return JSON.convertValue(operation.filters(), parameter.getType());
        }
        if (!parameter.isAnnotationPresent(Param.class)) {
            return JSON.convertValue(body, parameter.getType());
        }
        String name = parameter.getAnnotation(Param.class).value();
        if (name.equals("quote")) {
            return quote ? true : null;
        }
        return operation
                .parameter(name)
                .map(example -> JSON.convertValue(example, parameter.getType()))
                .orElse(null);
    }

    private static Object invoke(Object client, Method accessor) {
        try {
            return accessor.invoke(client);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("accessors are public", e);
        }
    }
}
