package dev.certbridge.fleet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * The time at which a certificate is renewed. Each certificate is due somewhat earlier than the policy says. The
 * difference is a part of the lifetime and depends on the id, so that certificates that were issued on one day are due
 * on different days. Immutable.
 */
public final class RenewalPolicy {

    /** The maximum part of its lifetime by which a certificate is due earlier than the policy says: one twentieth. */
    private static final int JITTER = 20;

    private final OptionalInt days;

    private RenewalPolicy(OptionalInt days) {
        this.days = days;
    }

    /** Returns a policy by which a certificate is due when a third of its lifetime is left. */
    public static RenewalPolicy thirdOfLifetime() {
        return new RenewalPolicy(OptionalInt.empty());
    }

    /**
     * Returns a policy by which a certificate is due this number of days before its end, but at the earliest when half
     * of its lifetime is left. Without this minimum, a certificate with a shorter lifetime would be due again as soon
     * as it is issued.
     *
     * @throws IllegalArgumentException the number is below 1
     */
    public static RenewalPolicy days(int days) {
        if (days < 1) {
            throw new IllegalArgumentException(
                    "a certificate can be renewed 1 or more days before its end, not " + days);
        }
        return new RenewalPolicy(OptionalInt.of(days));
    }

    /** Returns the days before the end; empty for a third of the lifetime. */
    public OptionalInt days() {
        return days;
    }

    /** Returns the time from which a certificate with this validity is due. The same arguments give the same time. */
    public Instant dueAt(Instant notBefore, Instant notAfter, String id) {
        Duration lifetime = Duration.between(notBefore, notAfter);
        Duration left = lifetime.dividedBy(3);
        if (days.isPresent()) {
            Duration wanted = Duration.ofDays(days.getAsInt());
            Duration half = lifetime.dividedBy(2);
            left = wanted.compareTo(half) < 0 ? wanted : half;
        }
        long jitter = (long) (lifetime.toMillis() / JITTER * fraction(id));
        return notAfter.minus(left).minusMillis(jitter);
    }

    /** Returns the middle of the time between the due time and the end of a certificate. */
    static Instant lateAt(Instant due, Instant end) {
        return due.plus(Duration.between(due, end).dividedBy(2));
    }

    /** Returns a number from 0 to 1 that depends on the id only. */
    private static double fraction(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(hash).getInt() & 0xffffffffL) / (double) 0xffffffffL;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return days.isPresent() ? days.getAsInt() + " days before the end" : "when a third of the lifetime is left";
    }
}
