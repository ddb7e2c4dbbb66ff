package dev.certbridge.reseller.system;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One run of a program, without a shell.
 *
 * @param outcome the result
 * @param message the program, its result and the last lines of its output, on one line. The message omits the lines of
 *     a PEM block and lines that contain only base64, because such lines may be part of a private key. The message also
 *     omits the arguments of the program
 */
public record ProgramRun(Outcome outcome, String message) {

    /** The results of a run. */
    public enum Outcome {
        /** The program ended with status 0. */
        SUCCEEDED,
        /** The program could not be started, or ended with a status other than 0 and 75. */
        FAILED,
        /** The program ended with status 75, which means a temporary failure in {@code sysexits.h}. */
        FAILED_TEMPORARILY,
        /** The program did not end within its time limit, or the thread was interrupted. The program was stopped. */
        STOPPED
    }

    private static final int TEMPORARY_FAILURE = 75;
    private static final int MOST_LINES = 3;
    private static final int MOST_CHARACTERS = 300;
    private static final Pattern SECRET = Pattern.compile(".*-----.*|\\s*[A-Za-z0-9+/=]{20,}\\s*");

    /**
     * The JDK's message for a failed start. The message contains {@code error=2, text} up to JDK 24, and {@code error:
     * 2 (text)} since JDK 25.
     */
    private static final Pattern ERROR = Pattern.compile(".*error(?:=\\d+, |: \\d+ \\()(.*?)\\)? *$");

    /**
     * Runs a program and waits for its end. The program inherits the environment and gets no input.
     *
     * @param command the program and its arguments
     * @param limit the time after which the program and its children are stopped
     */
    public static ProgramRun of(List<String> command, Duration limit) {
        String name = command.get(0);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
        } catch (IOException e) {
            String reason = ERROR.matcher(String.valueOf(e.getMessage())).replaceFirst("$1");
            return new ProgramRun(Outcome.FAILED, name + " could not be started: " + reason);
        }
        Tail tail = new Tail(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(tail, "output of " + name);
        reader.setDaemon(true);
        reader.start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                stop(process);
            }
            // A child of the program that still runs keeps the output open.
            reader.join(1_000);
            return ended ? ended(name, process.exitValue(), tail.lastLines()) : stopped(name, limit, tail.lastLines());
        } catch (InterruptedException e) {
            stop(process);
            Thread.currentThread().interrupt();
            return new ProgramRun(Outcome.STOPPED, name + " was stopped because the thread was interrupted");
        }
    }

    private static ProgramRun ended(String name, int status, String output) {
        Outcome outcome = status == 0
                ? Outcome.SUCCEEDED
                : status == TEMPORARY_FAILURE ? Outcome.FAILED_TEMPORARILY : Outcome.FAILED;
        return new ProgramRun(outcome, name + " ended with status " + status + output);
    }

    private static ProgramRun stopped(String name, Duration limit, String output) {
        String time = limit.toSeconds() > 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
        return new ProgramRun(Outcome.STOPPED, name + " did not end within " + time + " and was stopped" + output);
    }

    private static void stop(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Reads the output to its end, and keeps the last characters. */
    private static final class Tail implements Runnable {

        private static final int KEPT = 8_192;

        private final Reader output;
        private final StringBuilder text = new StringBuilder();

        private Tail(Reader output) {
            this.output = output;
        }

        @Override
        public void run() {
            char[] block = new char[KEPT];
            try {
                for (int read = output.read(block); read >= 0; read = output.read(block)) {
                    add(block, read);
                }
            } catch (IOException e) {
                // The program was stopped. What was read so far is reported.
                add("\n".toCharArray(), 1);
            }
        }

        private synchronized void add(char[] block, int length) {
            text.append(block, 0, length);
            if (text.length() > KEPT) {
                text.delete(0, text.length() - KEPT);
            }
        }

        /** Returns a colon and the last lines of the output; an empty text if there are no lines. */
        private synchronized String lastLines() {
            List<String> lines = new ArrayList<>();
            for (String line : text.toString().split("\\R")) {
                if (!line.isBlank() && !SECRET.matcher(line).matches()) {
                    lines.add(line.strip().replaceAll("\\p{Cntrl}", "?"));
                }
            }
            String last = String.join(" | ", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
            return last.isEmpty() ? "" : ": " + last.substring(Math.max(0, last.length() - MOST_CHARACTERS));
        }
    }
}
