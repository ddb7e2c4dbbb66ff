package dev.certbridge.stub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a {@link Schedule} that spoils answers of an operation.
 *
 * @param operationId the operation
 * @param what the word of a {@link WireFault} or an {@link BodyMutation}
 * @param times how many calls, {@link #ALWAYS}, or 0 where it is left to the misbehaviour
 * @param booking when the order is booked
 * @param pointer where in the body; empty for a misbehaviour
 */
public record ScheduledFault(String operationId, String what, int times, Booking booking, String pointer)
        implements ScheduleItem {

    /** Whether the request is carried out. */
    public enum Booking {
        /** As the misbehaviour says. */
        UNSAID(""),
        /** Not. */
        BEFORE("@before"),
        /** Before it is answered. */
        AFTER("@after");

        private final String text;

        Booking(String text) {
            this.text = text;
        }

        private static Booking of(String text) {
            return text == null ? UNSAID : text.equals(BEFORE.text) ? BEFORE : AFTER;
        }
    }

    /** Every call. */
    public static final int ALWAYS = CannedFailure.ALWAYS;

    private static final Pattern ENTRY =
            Pattern.compile("(\\w+):([a-z0-9-]+?)(?:x([1-9]\\d{0,5}|\\*))?(@before|@after)?(/\\S*)?");

    /** Complains about words that mean nothing. */
    public ScheduledFault {
        if (pointer.isEmpty() && isMisbehaviour(what)) {
            WireFault.named(what);
        } else {
            BodyMutation.named(what);
        }
    }

    static ScheduledFault of(String operationId, WireFault how, int times) {
        return new ScheduledFault(operationId, how.word(), times, Booking.UNSAID, "");
    }

    static ScheduledFault of(DerivedFaults derived, int times) {
        return new ScheduledFault(
                derived.operationId(), derived.alteration().word(), times, Booking.UNSAID, derived.pointer());
    }

    static ScheduledFault parse(String text) {
        Matcher matcher = ENTRY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an entry of a schedule, which is operation:what: " + text);
        }
        String times = matcher.group(3);
        return new ScheduledFault(
                matcher.group(1),
                matcher.group(2),
                times == null ? 0 : times.equals("*") ? ALWAYS : Integer.parseInt(times),
                Booking.of(matcher.group(4)),
                matcher.group(5) == null ? "" : matcher.group(5));
    }

    /** As a failure to provoke. */
    public CannedFailure failure() {
        CannedFailure failure = isMisbehaviour(what)
                ? WireFault.named(what).failure()
                : BodyMutation.named(what).at(pointer);
        CannedFailure often = times == 0 ? failure : failure.times(times);
        return switch (booking) {
            case UNSAID -> often;
            case BEFORE -> often.beforeBooking();
            case AFTER -> often.afterBooking();
        };
    }

    @Override
    public Runnable at(StubReseller stub) {
        StubContract.of(stub.name()).operation(operationId);
        return () -> stub.answer(operationId, failure());
    }

    @Override
    public String toString() {
        String often = times == 0 ? "" : times == ALWAYS ? "x*" : "x" + times;
        return operationId + ":" + what + often + booking.text + pointer;
    }

    private static boolean isMisbehaviour(String word) {
        for (WireFault misbehaviour : WireFault.values()) {
            if (misbehaviour.word().equals(word)) {
                return true;
            }
        }
        return false;
    }
}
