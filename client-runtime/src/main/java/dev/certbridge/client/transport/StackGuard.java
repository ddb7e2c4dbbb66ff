package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;

/**
 * Refuses a call on a thread whose stack is nearly full. A {@link StackOverflowError} further in would leave an order of
 * unknown outcome, and a class whose initialiser it hits cannot be used again before the process ends.
 */
public final class StackGuard {

    /** Some hundred kilobytes; a call takes a tenth of it where no class is loaded. */
    private static final int FRAMES = 1_500;

    private StackGuard() {}

    /**
     * Checks the room that is left on the stack of this thread.
     *
     * @throws NotSentException there is too little for a call
     */
    public static void require(OperationRef origin) {
        try {
            used(FRAMES, 1, 2, 3, 4, 5, 6);
        } catch (StackOverflowError e) {
            throw new NotSentException(
                    origin,
                    "the stack of this thread is nearly full; call from less deep a recursion or give the thread more stack",
                    null);
        }
    }

    /** Each frame keeps six numbers across the next one, so that compiled frames are not much smaller. */
    private static long used(int frames, long a, long b, long c, long d, long e, long f) {
        long deeper = frames == 0 ? 0 : used(frames - 1, b, c, d, e, f, a);
        return deeper + a * b + c * d + e * f;
    }
}
