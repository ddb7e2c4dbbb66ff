package dev.certbridge.conformance.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The output of this process while a task runs, from any thread: the platform's log at every level, where
 * System.Logger and Feign's JavaLogger end too, and the standard streams, where the other loggers for SLF4J and Feign
 * write, as far as they look up the stream when they write. For a rule that is {@link Rule#alone}.
 */
final class LogCapture {

    private LogCapture() {}

    /** Returns the output as one text. */
    static String during(Runnable work) {
        Collecting collecting = new Collecting();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        Logger root = Logger.getLogger("");
        Level level = root.getLevel();
        PrintStream out = System.out;
        PrintStream err = System.err;
        root.addHandler(collecting);
        root.setLevel(Level.ALL);
        System.setOut(new PrintStream(printed, true, UTF_8));
        System.setErr(new PrintStream(complained, true, UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
            root.setLevel(level);
            root.removeHandler(collecting);
            // What others have to say meanwhile is not lost, though the work may fail.
            replay(printed, out);
            replay(complained, err);
        }
        return String.join(
                "\n", String.join("\n", collecting.lines), printed.toString(UTF_8), complained.toString(UTF_8));
    }

    private static void replay(ByteArrayOutputStream caught, PrintStream stream) {
        byte[] bytes = caught.toByteArray();
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }

    private static final class Collecting extends Handler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Collecting() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            StringWriter line = new StringWriter();
            line.append(record.getMessage()).append(' ').append(Arrays.toString(record.getParameters()));
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(line));
            }
            lines.add(line.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
