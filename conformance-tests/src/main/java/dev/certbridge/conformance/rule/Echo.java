package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.stub.CannedFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A reseller that repeats what it was sent, and everything that a client lets out again. */
final class Echo {

    private static final String BODY = """
            {"success":false,"type":"ValidationError","message":"bad key %1$s","error":"key %1$s","property":"%1$s",
             "violations":[{"field":"%1$s","message":"not %1$s"}]}""";

    private static final Object ONE_AT_A_TIME = new Object();

    private Echo() {}

    /** A refusal that has the key wherever a text can stand. */
    static CannedFailure of(int status, String key) {
        return CannedFailure.status(
                status, BODY.formatted(key), Map.of("Content-Type", "application/json", "X-Request-Id", key));
    }

    /** A failure with its stack, its causes and what it suppressed. */
    static String everythingOf(@Nullable Throwable failure) {
        if (failure == null) {
            throw new AssertionError("a refused call did not fail");
        }
        StringWriter everything = new StringWriter();
        failure.printStackTrace(new PrintWriter(everything));
        return everything.toString();
    }

    /** What the platform's log is told meanwhile by this thread, at every level. */
    static List<String> loggedDuring(Runnable work) {
        Collecting collecting = new Collecting();
        Logger root = Logger.getLogger("");
        // The level is one for the whole process, and two runs may go on in it.
        synchronized (ONE_AT_A_TIME) {
            Level level = root.getLevel();
            root.addHandler(collecting);
            root.setLevel(Level.ALL);
            try {
                work.run();
            } finally {
                root.setLevel(level);
                root.removeHandler(collecting);
            }
        }
        return collecting.lines;
    }

    private static final class Collecting extends Handler {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final long thread = Thread.currentThread().getId();

        Collecting() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            // What other threads log at the same time is not of this client.
            if (record.getLongThreadID() != thread) {
                return;
            }
            Object[] values = record.getParameters();
            lines.add(record.getMessage()
                    + (values == null ? "" : " " + List.of(values))
                    + (record.getThrown() == null ? "" : " " + everythingOf(record.getThrown())));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
