package dev.certbridge.conformance.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;

/** A PostgreSQL whose clock is ahead: every question for its time gets a later answer. */
final class DelayedDataSource {

    private static final String TIME = "clock_timestamp()";

    private DelayedDataSource() {}

    static DataSource of(DataSource source, Duration later) {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = method.invoke(source, arguments);
            return result instanceof Connection connection ? of(connection, later) : result;
        });
    }

    private static Connection of(Connection connection, Duration later) {
        String time = TIME + " + interval '" + later.toSeconds() + " seconds'";
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                arguments[0] = ((String) arguments[0]).replace(TIME, time);
            }
            return method.invoke(connection, arguments);
        });
    }

    private interface Call {
        Object of(Method method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return call.of(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
