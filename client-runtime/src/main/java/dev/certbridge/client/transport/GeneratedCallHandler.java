package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.spi.StackGuard;
import feign.Contract;
import feign.Feign;
import feign.InvocationHandlerFactory.MethodHandler;
import feign.Logger;
import feign.MethodMetadata;
import feign.Param;
import feign.QueryMap;
import feign.Request;
import feign.RequestLine;
import feign.RequestTemplate;
import feign.Response;
import feign.Retryer;
import feign.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.hc.core5.net.PercentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Handles the calls of a generated interface. If a path parameter, the body or the {@link SpendPermit} is missing,
 * throws an exception that names the missing parameter. Feign builds the path and the query, and calls the transport.
 * After the call, this class decodes the response or maps it to an exception.
 */
final class GeneratedCallHandler implements InvocationHandler {

    private static final int NONE = -1;

    // By default, Feign would build a text from the current thread in each call to find the options of a method.
    private static final Request.Options SAME_OPTIONS = new Request.Options() {
        @Override
        public Request.Options getMethodOptions(String methodName) {
            return this;
        }
    };

    private final Map<Method, MethodHandler> feign;
    private final ErrorMapper errors;
    private final Map<Method, Operation> operations = new HashMap<>();

    private GeneratedCallHandler(String provider, Map<Method, MethodHandler> feign, ErrorMapper errors) {
        this.feign = feign;
        this.errors = errors;
        for (Method method : feign.keySet()) {
            if (!method.isDefault()) {
                operations.put(method, Operation.of(provider, method));
            }
        }
    }

    /**
     * Creates the client of a generated interface. The function {@code sender} sends a request and returns the
     * response, even if the status reports an error.
     */
    static <T> T client(
            Class<T> type, String provider, BiFunction<Request, ApiCall, ApiResponse> sender, ErrorMapper errors) {
        return Feign.builder()
                .contract(new BodylessContract())
                .client((request, options) -> {
                    ApiCall call = (ApiCall) options;
                    call.response = sender.apply(request, call);
                    // Feign decodes nothing, because the handler has the response already.
                    return Response.builder().status(204).request(request).build();
                })
                .options(SAME_OPTIONS)
                .decoder((response, expected) -> null)
                .retryer(Retryer.NEVER_RETRY)
                .logLevel(Logger.Level.NONE)
                .invocationHandlerFactory((target, dispatch) -> new GeneratedCallHandler(provider, dispatch, errors))
                .target(new RelativeTarget<>(type, provider));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return invoke(proxy, method, arguments, null);
    }

    /**
     * Calls a method of the generated interface. If {@code stream} is not null, it receives the entries of the
     * response.
     */
    @Nullable
    Object invoke(Object proxy, Method method, Object @Nullable [] arguments, @Nullable StreamingRead<?> stream)
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
        ApiCall call = operation.call(given, stream);
        feign.get(method).invoke(operation.feignArguments(given, call));
        ApiResponse response = Objects.requireNonNull(call.response);
        if (!response.success()) {
            throw switch (call.kind) {
                case READ -> errors.readError(response);
                case WRITE -> errors.writeError(response);
                case SPEND -> errors.spendError(response, call.body == null ? new byte[0] : call.body);
            };
        }
        return stream == null ? decode(response, call.kind, operation.returned) : null;
    }

    /**
     * Decodes a response with a 2xx status. If the return type of the operation is {@link ApiResponse}, returns the
     * response itself.
     */
    private static @Nullable Object decode(ApiResponse response, ApiCall.Kind kind, Type type) {
        if (type == ApiResponse.class) {
            return response;
        }
        // The response to a successful write may have no body.
        boolean confirmed = kind == ApiCall.Kind.WRITE && response.bytes().length == 0;
        return confirmed || type == void.class ? null : Json.decode(response, type);
    }

    /**
     * One operation of a generated interface: the names of the required parameters, and the positions of the body, the
     * filters and the permit among the parameters. A position is {@link #NONE} if the operation has no such parameter.
     */
    record Operation(
            OperationRef origin,
            ApiCall.Kind kind,
            Type returned,
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
                    method.getGenericReturnType(),
                    required,
                    body,
                    filters,
                    spend);
        }

        private ApiCall call(Object[] arguments, @Nullable StreamingRead<?> stream) {
            if (stream != null && kind != ApiCall.Kind.READ) {
                throw new IllegalArgumentException("only a read can be streamed");
            }
            for (int i = 0; i < required.length; i++) {
                if (arguments[i] == null && required[i] != null) {
                    throw new IllegalArgumentException(origin.operationId() + ": " + required[i] + " is missing");
                }
            }
            byte[] bytes = body == NONE || arguments[body] == null ? null : Json.bytes(arguments[body]);
            return new ApiCall(origin, kind, bytes, spend == NONE ? null : (SpendPermit) arguments[spend], stream);
        }

        /**
         * Returns the arguments for Feign: with encoded filters, and with the call as the argument of type {@code
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
         * Encodes all filters. Feign would not encode a value such as {@code %ab%}, because such a value looks as if it
         * were encoded.
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

    /**
     * A target without the address of the reseller, so that Feign creates only the path and the query of a request. If
     * Feign knew the address, Feign would parse the address for each request.
     */
    private record RelativeTarget<T>(Class<T> type, String name) implements Target<T> {
        @Override
        public String url() {
            return "/";
        }

        @Override
        public Request apply(RequestTemplate template) {
            return template.request();
        }
    }

    /**
     * Reads the annotations of an interface for Feign, but without the request body, because {@link ApiCall} contains
     * the body. Throws if a method uses a feature of Feign that the transport does not support.
     */
    static final class BodylessContract implements Contract {

        /**
         * The metadata of each interface. The metadata is read only once, because reading annotations is slow. Clients
         * and threads can share the metadata, because Feign copies the template for every call. This cache does not
         * prevent the garbage collection of an interface.
         */
        private static final ClassValue<List<MethodMetadata>> METADATA = new ClassValue<>() {
            // Spring Cloud OpenFeign brings Feign 13.6, which has this class only under its deprecated name.
            @SuppressWarnings("deprecation")
            @Override
            protected List<MethodMetadata> computeValue(Class<?> type) {
                List<MethodMetadata> methods = new Contract.Default().parseAndValidateMetadata(type);
                methods.forEach(BodylessContract::removeBody);
                return List.copyOf(methods);
            }
        };

        @Override
        public List<MethodMetadata> parseAndValidateMetadata(Class<?> type) {
            return METADATA.get(type);
        }

        private static void removeBody(MethodMetadata method) {
            if (method.headerMapIndex() != null
                    || method.urlIndex() != null
                    || !method.formParams().isEmpty()
                    || method.template().body() != null
                    || method.template().bodyTemplate() != null) {
                throw new IllegalStateException(method.configKey()
                        + " has a header map, a URI, a form or a fixed body, which the transport"
                        + " does not support");
            }
            method.bodyIndex(null);
        }
    }
}
