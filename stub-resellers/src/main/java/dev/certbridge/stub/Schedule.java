package dev.certbridge.stub;

import dev.certbridge.stub.SettingChange.StubSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sequence of faults and setting changes that can be written as one line, printed, and replayed.
 *
 * <p>A line consists of items separated by commas. There are two kinds of items: faults and setting changes.
 *
 * <p>An item for a fault consists of {@code operation:fault} and three optional parts in this order: the number of
 * calls, the booking, and a JSON pointer. The number of calls is {@code xN} for N calls, or {@code x*} for all calls.
 * The booking is {@code @before} or {@code @after}: the fault happens before or after the stub books the request. The
 * JSON pointer selects the value that a {@link BodyMutation} changes.
 *
 * <p>An item for a setting change consists of {@code stub:setting} and optional parts, where the setting is a method of
 * the stub. The suffix {@code =value} or {@code =one;two} contains the values for the method. The suffix {@code @N}
 * means that the setting changes at the Nth request.
 *
 * <p>For example, {@code createCertificate:truncated,getProcess:missing-optional/updatedDate} provokes two faults, and
 * {@code stub:statusGoesBackwards,stub:listsAfter=2@4} changes two settings.
 *
 * <p>Faults of the same operation happen one after another. Two stubs with the same {@link StubOptions#seed} have equal
 * journals if they receive the same calls.
 */
public record Schedule(List<Item> entries) {

    /** One item of a schedule: a fault of an operation, or a setting change. */
    public sealed interface Item permits ScheduledFault, SettingChange {

        /**
         * Returns an action that applies the item. Throws IllegalArgumentException if the stub lacks the operation or
         * setting.
         */
        Runnable at(StubReseller stub);
    }

    public Schedule {
        entries = List.copyOf(entries);
    }

    /** Parses a schedule. Throws IllegalArgumentException with a one-line message that names the invalid item. */
    public static Schedule parse(String line) {
        return new Schedule(Arrays.stream(line.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .<Item>map(item ->
                        item.startsWith(SettingChange.STUB) ? SettingChange.parse(item) : ScheduledFault.parse(item))
                .toList());
    }

    /**
     * Generates a schedule of faults. The schedule contains no fault that delays a response. Equal arguments give equal
     * schedules. If no {@code operations} are given, the schedule may contain all operations of the contract.
     */
    public static Schedule seeded(String reseller, long seed, int entries, String... operations) {
        return new Generator(reseller, seed, List.of(), operations).schedule(entries);
    }

    /**
     * Generates a schedule of faults and setting changes for a stub. The schedule contains only settings that take no
     * value or an enum constant.
     */
    public static Schedule seeded(StubReseller stub, long seed, int entries, String... operations) {
        return new Generator(stub.name(), seed, StubSetting.of(stub), operations).schedule(entries);
    }

    /**
     * Applies the schedule to a stub. If the stub lacks an operation or setting of the schedule, throws
     * IllegalArgumentException and applies nothing.
     */
    public void applyTo(StubReseller stub) {
        entries.stream().map(item -> item.at(stub)).toList().forEach(Runnable::run);
    }

    /** Returns the schedule as a line that {@link #parse} accepts. */
    @Override
    public String toString() {
        return entries.stream().map(Item::toString).collect(Collectors.joining(","));
    }

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
