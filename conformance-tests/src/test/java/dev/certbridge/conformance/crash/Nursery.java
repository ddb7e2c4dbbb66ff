package dev.certbridge.conformance.crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Starts children ahead, because starting one takes longer than what a test does with it; ends all of them. */
final class Nursery implements AutoCloseable {

    private static final int AHEAD = 2;

    private final Queue<Child> spare = new ArrayDeque<>();
    private final List<Child> all = new ArrayList<>();

    Child next() {
        while (spare.size() <= AHEAD) {
            Child child = Child.start();
            all.add(child);
            spare.add(child);
        }
        return spare.remove();
    }

    @Override
    public void close() {
        all.forEach(Child::close);
    }
}
