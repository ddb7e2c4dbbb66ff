package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;

/**
 * Refuses a call or a transaction of an order book on a thread whose stack is nearly full. A {@link StackOverflowError} further
 * in would leave an order of unknown outcome, a transaction or a lock behind. A class whose initialiser it hits cannot be
 * used again before the process ends.
 */
public final class StackGuard {

    /** Some hundred kilobytes. A call takes a tenth of it when no class is loaded. */
    private static final int CALL_FRAMES = 1_500;
    /** Less than half of what a call requires before it sends, so that the response to an order is never refused here. */
    private static final int BOOK_FRAMES = 600;

    private StackGuard() {}

    /**
     * Checks that this thread has enough stack for a call.
     *
     * @throws NotSentException there is too little
     */
    public static void require(OperationRef origin) {
        if (isShorterThan(CALL_FRAMES)) {
            throw new NotSentException(
                    origin,
                    "the stack of this thread is nearly full; use less recursion or give the thread more stack",
                    null);
        }
    }

    /**
     * Checks that this thread has enough stack for a transaction of an order book.
     *
     * @throws IllegalStateException there is too little
     */
    public static void requireForBook() {
        if (isShorterThan(BOOK_FRAMES)) {
            throw new IllegalStateException(
                    "the stack of this thread is nearly full, so the order book was not used; use less recursion or give"
                            + " the thread more stack");
        }
    }

    private static boolean isShorterThan(int frames) {
        try {
            recurse(frames, 1, 2, 3, 4, 5, 6);
            return false;
        } catch (StackOverflowError e) {
            return true;
        }
    }

    /** Each frame keeps six numbers across the next one, so that compiled frames are not much smaller. */
    private static long recurse(int frames, long a, long b, long c, long d, long e, long f) {
        long deeper = frames == 0 ? 0 : recurse(frames - 1, b, c, d, e, f, a);
        return deeper + a * b + c * d + e * f;
    }
}
