package dev.certbridge.reseller.http;

import dev.certbridge.reseller.failure.ResellerException;
import feign.Param;
import feign.RequestLine;
import feign.codec.DecodeException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;

/** Refuses a missing path parameter, body or {@link Spend} by name, and unwraps our failures from Feign's. */
final class CheckedInvocation implements InvocationHandler {

    private final InvocationHandler feign;

    CheckedInvocation(InvocationHandler feign) {
        this.feign = feign;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        RequestLine line = method.getAnnotation(RequestLine.class);
        if (line != null && arguments != null) {
            refuseMissing(method, line.value(), arguments);
        }
        try {
            return feign.invoke(proxy, method, arguments);
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
                ? parameter.getAnnotation(feign.QueryMap.class) == null
                : path.contains("{" + param.value() + "}");
    }
}
