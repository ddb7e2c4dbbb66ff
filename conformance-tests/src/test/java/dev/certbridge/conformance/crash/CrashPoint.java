package dev.certbridge.conformance.crash;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What happens in the other process and on its connections, one step at a time and always in the same order: whoever
 * reached a step stands still there until the test has seen it.
 */
final class CrashPoint implements PausableProxy.Steps {

    /** Far more than any step takes: what does not come by then never comes. */
    private static final int SECONDS = 120;

    private record Moment(String step, Runnable goOn) {}

    private final BlockingQueue<Moment> reached = new LinkedBlockingQueue<>();
    private final List<Moment> standing = new ArrayList<>();
    private boolean free;

    /** A step of the other process. */
    synchronized void reached(String step, Runnable goOn) {
        if (free) {
            goOn.run();
        }
        reached.add(new Moment(step, free ? () -> {} : goOn));
    }

    /** A step of the connection. Nobody tells a step that follows from this one before this one is told. */
    @Override
    public void take(String step, PausableProxy.Action action) throws IOException {
        CountDownLatch goOn = new CountDownLatch(1);
        synchronized (this) {
            action.run();
            reached(step, goOn::countDown);
        }
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("while standing at " + step);
        }
    }

    /** Lets everything go on up to and including this step, or to the end of the process; gives the steps in order. */
    List<String> playTo(String last) throws InterruptedException {
        List<String> played = new ArrayList<>();
        while (true) {
            Moment moment = next(played);
            played.add(moment.step());
            if (moment.step().equals(last)) {
                standing.add(moment);
                return played;
            }
            if (isEnd(moment.step())) {
                return played;
            }
            if (moment.step().startsWith("write") && moment.step().endsWith(PausableProxy.HEAD)) {
                // Its body has to wait: the head must be in the book before there is one.
                standing.add(moment);
            } else {
                moment.goOn().run();
                if (moment.step().startsWith("answered") && moment.step().endsWith("after")) {
                    letGo();
                }
            }
        }
    }

    /** What was reached since it was played, and stands still too. */
    List<String> reachedSince() {
        return reached.stream().map(Moment::step).toList();
    }

    /** Nothing stands still any more. */
    synchronized void setFree() {
        free = true;
        letGo();
        List<Moment> waiting = new ArrayList<>();
        reached.drainTo(waiting);
        for (Moment moment : waiting) {
            moment.goOn().run();
            reached.add(new Moment(moment.step(), () -> {}));
        }
    }

    /** How the process ended in its own words. */
    String end() throws InterruptedException {
        List<String> played = playTo("");
        return played.get(played.size() - 1);
    }

    static boolean isEnd(String step) {
        return step.startsWith(OrderingProcess.DONE) || step.startsWith(OrderingProcess.FAILED);
    }

    private void letGo() {
        standing.forEach(moment -> moment.goOn().run());
        standing.clear();
    }

    private Moment next(List<String> played) throws InterruptedException {
        Moment moment = reached.poll(SECONDS, TimeUnit.SECONDS);
        if (moment == null) {
            throw new AssertionError("nothing came after " + played);
        }
        return moment;
    }
}
