package dev.certbridge.conformance.wire;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.reseller.ConnectOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A generated client of any reseller, with operations that both have. */
final class GeneratedClient implements AutoCloseable {

    static final String KEY = "obviously-fake-key-4711";

    /** The client class of each reseller: its accessors give the generated interfaces. */
    static final Map<String, Class<? extends AutoCloseable>> CLIENTS =
            new TreeMap<>(Map.of("regfish", RegfishClient.class, "realtime", RealtimeClient.class));

    private final AutoCloseable client;

    private GeneratedClient(AutoCloseable client) {
        this.client = client;
    }

    static GeneratedClient open(String reseller, ConnectOptions options) {
        return new GeneratedClient(
                reseller.equals("regfish")
                        ? RegfishClient.connect(KEY, options)
                        : RealtimeClient.connect(KEY, options));
    }

    static GeneratedClient open(String reseller, FaultProxy server) {
        return open(reseller, server.options());
    }

    static GeneratedClient open(String reseller, FaultProxy server, UnaryOperator<ConnectOptions.Builder> changes) {
        return open(reseller, server.options(changes));
    }

    /** The operations of a reseller's contract. */
    static Stream<Method> operations(String reseller) {
        return Arrays.stream(CLIENTS.get(reseller).getMethods())
                .map(Method::getReturnType)
                .filter(type -> type.isInterface() && type.getPackageName().endsWith(".generated.api"))
                .flatMap(api -> Arrays.stream(api.getMethods()));
    }

    /** Reads the catalog. */
    Object read() {
        return client instanceof RegfishClient regfish
                ? regfish.products().listProducts()
                : ((RealtimeClient) client).products().listProducts(null, null, null, null, null, null, null, Map.of());
    }

    ApiResponse spend(SpendCall call) {
        return spend(call, SpendPermit.once());
    }

    /** Sends the order once. */
    ApiResponse spend(SpendCall call, SpendPermit spend) {
        return (ApiResponse) invoke(call.operation(), call.arguments(spend));
    }

    private Object invoke(Method operation, Object... arguments) {
        try {
            for (Method accessor : client.getClass().getMethods()) {
                if (accessor.getReturnType() == operation.getDeclaringClass()) {
                    return operation.invoke(accessor.invoke(client), arguments);
                }
            }
            throw new AssertionError("no accessor gives " + operation.getDeclaringClass());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (client instanceof RegfishClient regfish) {
            regfish.close();
        } else {
            ((RealtimeClient) client).close();
        }
    }
}
