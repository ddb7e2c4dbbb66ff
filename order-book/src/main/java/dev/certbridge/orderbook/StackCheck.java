package dev.certbridge.orderbook;

/**
 * Refuses a transaction on a thread whose stack is nearly full. A {@link StackOverflowError} inside it would leave a
 * transaction or a lock open, and a class whose initialiser it interrupts cannot be used again before the process ends.
 */
final class StackCheck {

    /** Less than half of what a client requires before it sends, so that the response to an order is never refused here. */
    private static final int FRAMES = 600;

    private StackCheck() {}

    /**
     * Checks that the stack of this thread has enough room left.
     *
     * @throws IllegalStateException there is too little for a transaction
     */
    static void require() {
        try {
            used(FRAMES, 1, 2, 3, 4, 5, 6);
        } catch (StackOverflowError e) {
            throw new IllegalStateException(
                    "the stack of this thread is nearly full, so the order book was not used; use less recursion or give"
                            + " the thread more stack");
        }
    }

    /** Each frame keeps six numbers across the next one, so that compiled frames are not much smaller. */
    private static long used(int frames, long a, long b, long c, long d, long e, long f) {
        long deeper = frames == 0 ? 0 : used(frames - 1, b, c, d, e, f, a);
        return deeper + a * b + c * d + e * f;
    }
}
