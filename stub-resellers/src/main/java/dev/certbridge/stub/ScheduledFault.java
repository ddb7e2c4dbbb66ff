package dev.certbridge.stub;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An item of a {@link Schedule} that provokes a fault of an operation. The component {@code what} contains the name of
 * a {@link WireFault} or of a {@link BodyMutation}. The JSON {@code pointer} selects the value that a {@link
 * BodyMutation} changes. The component {@code times} is the number of calls: {@link #ALWAYS} means every call, and 0
 * means the default number of the fault.
 */
public record ScheduledFault(String operationId, String what, int times, Booking booking, String pointer)
        implements Schedule.Item {

    /** The time of the fault: before or after the request is carried out and booked. */
    public enum Booking {
        /** The fault happens at its default time. */
        DEFAULT(""),
        /** The stub does not carry out the request. */
        BEFORE("@before"),
        /** The stub carries out the request before the fault happens. */
        AFTER("@after");

        private final String text;

        Booking(String text) {
            this.text = text;
        }
    }

    /** The value of {@link #times} that means every call. */
    public static final int ALWAYS = CannedFailure.ALWAYS;

    private static final Pattern ITEM =
            Pattern.compile("(\\w+):([a-z0-9-]+?)(?:x([1-9]\\d{0,5}|\\*))?(@before|@after)?(/\\S*)?");

    /** Checks the fault. Throws IllegalArgumentException if there is no fault of this name. */
    public ScheduledFault {
        fault(what, pointer);
    }

    static ScheduledFault of(String operationId, WireFault fault, int times) {
        return new ScheduledFault(operationId, fault.word(), times, Booking.DEFAULT, "");
    }

    static ScheduledFault of(DerivedFaults derived, int times) {
        return new ScheduledFault(
                derived.operationId(), derived.mutation().word(), times, Booking.DEFAULT, derived.pointer());
    }

    static ScheduledFault parse(String text) {
        Matcher matcher = ITEM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " is not an item of a schedule; write operation:fault");
        }
        String times = Objects.requireNonNullElse(matcher.group(3), "0");
        String booking = Objects.requireNonNullElse(matcher.group(4), "");
        return new ScheduledFault(
                matcher.group(1),
                matcher.group(2),
                times.equals("*") ? ALWAYS : Integer.parseInt(times),
                Stream.of(Booking.values())
                        .filter(one -> one.text.equals(booking))
                        .findFirst()
                        .orElseThrow(),
                Objects.requireNonNullElse(matcher.group(5), ""));
    }

    /** Returns the failure to provoke. */
    public CannedFailure failure() {
        CannedFailure failure = fault(what, pointer);
        CannedFailure repeated = times == 0 ? failure : failure.times(times);
        return switch (booking) {
            case DEFAULT -> repeated;
            case BEFORE -> repeated.beforeBooking();
            case AFTER -> repeated.afterBooking();
        };
    }

    private static CannedFailure fault(String what, String pointer) {
        Optional<CannedFailure> wire =
                pointer.isEmpty() ? WireFault.find(what).map(WireFault::failure) : Optional.empty();
        return wire.orElseGet(() -> BodyMutation.named(what).at(pointer));
    }

    @Override
    public Runnable at(StubReseller stub) {
        StubContract.of(stub.name()).operation(operationId);
        return () -> stub.answer(operationId, failure(), what + pointer);
    }

    @Override
    public String toString() {
        String calls = times == 0 ? "" : times == ALWAYS ? "x*" : "x" + times;
        return operationId + ":" + what + calls + booking.text + pointer;
    }
}
