package dev.certbridge.conformance.stub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What goes wrong, and where, as one line: whoever sees it printed can have the same again.
 *
 * <p>A line is entries with commas between them. An entry is {@code operation:what}, then {@code xN} for so many calls or
 * {@code x*} for all, {@code @before} for nothing booked or {@code @after} for the opposite, and for an {@link Alteration}
 * the JSON pointer of its place; all but the first are optional. For example {@code
 * createCertificate:truncated,getCertificate:404-then-200x2,getProcess:missing-optional/updatedDate}. Entries for the same
 * operation happen one after another.
 *
 * @param entries in the order in which they are told to a stub
 */
public record Schedule(List<ScheduleEntry> entries) {

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
                .map(entry -> ScheduleEntry.parse(entry.strip()))
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
        List<String> wanted = operations.length > 0
                ? List.of(operations)
                : Contract.of(reseller).operations().stream().map(Operation::id).toList();
        List<Misbehaviour> quick = Stream.of(Misbehaviour.values())
                .filter(misbehaviour -> !misbehaviour.isSlow())
                .toList();
        List<Derived> derived = Derived.of(reseller).stream()
                .filter(one -> wanted.contains(one.operationId()) && one.status() / 100 == 2)
                .toList();
        Random random = new Random(seed);
        List<ScheduleEntry> drawn = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            int times = 1 + random.nextInt(2);
            if (derived.isEmpty() || random.nextBoolean()) {
                drawn.add(ScheduleEntry.of(
                        wanted.get(random.nextInt(wanted.size())), quick.get(random.nextInt(quick.size())), times));
            } else {
                drawn.add(ScheduleEntry.of(derived.get(random.nextInt(derived.size())), times));
            }
        }
        return new Schedule(drawn);
    }

    /**
     * Tells a stub.
     *
     * @throws IllegalArgumentException when the stub's contract lacks an operation; nothing was told then
     */
    public void applyTo(StubReseller stub) {
        Contract contract = Contract.of(stub.name());
        entries.forEach(entry -> contract.operation(entry.operationId()));
        entries.forEach(entry -> stub.answer(entry.operationId(), entry.failure()));
    }

    /** The line. */
    @Override
    public String toString() {
        return entries.stream().map(ScheduleEntry::toString).collect(Collectors.joining(","));
    }
}
