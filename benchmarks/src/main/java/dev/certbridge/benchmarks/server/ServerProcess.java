package dev.certbridge.benchmarks.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A separate process with a {@link FixedServer}. It ends when this object is closed or this process ends. */
public final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final URI uri;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the fixed server did not start; see what it wrote above");
        }
        this.uri = URI.create(line);
    }

    /** Starts the process with the JVM and class path of this process. */
    public static ServerProcess start() {
        try {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return new ServerProcess(new ProcessBuilder(
                            java,
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FixedServer.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the address of the server. */
    public URI uri() {
        return uri;
    }

    /** Returns the counts since the last reset. */
    public Counts counts() {
        return ask("counts");
    }

    /** Resets all counts to zero, and sets the time that the server waits before every response. */
    public void reset(Duration pause) {
        ask("reset " + pause.toMillis());
    }

    private synchronized Counts ask(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(US_ASCII));
            in.flush();
            String answer = out.readLine();
            if (answer == null) {
                throw new IOException("the fixed server has ended");
            }
            return Counts.parse(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
