package dev.certbridge.stub;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An item of a {@link Schedule} that changes a setting of the stub, such as {@code
 * stub:ignoresFilters=process;status@4}. The component {@code setting} is the name of a method of the stub. The
 * component {@code from} is the number of the request before which the setting changes. The number 1 means the next
 * request.
 */
public record SettingChange(String setting, List<String> values, int from) implements Schedule.Item {

    static final String STUB = "stub:";

    private static final Pattern NAME = Pattern.compile("[a-z]\\w*");
    private static final Pattern VALUE = Pattern.compile("[\\w.+-]+");
    private static final Pattern ITEM =
            Pattern.compile(STUB + "(" + NAME + ")(?:=(" + VALUE + "(?:;" + VALUE + ")*))?(?:@([1-9]\\d{0,5}))?");

    /**
     * Checks that the text of the item can be parsed again. Throws IllegalArgumentException if the text cannot be
     * parsed.
     */
    public SettingChange {
        values = List.copyOf(values);
        if (!NAME.matcher(setting).matches()
                || from < 1
                || !values.stream().allMatch(value -> VALUE.matcher(value).matches())) {
            throw new IllegalArgumentException(
                    "a schedule cannot set " + setting + " to " + values + " at request " + from);
        }
    }

    static SettingChange parse(String text) {
        Matcher matcher = ITEM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    text + " is not an item of a schedule; write stub:setting=value@request");
        }
        return new SettingChange(
                matcher.group(1),
                matcher.group(2) == null ? List.of() : List.of(matcher.group(2).split(";")),
                matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3)));
    }

    @Override
    public Runnable at(StubReseller stub) {
        Runnable named = StubSetting.named(stub, setting).change(stub, values);
        String name = new SettingChange(setting, values, 1).toString().substring(STUB.length());
        Runnable change = () -> stub.changeSetting(name, named);
        return from == 1 ? change : () -> stub.before(from, change);
    }

    @Override
    public String toString() {
        return STUB
                + setting
                + (values.isEmpty() ? "" : "=" + String.join(";", values))
                + (from == 1 ? "" : "@" + from);
    }

    /**
     * A setting of a stub: a public method that returns the stub itself and takes no value, one value, or any number of
     * texts.
     */
    static final class StubSetting {

        private static final Map<Class<?>, Function<String, Object>> VALUES = Map.of(
                int.class, Integer::valueOf,
                long.class, Long::valueOf,
                String.class, text -> text,
                Duration.class, Duration::parse);

        private final Method method;

        private StubSetting(Method method) {
            this.method = method;
        }

        static List<StubSetting> of(StubReseller stub) {
            return Arrays.stream(stub.getClass().getMethods())
                    .filter(method -> method.getReturnType() == stub.getClass())
                    .filter(method -> !Modifier.isStatic(method.getModifiers()) && takesText(method))
                    .sorted(Comparator.comparing(Method::getName))
                    .map(StubSetting::new)
                    .toList();
        }

        static StubSetting named(StubReseller stub, String name) {
            List<StubSetting> all = of(stub);
            return all.stream()
                    .filter(setting -> setting.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the stub of " + stub.name() + " has no setting " + name + "; it has "
                                    + all.stream().map(StubSetting::name).toList()));
        }

        private static boolean takesText(Method method) {
            Class<?>[] types = method.getParameterTypes();
            return types.length == 0
                    || types.length == 1
                            && (VALUES.containsKey(types[0]) || types[0] == String[].class || types[0].isEnum());
        }

        String name() {
            return method.getName();
        }

        /** Returns true if the setting takes no value. */
        boolean isSwitch() {
            return method.getParameterCount() == 0;
        }

        Runnable change(StubReseller stub, List<String> values) {
            Object[] arguments = arguments(values);
            return () -> {
                try {
                    method.invoke(stub, arguments);
                } catch (InvocationTargetException e) {
                    throw new IllegalArgumentException(name() + " does not accept " + values, e.getCause());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("the public method of a setting is not accessible", e);
                }
            };
        }

        /**
         * Returns a random change of the setting, or empty if the setting takes a value that is not an enum constant.
         */
        Optional<SettingChange> random(Random random, int from) {
            if (isSwitch()) {
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
            return values.stream().map(value -> argument(types[0], value)).toArray();
        }

        private Object argument(Class<?> type, String value) {
            Object[] constants = type.getEnumConstants();
            if (constants != null) {
                return Arrays.stream(constants)
                        .filter(constant -> ((Enum<?>) constant).name().equals(value))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                name() + " takes one of " + Arrays.toString(constants) + ", not " + value));
            }
            try {
                return VALUES.get(type).apply(value);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(name() + " does not accept " + value, e);
            }
        }
    }
}
