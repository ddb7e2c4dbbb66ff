package dev.certbridge.conformance.crash;

import dev.certbridge.reseller.spi.SpendLog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A book that tells before and after everything it commits, and before and after the last look. */
final class ReportingBook implements InvocationHandler {

    /** What changes nothing and lets nothing out. All else is told, what is new too. */
    private static final Set<String> SILENT = Set.of(
            "recorded",
            "requestOf",
            "orders",
            "knows",
            "unresolved",
            "uncompared",
            "snapshot",
            "left",
            "allowed",
            "halted",
            "publishedByOthers",
            "damagedRecoveryFiles",
            "close",
            "toString",
            "hashCode",
            "equals");

    private final SpendLog kept;
    private final Consumer<String> told;
    private final Map<String, Integer> times = new TreeMap<>();

    private ReportingBook(SpendLog kept, Consumer<String> told) {
        this.kept = kept;
        this.told = told;
    }

    static SpendLog of(SpendLog kept, Consumer<String> told) {
        return (SpendLog) Proxy.newProxyInstance(
                SpendLog.class.getClassLoader(), new Class<?>[] {SpendLog.class}, new ReportingBook(kept, told));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (SILENT.contains(method.getName())) {
            return done(method, arguments);
        }
        String step = method.getName() + " " + times.merge(method.getName(), 1, Integer::sum);
        told.accept(step + ": before");
        Object result = done(method, arguments);
        told.accept(step + ": after");
        return result;
    }

    private Object done(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(kept, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
