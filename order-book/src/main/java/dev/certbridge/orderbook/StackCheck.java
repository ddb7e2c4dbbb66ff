package dev.certbridge.orderbook;

/**
 * Refuses a step of a book on a thread whose stack is nearly full. A {@link StackOverflowError} further in would leave a
 * transaction or a lock behind, and a class whose initialiser it hits cannot be used again before the process ends.
 */
final class StackCheck {

    /** Less than half of what a client requires before it sends, so that the answer to an order is never refused here. */
    private static final int FRAMES = 600;

    private StackCheck() {}

    /**
     * Checks the room that is left on the stack of this thread.
     *
     * @throws IllegalStateException there is too little for a step
     */
    static void require() {
        try {
            used(FRAMES, 1, 2, 3, 4, 5, 6);
        } catch (StackOverflowError e) {
            throw new IllegalStateException(
                    "the stack of this thread is nearly full, so the order book was not used; call it from less deep a"
                            + " recursion or give the thread more stack");
        }
    }

    /** Each frame keeps six numbers across the next one, so that compiled frames are not much smaller. */
    private static long used(int frames, long a, long b, long c, long d, long e, long f) {
        long deeper = frames == 0 ? 0 : used(frames - 1, b, c, d, e, f, a);
        return deeper + a * b + c * d + e * f;
    }
}
