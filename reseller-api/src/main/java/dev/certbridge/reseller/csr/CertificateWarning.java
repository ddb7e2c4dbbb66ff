package dev.certbridge.reseller.csr;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A warning about a certificate that has the ordered key and names. Check a certificate with a warning before you
 * deploy the certificate.
 *
 * @param kind the kind of the warning, for programs
 * @param message the warning for people, in one line with the dates
 */
public record CertificateWarning(Kind kind, String message) {

    /** The kinds of warning. */
    public enum Kind {
        /** The certificate has expired. */
        EXPIRED,
        /** The certificate is not valid yet. */
        NOT_YET_VALID,
        /** The validity is more than five days shorter or longer than ordered. */
        OTHER_TERM
    }

    /**
     * The allowed difference between the ordered and the actual validity, in days. Certificate authorities round to
     * whole days and months, and may start the validity a day early.
     */
    private static final int ROUNDING = 5;

    /**
     * The maximum validities in days that the CA/Browser Forum allows. Each key of the map is the first day on which a
     * maximum applies.
     */
    private static final NavigableMap<Instant, Integer> LONGEST = new TreeMap<>(Map.of(
            Instant.MIN,
            398,
            Instant.parse("2026-03-15T00:00:00Z"),
            200,
            Instant.parse("2027-03-15T00:00:00Z"),
            100,
            Instant.parse("2029-03-15T00:00:00Z"),
            47));

    /**
     * Returns the warnings about a certificate with this validity. The last three parameters have the same meaning as
     * in {@link IssuedCertificate#withWarnings}.
     *
     * @param issued the name of the certificate in the messages
     */
    static List<CertificateWarning> of(
            String issued, Instant begin, Instant end, Instant now, Optional<Period> least, Optional<Period> most) {
        List<CertificateWarning> warnings = new ArrayList<>();
        if (end.isBefore(now)) {
            warnings.add(new CertificateWarning(
                    Kind.EXPIRED, issued + " expired at " + end + "; do not deploy it, ask the reseller"));
        }
        if (begin.isAfter(now)) {
            warnings.add(new CertificateWarning(
                    Kind.NOT_YET_VALID,
                    issued + " is not valid before " + begin + "; deploy it after that time, or check the clock"));
        }
        long days = days(begin, end);
        least.map(term -> days(begin, plus(begin, term)))
                .filter(wanted -> days < Math.min(wanted, longest(begin)) - ROUNDING)
                .or(() -> most.map(term -> days(begin, plus(begin, term))).filter(wanted -> days > wanted + ROUNDING))
                .ifPresent(wanted -> warnings.add(new CertificateWarning(
                        Kind.OTHER_TERM,
                        issued + " is valid for " + days + " days, but " + wanted
                                + " days were ordered; ask the reseller")));
        return List.copyOf(warnings);
    }

    private static Instant plus(Instant begin, Period term) {
        return begin.atZone(ZoneOffset.UTC).plus(term).toInstant();
    }

    /** Returns the number of whole days of a validity. The last second is part of the validity. */
    private static long days(Instant begin, Instant end) {
        return Duration.between(begin, end).plusSeconds(1).toDays();
    }

    private static int longest(Instant begin) {
        return LONGEST.floorEntry(begin).getValue();
    }
}
