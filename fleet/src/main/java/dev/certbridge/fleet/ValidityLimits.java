package dev.certbridge.fleet;

import dev.certbridge.reseller.order.Validity;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The longest allowed validity of public TLS certificates, which depends on the day of issuance. The limits are 200
 * days from 2026-03-15, 100 days from 2027-03-15, and 47 days from 2029-03-15. The limits are from the Baseline
 * Requirements of the CA/Browser Forum, section 6.3.2, as amended by ballot SC-081v3. Immutable.
 */
public final class ValidityLimits {

    /**
     * A limit of the Baseline Requirements.
     *
     * @param from the first day of issuance on which the limit applies, in UTC
     * @param days the longest validity in days
     */
    public record Limit(LocalDate from, int days) {}

    private static final ValidityLimits PUBLIC = new ValidityLimits(List.of(
            new Limit(LocalDate.of(2020, 9, 1), 398),
            new Limit(LocalDate.of(2026, 3, 15), 200),
            new Limit(LocalDate.of(2027, 3, 15), 100),
            new Limit(LocalDate.of(2029, 3, 15), 47)));

    private final List<Limit> limits;

    private ValidityLimits(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    /** Returns the limits of the Baseline Requirements. */
    public static ValidityLimits baselineRequirements() {
        return PUBLIC;
    }

    /**
     * Creates limits that differ from the Baseline Requirements, for tests and private authorities.
     *
     * @param limits the limits, sorted by their first days
     */
    public static ValidityLimits of(List<Limit> limits) {
        return new ValidityLimits(limits);
    }

    /**
     * Returns the longest validity that should be ordered now, in days. The result is one day shorter than the limit
     * that applies tomorrow, because an authority may issue the certificate tomorrow and may count the last second as a
     * further day.
     */
    public Validity longest(Clock clock) {
        return Validity.days(limit(LocalDate.now(clock.withZone(ZoneOffset.UTC)).plusDays(1)) - 1);
    }

    /**
     * Returns a warning in one sentence if a validity is longer than the limit for certificates that are issued now.
     * The reseller may shorten or refuse a validity that is longer than the limit. A validity in months or years gives
     * no warning, because months and years describe the term of the order and not the lifetime of one certificate.
     */
    public Optional<String> warning(Validity validity, Clock clock) {
        int limit = limit(LocalDate.now(clock.withZone(ZoneOffset.UTC)));
        if (validity.unit() != Validity.Unit.DAYS || validity.amount() <= limit) {
            return Optional.empty();
        }
        return Optional.of("a validity of " + validity + " is longer than the " + limit
                + " days that public certificates may have today. The reseller may shorten or refuse it");
    }

    private int limit(LocalDate day) {
        int days = limits.get(0).days();
        for (Limit limit : limits) {
            if (!day.isBefore(limit.from())) {
                days = limit.days();
            }
        }
        return days;
    }
}
