package dev.certbridge.stub;

import dev.certbridge.stub.SettingChange.StubSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sequence of faults as one line, so that a printed line can be replayed.
 *
 * <p>A line is items with commas between them, of two kinds. A fault of answers is {@code operation:what}, then {@code xN}
 * for so many calls or {@code x*} for all, {@code @before} or {@code @after} booking, and for a {@link BodyMutation} the JSON
 * pointer of its place; all but the first are optional. A change of a setting is {@code stub:setting}, a method of the stub,
 * then {@code =value} if it takes one, {@code =one;two} if it takes several, and {@code @N} for only from the Nth request on.
 * For example {@code
 * createCertificate:truncated,getProcess:missing-optional/updatedDate,stub:statusGoesBackwards,stub:listsAfter=2@4}. Faults of
 * the same operation happen one after another. Ids come from {@link StubOptions#seed}: with the same seed and the same calls,
 * the journal is the same.
 */
public record Schedule(List<Item> entries) {

    /** One item of a schedule: a fault of the answers of an operation, or a change of a setting. */
    public sealed interface Item permits ScheduledFault, SettingChange {

        /**
         * Returns an action that applies the item to a stub.
         *
         * @throws IllegalArgumentException if the stub does not have the operation or setting; the message is one line
         */
        Runnable at(StubReseller stub);
    }

    public Schedule {
        entries = List.copyOf(entries);
    }

    /**
     * Parses a line.
     *
     * @throws IllegalArgumentException if it is not a schedule; the message is one line and names the item
     */
    public static Schedule parse(String line) {
        return new Schedule(Arrays.stream(line.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .<Item>map(item ->
                        item.startsWith(SettingChange.STUB) ? SettingChange.parse(item) : ScheduledFault.parse(item))
                .toList());
    }

    /**
     * Generates a schedule of faults that are not slow, the same for the same seed.
     *
     * @param operations the operations that can be in it; all of the contract if none is named
     */
    public static Schedule seeded(String reseller, long seed, int entries, String... operations) {
        return new Generator(reseller, seed, List.of(), operations).schedule(entries);
    }

    /**
     * Generates a schedule for a stub, with its settings among the items, each from one of the first requests on: those that
     * take no value, or a constant.
     */
    public static Schedule seeded(StubReseller stub, long seed, int entries, String... operations) {
        return new Generator(stub.name(), seed, StubSetting.of(stub), operations).schedule(entries);
    }

    /**
     * Applies the schedule to a stub.
     *
     * @throws IllegalArgumentException if the stub does not have an operation or setting; nothing is applied then
     */
    public void applyTo(StubReseller stub) {
        entries.stream().map(item -> item.at(stub)).toList().forEach(Runnable::run);
    }

    /** Returns the line. */
    @Override
    public String toString() {
        return entries.stream().map(Item::toString).collect(Collectors.joining(","));
    }

    /** Generates schedules from a seed. */
    private static final class Generator {

        private static final int EARLY = 6;
        private static final int KINDS = 3;

        private final Random random;
        private final List<StubSetting> settings;
        private final List<String> operations;
        private final List<WireFault> quick =
                Stream.of(WireFault.values()).filter(fault -> !fault.isSlow()).toList();
        private final List<DerivedFaults> derived;

        Generator(String reseller, long seed, List<StubSetting> settings, String... operations) {
            this.random = new Random(seed);
            this.settings = settings;
            this.operations = operations.length > 0
                    ? List.of(operations)
                    : StubContract.of(reseller).operations().stream()
                            .map(StubOperation::id)
                            .toList();
            this.derived = DerivedFaults.of(reseller).stream()
                    .filter(one -> this.operations.contains(one.operationId()) && one.status() / 100 == 2)
                    .toList();
        }

        Schedule schedule(int size) {
            List<Item> items = new ArrayList<>();
            while (items.size() < size) {
                if (!settings.isEmpty() && random.nextInt(KINDS) == 0) {
                    StubSetting setting = settings.get(random.nextInt(settings.size()));
                    setting.random(random, 1 + random.nextInt(EARLY)).ifPresent(items::add);
                } else {
                    items.add(fault(1 + random.nextInt(2)));
                }
            }
            return new Schedule(items);
        }

        private ScheduledFault fault(int times) {
            if (derived.isEmpty() || random.nextBoolean()) {
                String operation = operations.get(random.nextInt(operations.size()));
                return ScheduledFault.of(operation, quick.get(random.nextInt(quick.size())), times);
            }
            return ScheduledFault.of(derived.get(random.nextInt(derived.size())), times);
        }
    }
}
