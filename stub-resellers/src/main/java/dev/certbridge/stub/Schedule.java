package dev.certbridge.stub;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What goes wrong, and where, as one line: whoever sees it printed can have the same again.
 *
 * <p>A line is entries with commas between them, of two kinds. What happens to answers is {@code operation:what}, then
 * {@code xN} for so many calls or {@code x*} for all, {@code @before} for nothing booked or {@code @after} for the
 * opposite, and for an {@link BodyMutation} the JSON pointer of its place; all but the first are optional. What kind of a
 * reseller the stub is from then on is {@code stub:knob}, a method of the stub, then {@code =value} where it takes one,
 * {@code =one;two} where it takes several, and {@code @N} for only from the Nth request on. For example {@code
 * createCertificate:truncated,getProcess:missing-optional/updatedDate,stub:statusGoesBackwards,stub:listsAfter=2@4}.
 * Entries for the same operation happen one after another. Ids come from {@link StubOptions#seed}: with the same seed and
 * the same calls, the journal is the same.
 *
 * @param entries in the order in which they are told to a stub
 */
public record Schedule(List<ScheduleItem> entries) {

    public Schedule {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is none; the message is one line and names the entry
     */
    public static Schedule parse(String line) {
        return new Schedule(Arrays.stream(line.strip().split(","))
                .filter(entry -> !entry.isBlank())
                .map(entry -> ScheduleItem.parse(entry.strip()))
                .toList());
    }

    /**
     * Draws a schedule, the same for the same seed. Nothing that is slow is in it.
     *
     * @param reseller whose operations
     * @param seed decides all of it
     * @param entries how many
     * @param operations which operations can be in it; all of the contract when none is named
     */
    public static Schedule seeded(String reseller, long seed, int entries, String... operations) {
        return new ScheduleGenerator(reseller, seed, List.of(), operations).schedule(entries);
    }

    /**
     * The same for a stub, with its own knobs among the entries, each from one of the first requests on: those that take
     * nothing, or a constant.
     */
    public static Schedule seeded(StubReseller stub, long seed, int entries, String... operations) {
        return new ScheduleGenerator(stub.name(), seed, StubSetting.of(stub), operations).schedule(entries);
    }

    /**
     * Tells a stub.
     *
     * @throws IllegalArgumentException when the stub's contract lacks an operation, or the stub a knob; nothing was told
     *     then
     */
    public void applyTo(StubReseller stub) {
        List<Runnable> ready = entries.stream().map(entry -> entry.at(stub)).toList();
        ready.forEach(Runnable::run);
    }

    /** The line. */
    @Override
    public String toString() {
        return entries.stream().map(ScheduleItem::toString).collect(Collectors.joining(","));
    }
}
