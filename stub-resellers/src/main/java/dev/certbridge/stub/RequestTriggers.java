package dev.certbridge.stub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is done to a stub just before it looks at a request, by the number of the request. */
final class RequestTriggers {

    private final Map<Long, List<Runnable>> waiting = new HashMap<>();
    private long received;

    /** Before the next request where {@code next} is 1. */
    synchronized void before(int next, Runnable turn) {
        waiting.computeIfAbsent(received + next, number -> new ArrayList<>()).add(turn);
    }

    /** A request is here. */
    synchronized void request() {
        received++;
        List<Runnable> now = waiting.remove(received);
        if (now != null) {
            now.forEach(Runnable::run);
        }
    }
}
