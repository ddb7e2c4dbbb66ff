package dev.certbridge.stub;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a {@link Schedule} that makes a stub a worse reseller, by one of its own methods: {@code
 * stub:statusGoesBackwards}, or with values and from the fourth request on {@code stub:ignoresFilters=process;status@4}.
 *
 * @param knob the name of the method
 * @param values its values, as text: numbers, names of constants, durations such as {@code PT5M}; empty where it takes none
 * @param from the first request that finds it so, counted from when the schedule is played, 1 being the next one
 */
public record SettingChange(String knob, List<String> values, int from) implements ScheduleItem {

    static final String STUB = "stub:";

    private static final Pattern NAME = Pattern.compile("[a-z]\\w*");
    private static final Pattern VALUE = Pattern.compile("[\\w.+-]+");
    private static final Pattern TURN =
            Pattern.compile(STUB + "(" + NAME + ")(?:=(" + VALUE + "(?:;" + VALUE + ")*))?(?:@([1-9]\\d{0,5}))?");

    /** Complains about what could not be read back. */
    public SettingChange {
        values = List.copyOf(values);
        if (!NAME.matcher(knob).matches()
                || from < 1
                || !values.stream().allMatch(value -> VALUE.matcher(value).matches())) {
            throw new IllegalArgumentException("no line can say " + knob + " with " + values + " from request " + from);
        }
    }

    static SettingChange parse(String text) {
        Matcher matcher = TURN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an entry of a schedule, which is stub:knob=value@request: " + text);
        }
        return new SettingChange(
                matcher.group(1),
                matcher.group(2) == null
                        ? List.of()
                        : Arrays.asList(matcher.group(2).split(";")),
                matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3)));
    }

    @Override
    public Runnable at(StubReseller stub) {
        Runnable turn = StubSetting.named(stub, knob).turn(stub, values);
        if (from == 1) {
            return turn;
        }
        if (stub instanceof WireMockStub running) {
            return () -> running.before(from, turn);
        }
        throw new IllegalArgumentException("this stub of " + stub.name() + " does not count requests: " + this);
    }

    @Override
    public String toString() {
        return STUB + knob + (values.isEmpty() ? "" : "=" + String.join(";", values)) + (from == 1 ? "" : "@" + from);
    }
}
