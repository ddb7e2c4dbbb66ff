package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.spi.SpendLog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/** Books whose methods a test observes or lets fail. */
public final class InterceptedBook {

    private InterceptedBook() {}

    /** Is called in place of each method of a book. */
    @FunctionalInterface
    public interface Interceptor {
        Object call(String method, Object[] arguments, RealCall real) throws Throwable;
    }

    /** The call that a book would get. */
    @FunctionalInterface
    public interface RealCall {
        Object call() throws Throwable;
    }

    /** Returns a book in memory whose methods with these names throw. */
    static SpendLog failing(Throwable failure, String... methods) {
        assertThat(SpendLog.class.getMethods()).extracting(Method::getName).contains(methods);
        return of(SpendLog.of(OrderBooks.inMemory()), (method, arguments, real) -> {
            if (Set.of(methods).contains(method)) {
                throw failure;
            }
            return real.call();
        });
    }

    public static SpendLog of(SpendLog book, Interceptor interceptor) {
        return (SpendLog) Proxy.newProxyInstance(
                SpendLog.class.getClassLoader(), new Class<?>[] {SpendLog.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    return interceptor.call(method.getName(), arguments, () -> {
                        try {
                            return method.invoke(book, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
                });
    }
}
