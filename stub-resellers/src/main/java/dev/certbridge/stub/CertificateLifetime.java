package dev.certbridge.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The longest validity of a certificate, by the baseline requirements of the CA/Browser Forum. */
public final class CertificateLifetime {

    private static final int BEFORE_2026 = 398;

    /** Days, by the first moment of issue that they apply to. */
    private static final NavigableMap<Instant, Integer> LIMITS = new TreeMap<>(Map.of(
            Instant.MIN,
            BEFORE_2026,
            Instant.parse("2026-03-15T00:00:00Z"),
            200,
            Instant.parse("2027-03-15T00:00:00Z"),
            100,
            Instant.parse("2029-03-15T00:00:00Z"),
            47));

    private CertificateLifetime() {}

    /** Returns the most days that a certificate issued at this moment may be valid. */
    public static int limitDays(Instant issued) {
        return LIMITS.floorEntry(issued).getValue();
    }

    /**
     * Returns the last second of a certificate for a term, which the limit of the day may shorten.
     *
     * @param issued the first second
     * @param wanted the last second of the term
     */
    public static Instant end(Instant issued, Instant wanted) {
        Instant latest = issued.plus(Duration.ofDays(limitDays(issued))).minusSeconds(1);
        return wanted.isAfter(latest) ? latest : wanted;
    }
}
