package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.spi.StackGuard;
import feign.InvocationHandlerFactory.MethodHandler;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import feign.codec.DecodeException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.hc.core5.net.PercentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Handles the calls of a generated interface. It throws if a path parameter, the body or the {@link SpendPermit} is
 * missing, and the message contains the name of the parameter. It passes the call to Feign, and unwraps the exceptions
 * of this library from those of Feign.
 */
final class GeneratedCallHandler implements InvocationHandler {

    private static final int NONE = -1;

    private final Map<Method, MethodHandler> feign;
    private final Map<Method, Operation> operations;

    private GeneratedCallHandler(Map<Method, MethodHandler> feign, Map<Method, Operation> operations) {
        this.feign = feign;
        this.operations = operations;
    }

    static GeneratedCallHandler of(String provider, Map<Method, MethodHandler> feign) {
        Map<Method, Operation> operations = new HashMap<>();
        for (Method method : feign.keySet()) {
            if (!method.isDefault()) {
                operations.put(method, Operation.of(provider, method));
            }
        }
        return new GeneratedCallHandler(feign, operations);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return invoke(proxy, method, arguments, UnaryOperator.identity());
    }

    /** Calls the method. {@code change} can replace the {@link ApiCall} that was made from its arguments. */
    @Nullable
    Object invoke(Object proxy, Method method, Object @Nullable [] arguments, UnaryOperator<ApiCall> change)
            throws Throwable {
        Object[] given = arguments == null ? new Object[0] : arguments;
        Operation operation = operations.get(method);
        if (operation == null) {
            return switch (method.getName()) {
                case "equals" -> proxy == given[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> proxy.getClass().getInterfaces()[0].getSimpleName();
                default -> feign.get(method).invoke(given);
            };
        }
        StackGuard.require(operation.origin);
        ApiCall call = change.apply(operation.call(given));
        try {
            return feign.get(method).invoke(operation.feignArguments(given, call));
        } catch (DecodeException e) {
            throw e.getCause() instanceof ResellerException ours ? ours : e;
        }
    }

    /**
     * One operation of a generated interface. The method is inspected once, because each use of reflection copies data.
     *
     * @param required the names of the required parameters by position; null for an optional parameter
     * @param body the position of the body, or {@link #NONE}
     * @param filters the position of the query map, or {@link #NONE}
     * @param spend the position of the permit, or {@link #NONE}
     */
    record Operation(
            OperationRef origin,
            ApiCall.Kind kind,
            @Nullable String[] required,
            int body,
            int filters,
            int spend) {

        static Operation of(String provider, Method method) {
            String line = method.getAnnotation(RequestLine.class).value();
            String path = line.contains("?") ? line.substring(0, line.indexOf('?')) : line;
            Parameter[] parameters = method.getParameters();
            @Nullable String[] required = new String[parameters.length];
            int body = NONE;
            int filters = NONE;
            int spend = NONE;
            for (int i = 0; i < parameters.length; i++) {
                Param param = parameters[i].getAnnotation(Param.class);
                // A query parameter is optional. All other parameters are required unless the contract says otherwise.
                boolean optional = param != null && !path.contains("{" + param.value() + "}");
                if (parameters[i].getType() == SpendPermit.class) {
                    spend = i;
                } else if (parameters[i].isAnnotationPresent(QueryMap.class)) {
                    filters = i;
                    optional = true;
                } else if (param == null) {
                    if (body != NONE) {
                        throw new IllegalStateException(method.getName() + " has two bodies");
                    }
                    body = i;
                    optional = parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
                }
                required[i] = optional ? null : parameters[i].getName();
            }
            ApiCall.Kind other = line.startsWith("GET ") ? ApiCall.Kind.READ : ApiCall.Kind.WRITE;
            return new Operation(
                    OperationRef.of(provider, method.getName()),
                    spend == NONE ? other : ApiCall.Kind.SPEND,
                    required,
                    body,
                    filters,
                    spend);
        }

        private ApiCall call(Object[] arguments) {
            for (int i = 0; i < required.length; i++) {
                if (arguments[i] == null && required[i] != null) {
                    throw new IllegalArgumentException(origin.operationId() + ": " + required[i] + " is missing");
                }
            }
            byte[] bytes = body == NONE || arguments[body] == null ? null : Json.bytes(arguments[body]);
            return new ApiCall(origin, kind, bytes, spend == NONE ? null : (SpendPermit) arguments[spend]);
        }

        /**
         * Returns the arguments for Feign. The filters are encoded, and the call is the argument of type {@code
         * Request.Options}.
         */
        private Object[] feignArguments(Object[] arguments, ApiCall call) {
            int length = required.length;
            Object[] sent = Arrays.copyOf(arguments, spend == NONE ? length + 1 : length);
            if (filters != NONE) {
                sent[filters] = encoded(sent[filters] == null ? Map.of() : (Map<?, ?>) sent[filters]);
            }
            sent[spend == NONE ? length : spend] = call;
            return sent;
        }

        /**
         * Encodes all filters. Feign would not encode a value such as {@code %ab%}, because it looks encoded already.
         */
        private static Map<String, String> encoded(Map<?, ?> filters) {
            Map<String, String> encoded = new TreeMap<>();
            filters.forEach((name, value) -> {
                if (value == null) {
                    throw new IllegalArgumentException("the filter " + name + " has no value");
                }
                encoded.put(
                        PercentCodec.encode(String.valueOf(name), UTF_8),
                        PercentCodec.encode(String.valueOf(value), UTF_8));
            });
            return encoded;
        }
    }
}
