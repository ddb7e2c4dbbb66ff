package dev.certbridge.client.transport;

import dev.certbridge.reseller.CallListener;
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
 * The permit to send one request that can cost money. Every spending operation of a generated client requires a permit.
 * A permit allows one write of one request. A second call with the same permit is refused before anything is sent. A
 * second write within one call is refused too.
 *
 * <p>This class extends {@link Request.Options} so that Feign does not treat it as a request body.
 */
public final class SpendPermit extends Request.Options {

    /** A listener for the progress of a spend request. */
    public interface Listener {
        /**
         * Returns true if the request asks for a price. {@link CallListener.Call#quote()} reports this value.
         */
        default boolean isQuote() {
            return false;
        }

        /**
         * The transport calls this method when a connection is free, just before the deadline of the request begins.
         * The {@code serverTime} is the current time on the reseller's clock. The {@code serverTime} is empty if no
         * response of the last minute had a date, or if the server time is not checked ({@link
         * ConnectOptions#serverTimeCheck}). If this method throws, nothing is sent.
         */
        default void begin(Optional<Instant> serverTime) {}

        /**
         * The transport calls this method just before the first byte is sent. If this method throws, nothing is sent.
         */
        default void beforeWrite() {}

        /**
         * Receives the response when its status and headers have arrived. The response in {@code head} has an empty
         * body, unless the whole body arrived together with the headers.
         */
        default void head(ApiResponse head) {}

        /** Receives the {@code Date} of the response after {@link #head}, if the server time is checked. */
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

    /** Returns a new permit. The listener receives the progress of the request. */
    public static SpendPermit once(Listener listener) {
        return new SpendPermit(listener);
    }

    /**
     * Returns true if the first byte of the request may have been sent. After the first byte, the outcome of the
     * request may be unknown.
     */
    public boolean written() {
        return written.get();
    }

    /** Returns the part of the response that has arrived, even if the response broke off. */
    public Optional<ApiResponse> response() {
        return Optional.ofNullable(response);
    }

    /**
     * Marks the permit as used, and informs the listener that a connection is free. Throws if the permit was used
     * before.
     */
    void begin(OperationRef origin, Optional<Instant> serverTime, boolean checked) {
        if (!consumed.compareAndSet(false, true)) {
            throw new NotSentException(origin, "this SpendPermit was used before. Create one for each spend", null);
        }
        serverTimeCheck = checked;
        listener.begin(serverTime);
    }

    void beforeWrite() throws IOException {
        if (written.get()) {
            throw new IOException("a second write of the same request was refused");
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

    boolean isQuote() {
        return listener.isQuote();
    }

    void arrived(ApiResponse soFar) {
        response = soFar;
    }
}
