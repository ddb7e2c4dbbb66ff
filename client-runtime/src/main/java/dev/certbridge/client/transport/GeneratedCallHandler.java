package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.spi.StackGuard;
import feign.InvocationHandlerFactory.MethodHandler;
import feign.codec.DecodeException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind a generated interface: refuses a missing path parameter, body or {@link SpendPermit} by name, encodes, and
 * unwraps our failures from Feign's.
 */
final class GeneratedCallHandler implements InvocationHandler {

    private final Map<Method, MethodHandler> feign;
    private final Map<Method, ApiOperation> operations;
    private final @Nullable StreamingRead<?> streamed;

    GeneratedCallHandler(
            Map<Method, MethodHandler> feign,
            Map<Method, ApiOperation> operations,
            @Nullable StreamingRead<?> streamed) {
        this.feign = feign;
        this.operations = operations;
        this.streamed = streamed;
    }

    /** The same interface, with the entries of what it reads handed on. */
    static <A> A streaming(Class<A> type, A plain, StreamingRead<?> read) {
        GeneratedCallHandler known = (GeneratedCallHandler) Proxy.getInvocationHandler(plain);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                new GeneratedCallHandler(known.feign, known.operations, read)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object[] given = arguments == null ? new Object[0] : arguments;
        ApiOperation operation = operations.get(method);
        if (operation == null) {
            return inherited(proxy, method, given);
        }
        StackGuard.require(operation.origin());
        ApiCall call = operation.call(given, streamed);
        try {
            return feign.get(method).invoke(operation.forFeign(given, call));
        } catch (DecodeException e) {
            throw e.getCause() instanceof ResellerException ours ? ours : e;
        }
    }

    private @Nullable Object inherited(Object proxy, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> proxy.getClass().getInterfaces()[0].getSimpleName();
            default -> {
                if (streamed != null) {
                    throw new IllegalStateException(
                            method.getName() + " is no operation, so nothing of it can be streamed");
                }
                yield feign.get(method).invoke(arguments);
            }
        };
    }
}
