package dev.certbridge.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The maximum validity of a certificate according to the Baseline Requirements of the CA/Browser Forum. */
public final class CertificateLifetime {

    private static final int BEFORE_2026 = 398;

    /**
     * The maximum validity in days. Each limit applies to certificates that are issued at or after the time in its key.
     */
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

    /** Returns the maximum validity, in days, of a certificate that is issued at this time. */
    public static int limitDays(Instant issued) {
        return LIMITS.floorEntry(issued).getValue();
    }

    /** Returns the earlier of two times: the wanted end of a certificate, and the last second that the limit allows. */
    public static Instant end(Instant issued, Instant wanted) {
        Instant latest = issued.plus(Duration.ofDays(limitDays(issued))).minusSeconds(1);
        return wanted.isAfter(latest) ? latest : wanted;
    }
}
