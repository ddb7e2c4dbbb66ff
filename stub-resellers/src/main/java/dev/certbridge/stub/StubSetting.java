package dev.certbridge.stub;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A way in which a stub can be a worse reseller: a method of it that returns the stub itself and takes at most one value,
 * or any number of texts. So whatever a stub can be told fluently can also stand in a {@link Schedule}.
 */
final class StubSetting {

    private static final Set<Class<?>> VALUES =
            Set.of(int.class, long.class, String.class, String[].class, Duration.class);

    private final Method method;

    private StubSetting(Method method) {
        this.method = method;
    }

    /** All of a stub, by name. */
    static List<StubSetting> of(StubReseller stub) {
        return Arrays.stream(stub.getClass().getMethods())
                .filter(method -> method.getReturnType() == stub.getClass())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && takesText(method))
                .sorted(Comparator.comparing(Method::getName))
                .map(StubSetting::new)
                .toList();
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException when the stub has none
     */
    static StubSetting named(StubReseller stub, String name) {
        return of(stub).stream()
                .filter(knob -> knob.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the stub of " + stub.name()
                        + " has no knob " + name + "; it has "
                        + of(stub).stream().map(StubSetting::name).toList()));
    }

    private static boolean takesText(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return types.length == 0 || types.length == 1 && (VALUES.contains(types[0]) || types[0].isEnum());
    }

    String name() {
        return method.getName();
    }

    /**
     * Ready to be turned.
     *
     * @throws IllegalArgumentException when these are no values of it
     */
    Runnable turn(StubReseller stub, List<String> values) {
        Object[] arguments = arguments(values);
        return () -> {
            try {
                method.invoke(stub, arguments);
            } catch (InvocationTargetException e) {
                throw new IllegalArgumentException(name() + " takes no " + values, e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a public method of a public class", e);
            }
        };
    }

    /** Any turn of it that does no harm to the stub itself; empty where that takes knowledge. */
    Optional<SettingChange> drawn(Random random, int from) {
        if (method.getParameterCount() == 0) {
            return Optional.of(new SettingChange(name(), List.of(), from));
        }
        Object[] constants = method.getParameterTypes()[0].getEnumConstants();
        return Optional.ofNullable(constants)
                .map(all -> (Enum<?>) all[random.nextInt(all.length)])
                .map(constant -> new SettingChange(name(), List.of(constant.name()), from));
    }

    private Object[] arguments(List<String> values) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length == 1 && types[0] == String[].class && !values.isEmpty()) {
            return new Object[] {values.toArray(String[]::new)};
        }
        if (types.length != values.size()) {
            throw new IllegalArgumentException(name() + " takes " + types.length + " values, not " + values);
        }
        return types.length == 0 ? new Object[0] : new Object[] {argument(types[0], values.get(0))};
    }

    private Object argument(Class<?> type, String value) {
        try {
            if (type == int.class) {
                return Integer.valueOf(value);
            }
            if (type == long.class) {
                return Long.valueOf(value);
            }
            if (type == Duration.class) {
                return Duration.parse(value);
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name() + " takes no " + value, e);
        }
        return type == String.class ? value : constant(type, value);
    }

    private Object constant(Class<?> type, String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        name() + " takes one of " + Arrays.toString(type.getEnumConstants()) + ", not " + value));
    }
}
