package dev.certbridge.fleet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A policy that decides when a certificate is renewed. A certificate becomes due slightly earlier than the policy says,
 * by a time that depends on its lifetime and id. Certificates of the same day therefore become due on different days.
 * Immutable.
 */
public final class RenewalPolicy {

    /** A certificate becomes due earlier than the policy says, by at most its lifetime divided by this number. */
    private static final int JITTER = 20;

    private final OptionalInt days;

    private RenewalPolicy(OptionalInt days) {
        this.days = days;
    }

    /** Returns a policy that makes a certificate due when a third of its lifetime is left. */
    public static RenewalPolicy thirdOfLifetime() {
        return new RenewalPolicy(OptionalInt.empty());
    }

    /**
     * Returns a policy that makes a certificate due the given number of days before it expires. If the number of days
     * is more than half of the lifetime, the certificate is due when half of its lifetime is left, so that a new
     * certificate is never due immediately.
     *
     * @throws IllegalArgumentException the number is below 1
     */
    public static RenewalPolicy days(int days) {
        if (days < 1) {
            throw new IllegalArgumentException("the number of days before the end must be at least 1, not " + days);
        }
        return new RenewalPolicy(OptionalInt.of(days));
    }

    /** Returns the number of days before a certificate expires, or empty if the policy is a third of the lifetime. */
    public OptionalInt days() {
        return days;
    }

    /**
     * Returns the time at which a certificate with this validity becomes due. Equal arguments always give the same
     * time.
     */
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

    /** Returns the time halfway between the due time and the end of a certificate. */
    static Instant lateAt(Instant due, Instant end) {
        return due.plus(Duration.between(due, end).dividedBy(2));
    }

    /** Returns a number from 0 to 1 that depends only on the id. */
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
