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
 * The steps of a command in the child process and on its connections, one at a time and always in the same order. Each
 * step stops until the test lets it continue.
 */
final class CrashPoint implements PausableProxy.Steps {

    /** Far longer than any step takes. */
    private static final int SECONDS = 120;

    private record Step(String name, Runnable resume) {}

    private final BlockingQueue<Step> reached = new LinkedBlockingQueue<>();
    private final List<Step> stopped = new ArrayList<>();
    private boolean released;

    /** Reports a step of the child process. */
    synchronized void reached(String name, Runnable resume) {
        if (released) {
            resume.run();
        }
        reached.add(new Step(name, released ? () -> {} : resume));
    }

    /** Takes a step of a connection, and reports it before any step that follows from it. */
    @Override
    public void take(String step, PausableProxy.Action action) throws IOException {
        CountDownLatch resume = new CountDownLatch(1);
        synchronized (this) {
            action.run();
            reached(step, resume::countDown);
        }
        try {
            resume.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted at " + step);
        }
    }

    /** Runs up to and including this step, or to the end of the command. Returns the steps in order. */
    List<String> runTo(String last) throws InterruptedException {
        List<String> steps = new ArrayList<>();
        while (true) {
            Step step = next(steps);
            steps.add(step.name());
            if (step.name().equals(last)) {
                stopped.add(step);
                return steps;
            }
            if (isEnd(step.name())) {
                return steps;
            }
            if (step.name().startsWith("write") && step.name().endsWith(PausableProxy.HEAD)) {
                // The body has to wait: the head must be in the book before the body arrives.
                stopped.add(step);
            } else {
                step.resume().run();
                if (step.name().startsWith("answered") && step.name().endsWith("after")) {
                    resumeStopped();
                }
            }
        }
    }

    /** Returns the steps that were reached since, and stopped too. */
    List<String> reachedSince() {
        return reached.stream().map(Step::name).toList();
    }

    /** Lets all steps continue, now and later. */
    synchronized void release() {
        released = true;
        resumeStopped();
        List<Step> waiting = new ArrayList<>();
        reached.drainTo(waiting);
        for (Step step : waiting) {
            step.resume().run();
            reached.add(new Step(step.name(), () -> {}));
        }
    }

    /** Runs to the end of the command and returns its last line. */
    String end() throws InterruptedException {
        List<String> steps = runTo("");
        return steps.get(steps.size() - 1);
    }

    static boolean isEnd(String step) {
        return step.startsWith(OrderingProcess.DONE) || step.startsWith(OrderingProcess.FAILED);
    }

    private void resumeStopped() {
        stopped.forEach(step -> step.resume().run());
        stopped.clear();
    }

    private Step next(List<String> steps) throws InterruptedException {
        Step step = reached.poll(SECONDS, TimeUnit.SECONDS);
        if (step == null) {
            throw new AssertionError("no step followed " + steps);
        }
        return step;
    }
}
