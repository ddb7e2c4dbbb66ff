package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import feign.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Leave to send one request that can cost money. Every spending operation of a generated client takes one, and one is
 * good for one write: a second call is refused before anything is sent, and a second write of the same call too.
 *
 * <p>It is a {@link Request.Options} so that Feign does not take it for a body.
 */
public final class SpendPermit extends Request.Options {

    /** Told while the request travels. */
    public interface Listener {
        /**
         * A connection is free for the request, and its deadline begins. Throwing stops the call, and nothing was sent.
         *
         * @param serverTime the reseller's clock now; empty when no answer told it within the last minute, or it is not
         *     checked ({@link ConnectOptions#serverTimeCheck})
         */
        default void begin(Optional<Instant> serverTime) {}

        /** The last moment before the first byte. Throwing stops the call, and nothing was sent. */
        default void beforeWrite() {}

        /** Status and headers arrived; the body, still empty here, has not been read. */
        default void head(ApiResponse head) {}

        /**
         * The head of the answer arrived with the reseller's clock. Not called where that is not checked.
         *
         * @param serverTime the {@code Date} of the answer, in whole seconds
         */
        default void dated(Instant serverTime) {}
    }

    private final Listener listener;
    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicBoolean written = new AtomicBoolean();
    private volatile boolean serverTimeCheck;
    private volatile @Nullable ApiResponse seen;

    private SpendPermit(Listener listener) {
        this.listener = listener;
    }

    /** Leave to send once. */
    public static SpendPermit once() {
        return new SpendPermit(new Listener() {});
    }

    /** Leave to send once, watched. */
    public static SpendPermit once(Listener listener) {
        return new SpendPermit(listener);
    }

    /** True once the request began to be written: from here on its outcome may be unknown. */
    public boolean written() {
        return written.get();
    }

    /** What has arrived so far of the answer, also when it broke off. */
    public Optional<ApiResponse> response() {
        return Optional.ofNullable(seen);
    }

    void consume(OperationRef origin) {
        if (!used.compareAndSet(false, true)) {
            throw new NotSentException(origin, "this Spend was used before; every spend needs its own", null);
        }
    }

    void begin(Optional<ServerTime> lastServerTime, boolean checked) {
        serverTimeCheck = checked;
        listener.begin(lastServerTime.filter(time -> checked).flatMap(ServerTime::now));
    }

    void beforeWrite() throws IOException {
        if (written.get()) {
            throw new IOException("a second write of a spend was refused");
        }
        listener.beforeWrite();
        written.set(true);
    }

    void head(ApiResponse head) {
        seen = head;
        listener.head(head);
        if (serverTimeCheck) {
            head.date().ifPresent(listener::dated);
        }
    }

    void arrived(ApiResponse soFar) {
        seen = soFar;
    }
}
