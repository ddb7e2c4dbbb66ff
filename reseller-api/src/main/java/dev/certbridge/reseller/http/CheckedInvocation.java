package dev.certbridge.reseller.http;

import dev.certbridge.reseller.failure.ResellerException;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import feign.codec.DecodeException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a missing path parameter, body or {@link Spend} by name, encodes filters, and unwraps our failures from
 * Feign's.
 */
final class CheckedInvocation implements InvocationHandler {

    private final InvocationHandler feign;

    CheckedInvocation(InvocationHandler feign) {
        this.feign = feign;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        RequestLine line = method.getAnnotation(RequestLine.class);
        Object[] sent = arguments;
        if (line != null && arguments != null) {
            refuseMissing(method, line.value(), arguments);
            sent = withEncodedFilters(method, arguments);
        }
        try {
            return feign.invoke(proxy, method, sent);
        } catch (DecodeException e) {
            throw e.getCause() instanceof ResellerException ours ? ours : e;
        }
    }

    private static void refuseMissing(Method method, String line, Object[] arguments) {
        String path = line.contains("?") ? line.substring(0, line.indexOf('?')) : line;
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null && required(parameters[i], path)) {
                throw new IllegalArgumentException(method.getName() + ": " + parameters[i].getName() + " is missing");
            }
        }
    }

    /** A query parameter may be left out; what else a method takes may not. */
    private static boolean required(Parameter parameter, String path) {
        Param param = parameter.getAnnotation(Param.class);
        return param == null
                ? parameter.getAnnotation(QueryMap.class) == null
                : path.contains("{" + param.value() + "}");
    }

    /** Feign would send what already looks encoded as it is, and a search for {@code %ab%} looks so. */
    private static Object[] withEncodedFilters(Method method, Object[] arguments) {
        Object[] encoded = arguments.clone();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < arguments.length; i++) {
            if (parameters[i].isAnnotationPresent(QueryMap.class)) {
                encoded[i] = encoded(arguments[i] == null ? Map.of() : (Map<?, ?>) arguments[i]);
            }
        }
        return encoded;
    }

    private static Map<String, String> encoded(Map<?, ?> filters) {
        Map<String, String> encoded = new TreeMap<>();
        filters.forEach((name, value) -> {
            if (value == null) {
                throw new IllegalArgumentException("the filter " + name + " has no value");
            }
            encoded.put(PercentEncoding.encode(String.valueOf(name)), PercentEncoding.encode(String.valueOf(value)));
        });
        return encoded;
    }
}
