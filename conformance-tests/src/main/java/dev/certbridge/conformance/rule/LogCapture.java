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
 * Captures the output of this process, from all threads, while a task runs. The captured output includes the records of
 * {@code java.util.logging} at every level. {@code System.Logger} and Feign's {@code JavaLogger} write to {@code
 * java.util.logging}. The captured output includes {@code System.out} and {@code System.err}, to which other loggers of
 * SLF4J and Feign write. The captured output also includes the lines of {@link Slf4jRecorder}. The output of a logger
 * is not captured if the logger stored {@code System.out} or {@code System.err} before the task began. Only a rule with
 * {@link Rule#alone} may use this class.
 */
final class LogCapture {

    private LogCapture() {}

    /** Runs the task and returns its output as one text. */
    static String during(Runnable work) {
        Collecting collecting = new Collecting();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        Logger root = Logger.getLogger("");
        Level level = root.getLevel();
        PrintStream out = System.out;
        PrintStream err = System.err;
        Slf4jRecorder.Lines slf4j = Slf4jRecorder.record();
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
            slf4j.close();
            // Other code may have printed meanwhile, so the captured text is printed again, even if the work fails.
            replay(printed, out);
            replay(complained, err);
        }
        return String.join(
                "\n",
                String.join("\n", collecting.lines),
                slf4j.text(),
                printed.toString(UTF_8),
                complained.toString(UTF_8));
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
