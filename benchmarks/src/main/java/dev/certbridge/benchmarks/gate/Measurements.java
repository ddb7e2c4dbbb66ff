package dev.certbridge.benchmarks.gate;

import java.util.function.Consumer;

/** Measurements one after the other: one that fails is told and counts as missed, and the next begins. */
public final class Measurements {

    private final GoalResults findings;
    private final Consumer<String> progress;

    /** What fails is added to these findings. */
    public Measurements(GoalResults findings, Consumer<String> progress) {
        this.findings = findings;
        this.progress = progress;
    }

    /** Something to measure. */
    @FunctionalInterface
    public interface Measurement {
        /** Measures; whatever it throws is why it failed. */
        void run() throws Exception;
    }

    /** Tells what begins, and does it. */
    public void measure(String what, Measurement measurement) {
        progress.accept(what);
        try {
            measurement.run();
        } catch (Exception e) {
            e.printStackTrace();
            findings.failed(what, e.toString());
        }
    }
}
