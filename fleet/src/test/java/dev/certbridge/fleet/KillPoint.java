package dev.certbridge.fleet;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * A point at which a process ends. All calls of the wrapped objects are counted. From the chosen call on, every call
 * throws {@link Killed}, so that the process can write nothing any more.
 */
final class KillPoint {

    /** The end of the process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private int left = -1;
    private boolean after;
    private boolean dead;

    /** Chooses the call. With {@code after}, the call has its effect, and only its result is lost. */
    synchronized void arm(int call, boolean afterEffect) {
        left = call;
        after = afterEffect;
        dead = false;
    }

    /** Starts the next process. Returns true if the last one was killed. */
    synchronized boolean restart() {
        boolean was = dead;
        dead = false;
        left = -1;
        return was;
    }

    private synchronized boolean isLast() {
        if (dead) {
            throw new Killed();
        }
        if (left < 0 || --left > 0) {
            return false;
        }
        dead = true;
        if (!after) {
            throw new Killed();
        }
        return true;
    }

    <T> T wrap(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(target, values);
                    }
                    boolean last = isLast();
                    Object result;
                    try {
                        result = method.invoke(target, values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (last) {
                        throw new Killed();
                    }
                    return result;
                }));
    }
}
