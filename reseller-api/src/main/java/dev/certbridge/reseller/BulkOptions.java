package dev.certbridge.reseller;

/**
 * The options of {@link CertificateReseller#orderAll(java.util.Map, dev.certbridge.reseller.order.Spending,
 * BulkOptions)}.
 */
public final class BulkOptions {

    private static final int MOST = 32;
    private static final BulkOptions DEFAULTS = new BulkOptions(4);

    private final int parallel;

    private BulkOptions(int parallel) {
        this.parallel = parallel;
    }

    /** Returns the default options: four orders at a time. */
    public static BulkOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns options that place the given number of orders at a time. With the number 1, the calling thread places the
     * orders one after the other.
     *
     * @throws IllegalArgumentException the number of orders is below 1 or above 32
     */
    public static BulkOptions parallel(int orders) {
        if (orders < 1 || orders > MOST) {
            throw new IllegalArgumentException(
                    "the number of parallel orders must be between 1 and " + MOST + ", not " + orders);
        }
        return new BulkOptions(orders);
    }

    /** Returns the maximum number of orders that are placed at the same time, 4 by default. */
    public int parallel() {
        return parallel;
    }

    @Override
    public String toString() {
        return "parallel " + parallel;
    }
}
