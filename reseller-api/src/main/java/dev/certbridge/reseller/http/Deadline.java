package dev.certbridge.reseller.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Cuts a call off when its time is over, wherever it hangs. Uses the JDK's own timer thread. */
final class Deadline implements AutoCloseable {

    private final CompletableFuture<Boolean> timer = new CompletableFuture<>();
    private final AtomicBoolean passed = new AtomicBoolean();

    private Deadline() {}

    static Deadline after(Duration limit, Runnable cut) {
        Deadline deadline = new Deadline();
        deadline.timer
                .completeOnTimeout(true, limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenAcceptAsync(late -> {
                    if (late) {
                        deadline.passed.set(true);
                        cut.run();
                    }
                });
        return deadline;
    }

    boolean passed() {
        return passed.get();
    }

    @Override
    public void close() {
        timer.complete(false);
    }
}
