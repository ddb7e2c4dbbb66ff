package dev.certbridge.stub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Draws a {@link Schedule}: the same for the same seed. Nothing that is slow is in it. */
final class ScheduleGenerator {

    private static final int EARLY = 6;
    private static final int KINDS = 3;

    private final Random random;
    private final List<StubSetting> knobs;
    private final List<String> operations;
    private final List<WireFault> quick = Stream.of(WireFault.values())
            .filter(misbehaviour -> !misbehaviour.isSlow())
            .toList();
    private final List<DerivedFaults> derived;

    /**
     * What there is to draw from.
     *
     * @param knobs of the stub; none where there is no stub yet
     * @param operations which operations can be in it; all of the contract when none is named
     */
    ScheduleGenerator(String reseller, long seed, List<StubSetting> knobs, String... operations) {
        this.random = new Random(seed);
        this.knobs = knobs;
        this.operations = operations.length > 0
                ? List.of(operations)
                : StubContract.of(reseller).operations().stream()
                        .map(StubOperation::id)
                        .toList();
        this.derived = DerivedFaults.of(reseller).stream()
                .filter(one -> this.operations.contains(one.operationId()) && one.status() / 100 == 2)
                .toList();
    }

    Schedule schedule(int entries) {
        List<ScheduleItem> drawn = new ArrayList<>();
        while (drawn.size() < entries) {
            boolean turn = !knobs.isEmpty() && random.nextInt(KINDS) == 0;
            if (turn) {
                turn().ifPresent(drawn::add);
            } else {
                drawn.add(answer(1 + random.nextInt(2)));
            }
        }
        return new Schedule(drawn);
    }

    private Optional<SettingChange> turn() {
        return knobs.get(random.nextInt(knobs.size())).drawn(random, 1 + random.nextInt(EARLY));
    }

    private ScheduledFault answer(int times) {
        if (derived.isEmpty() || random.nextBoolean()) {
            return ScheduledFault.of(
                    operations.get(random.nextInt(operations.size())), quick.get(random.nextInt(quick.size())), times);
        }
        return ScheduledFault.of(derived.get(random.nextInt(derived.size())), times);
    }
}
