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
 * The permit to send one request that can cost money. Every spending operation of a generated client takes one. A permit
 * allows one write: a second call with it is refused before anything is sent, and so is a second write in the same call.
 *
 * <p>It is a {@link Request.Options} so that Feign does not take it for a body.
 */
public final class SpendPermit extends Request.Options {

    /** Follows the request of a spend. */
    public interface Listener {
        /**
         * Called when a connection is free for the request and its deadline begins. An exception stops the call, and
         * nothing is sent.
         *
         * @param serverTime the reseller's current time; empty if no response of the last minute had it, or if it is not
         *     checked ({@link ConnectOptions#serverTimeCheck})
         */
        default void begin(Optional<Instant> serverTime) {}

        /** Called just before the first byte. An exception stops the call, and nothing is sent. */
        default void beforeWrite() {}

        /** Called when status and headers have arrived. The body has not been read and is empty here. */
        default void head(ApiResponse head) {}

        /**
         * Called when the head of the response has arrived with a date. Not called if the server time is not checked.
         *
         * @param serverTime the {@code Date} of the response, in whole seconds
         */
        default void dated(Instant serverTime) {}
    }

    private final Listener listener;
    private final AtomicBoolean consumed = new AtomicBoolean();
    private final AtomicBoolean written = new AtomicBoolean();
    private volatile boolean serverTimeCheck;
    private volatile @Nullable ApiResponse response;

    private SpendPermit(Listener listener) {
        this.listener = listener;
    }

    /** Returns a new permit. */
    public static SpendPermit once() {
        return new SpendPermit(new Listener() {});
    }

    /** Returns a new permit whose request is reported to the listener. */
    public static SpendPermit once(Listener listener) {
        return new SpendPermit(listener);
    }

    /** Returns true once the request began to be written. From then on its outcome may be unknown. */
    public boolean written() {
        return written.get();
    }

    /** Returns what has arrived of the response, also if it broke off. */
    public Optional<ApiResponse> response() {
        return Optional.ofNullable(response);
    }

    void consume(OperationRef origin) {
        if (!consumed.compareAndSet(false, true)) {
            throw new NotSentException(origin, "this SpendPermit was used before; create one for each spend", null);
        }
    }

    void begin(Optional<Instant> serverTime, boolean checked) {
        serverTimeCheck = checked;
        listener.begin(serverTime);
    }

    void beforeWrite() throws IOException {
        if (written.get()) {
            throw new IOException("a second write of a spend was refused");
        }
        listener.beforeWrite();
        written.set(true);
    }

    void head(ApiResponse head) {
        response = head;
        listener.head(head);
        if (serverTimeCheck) {
            head.date().ifPresent(listener::dated);
        }
    }

    void arrived(ApiResponse soFar) {
        response = soFar;
    }
}
