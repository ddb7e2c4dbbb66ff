package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.OperationRef;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One operation of a generated interface. Read from its method once, because reflection copies what it is asked for. */
final class ApiOperation {

    private static final int NONE = -1;

    private final OperationRef origin;
    private final OperationKind kind;
    /** By position: what must not be missing, by name. */
    private final @Nullable String[] required;

    private final int body;
    private final int filters;
    private final int spend;

    private ApiOperation(
            OperationRef origin, OperationKind kind, @Nullable String[] required, int body, int filters, int spend) {
        this.origin = origin;
        this.kind = kind;
        this.required = required;
        this.body = body;
        this.filters = filters;
        this.spend = spend;
    }

    static ApiOperation of(String provider, Method method) {
        String line = method.getAnnotation(RequestLine.class).value();
        String path = line.contains("?") ? line.substring(0, line.indexOf('?')) : line;
        Parameter[] parameters = method.getParameters();
        @Nullable String[] required = new String[parameters.length];
        int body = NONE;
        int filters = NONE;
        int spend = NONE;
        for (int i = 0; i < parameters.length; i++) {
            Param param = parameters[i].getAnnotation(Param.class);
            // A query parameter may be left out; what else a method takes may not.
            boolean mayBeLeftOut = param != null && !path.contains("{" + param.value() + "}");
            if (parameters[i].getType() == SpendPermit.class) {
                spend = i;
            } else if (parameters[i].isAnnotationPresent(QueryMap.class)) {
                filters = i;
                mayBeLeftOut = true;
            } else if (param == null) {
                if (body != NONE) {
                    throw new IllegalStateException(method.getName() + " has two bodies");
                }
                body = i;
                // The contract says which body may be left out.
                mayBeLeftOut = parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
            }
            required[i] = mayBeLeftOut ? null : parameters[i].getName();
        }
        OperationKind kind = OperationKind.of(spend != NONE, line);
        return new ApiOperation(OperationRef.of(provider, method.getName()), kind, required, body, filters, spend);
    }

    OperationRef origin() {
        return origin;
    }

    OperationKind kind() {
        return kind;
    }

    /**
     * These arguments as a call.
     *
     * @throws IllegalArgumentException one is missing, or a filter has no value
     */
    ApiCall call(Object[] arguments, @Nullable StreamingRead<?> streamed) {
        for (int i = 0; i < required.length; i++) {
            if (arguments[i] == null && required[i] != null) {
                throw new IllegalArgumentException(origin.operationId() + ": " + required[i] + " is missing");
            }
        }
        return new ApiCall(
                this,
                body == NONE || arguments[body] == null ? null : Json.bytes(arguments[body]),
                spend == NONE ? null : (SpendPermit) arguments[spend],
                streamed);
    }

    /** What Feign gets: the filters encoded, and the call in the place where it looks for {@code Request.Options}. */
    Object[] forFeign(Object[] arguments, ApiCall call) {
        int length = required.length;
        Object[] sent = Arrays.copyOf(arguments, spend == NONE ? length + 1 : length);
        if (filters != NONE) {
            sent[filters] = encoded(sent[filters] == null ? Map.of() : (Map<?, ?>) sent[filters]);
        }
        sent[spend == NONE ? length : spend] = call;
        return sent;
    }

    /** Feign would send what already looks encoded as it is, and a search for {@code %ab%} looks so. */
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
