package dev.certbridge.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Passes inputs to a target, and stores one input for each kind of undocumented failure. */
final class FuzzRun implements AutoCloseable {

    /** The number of times that a slow input is tried, because a busy machine is slow with any input. */
    private static final int TRIES = 5;

    private static final int FRAMES = 3;

    private final FuzzTarget target;
    private final Duration limit;
    private final Map<String, byte[]> findings = new LinkedHashMap<>();
    private ExecutorService worker = worker();
    private long inputs;

    /** Creates a run in which each input may take this long. */
    FuzzRun(FuzzTarget target, Duration limit) {
        this.target = target;
        this.limit = limit;
    }

    void read(byte[] input) throws InterruptedException {
        inputs++;
        Optional<String> finding = finding(input);
        if (finding.isPresent()) {
            findings.putIfAbsent(finding.get(), input);
        }
    }

    long inputs() {
        return inputs;
    }

    /** Writes the inputs into a folder and returns one line for each. */
    List<String> findings(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, byte[]> finding : findings.entrySet()) {
            Path file = folder.resolve("%08x".formatted(Arrays.hashCode(finding.getValue())));
            Files.write(file, finding.getValue());
            lines.add(file + ": " + finding.getKey());
        }
        return lines;
    }

    private Optional<String> finding(byte[] input) throws InterruptedException {
        for (int tries = 0; tries < TRIES; tries++) {
            Future<?> reading = worker.submit(() -> {
                target.read(input);
                return null;
            });
            try {
                reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                return Optional.empty();
            } catch (ExecutionException e) {
                Throwable thrown = e.getCause();
                return target.isDocumented(thrown) ? Optional.empty() : Optional.of(kind(thrown));
            } catch (TimeoutException e) {
                worker.shutdownNow();
                worker = worker();
            }
        }
        return Optional.of("takes longer than " + limit);
    }

    /** Returns the exception and where it was thrown, so that one mistake is reported once. */
    private static String kind(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        String where = Arrays.stream(thrown.getStackTrace())
                .limit(40)
                .filter(frame -> frame.getClassName().startsWith("dev.certbridge."))
                .limit(FRAMES)
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
        boolean severalLines = message.lines().count() > 1;
        return thrown.getClass().getName() + " at " + where + (severalLines ? ", several lines" : "");
    }

    private static ExecutorService worker() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "fuzz");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() {
        worker.shutdownNow();
        target.close();
    }
}
