package dev.certbridge.stub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Failures still to happen, per operation and in the order in which they were asked for. */
final class FailureQueue {

    private final Map<String, List<CannedFailure>> waiting = new HashMap<>();

    synchronized void add(String operationId, CannedFailure failure) {
        waiting.computeIfAbsent(operationId, id -> new ArrayList<>()).add(failure);
    }

    /** The first failure meant for this call, used up by it. */
    synchronized Optional<CannedFailure> next(StubCall call) {
        List<CannedFailure> queue = waiting.getOrDefault(call.operationId(), List.of());
        for (int i = 0; i < queue.size(); i++) {
            CannedFailure failure = queue.get(i);
            if (failure.isFor(call)) {
                useUp(queue, i, failure);
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }

    private static void useUp(List<CannedFailure> queue, int index, CannedFailure failure) {
        if (failure.times() == 1) {
            queue.remove(index);
        } else if (failure.times() != CannedFailure.ALWAYS) {
            queue.set(index, failure.times(failure.times() - 1));
        }
    }
}
