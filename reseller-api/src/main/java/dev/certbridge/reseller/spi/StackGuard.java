package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;

/**
 * A check that refuses a call, or a transaction of an order book, if the stack of the thread is nearly full. A {@link
 * StackOverflowError} during a call to a reseller could leave an order with an unknown outcome, an open transaction or
 * a lock. If a {@code StackOverflowError} occurs while a class is initialised, the class cannot be used again in this
 * process.
 */
public final class StackGuard {

    /**
     * The number of free stack frames that a call requires. A call that loads no class uses only a tenth of the
     * required frames.
     */
    private static final int CALL_FRAMES = 1_500;
    /**
     * The number of free stack frames that a transaction requires. A call requires more than twice as many frames
     * before its request is sent, so the transaction that records the response to an order is never refused.
     */
    private static final int BOOK_FRAMES = 600;

    private StackGuard() {}

    /**
     * Checks that this thread has enough stack for a call.
     *
     * @throws NotSentException the stack is too small
     */
    public static void require(OperationRef origin) {
        if (isShorterThan(CALL_FRAMES)) {
            throw new NotSentException(
                    origin,
                    "the stack of this thread is nearly full. Use less recursion or give the thread more stack",
                    null);
        }
    }

    /**
     * Checks that this thread has enough stack for a transaction of an order book.
     *
     * @throws IllegalStateException the stack is too small
     */
    public static void requireForBook() {
        if (isShorterThan(BOOK_FRAMES)) {
            throw new IllegalStateException(
                    "the stack of this thread is nearly full, so the order book was not used. Use less recursion"
                            + " or give the thread more stack");
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

    /**
     * Calls itself. The six numbers are used after the recursive call, so that the compiler does not make the frames
     * much smaller.
     */
    private static long recurse(int frames, long a, long b, long c, long d, long e, long f) {
        long deeper = frames == 0 ? 0 : recurse(frames - 1, b, c, d, e, f, a);
        return deeper + a * b + c * d + e * f;
    }
}
