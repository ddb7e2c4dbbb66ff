package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CertificateLifetime;
import dev.certbridge.stub.SigningRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A certificate that the CA has issued, and the term of the order that it belongs to. No certificate is valid for longer
 * than the limit of the day: what was bought beyond it is the term of the order, and later reissues reach into it.
 *
 * @param leaf the certificate
 * @param contractFrom when the term of the order begins
 * @param contractUntil when it ends; no reissue lives longer
 * @param bonusDays what the CA added on a renewal
 */
record IssuedTerm(X509Certificate leaf, Instant contractFrom, Instant contractUntil, OptionalInt bonusDays) {

    /** The first one of an order. */
    static IssuedTerm first(
            StubState registrar, OrderBody request, SigningRequest csr, Optional<Instant> renewedUntil, Instant now) {
        OptionalInt bonus = renewedUntil
                .map(old -> OptionalInt.of(bonus(request.validityDays(), now, old)))
                .orElse(OptionalInt.empty());
        Instant paidUntil = end(now, request.validityDays() + bonus.orElse(0));
        Instant until = CertificateLifetime.end(now, paidUntil);
        Instant contractEnd = end(now, registrar.knobs().contractDays);
        return new IssuedTerm(
                registrar.sign(csr, request.names(), now, until),
                now,
                contractEnd.isBefore(paidUntil) ? paidUntil : contractEnd,
                bonus);
    }

    /** A later one of the same order. */
    IssuedTerm again(StubState registrar, List<String> names, SigningRequest csr, int days, Instant now) {
        Instant until = CertificateLifetime.end(now, end(now, days));
        X509Certificate other = registrar.sign(csr, names, now, until.isAfter(contractUntil) ? contractUntil : until);
        return new IssuedTerm(other, contractFrom, contractUntil, bonusDays);
    }

    Instant until() {
        return leaf.getNotAfter().toInstant();
    }

    boolean isExpired(Instant now) {
        return now.isAfter(until());
    }

    /** The notation of the serial number is a guess, as in the contract. */
    void describe(ObjectNode json) {
        bonusDays.ifPresent(days -> json.put("renewal_bonus_days", days));
        json.put("serial_number", leaf.getSerialNumber().toString(16).toUpperCase(Locale.ROOT))
                .put("valid_from", leaf.getNotBefore().toInstant().toString())
                .put("valid_until", until().toString())
                .put("contract_valid_from", contractFrom.toString())
                .put("contract_valid_until", contractUntil.toString());
    }

    private static int bonus(int days, Instant now, Instant old) {
        long left = Math.max(0, Duration.between(now, old).toDays());
        // A day less than the authority may issue, as regfish sells it. Not even a bonus goes beyond.
        int most = CertificateLifetime.limitDays(now) - 1;
        return (int) Math.max(0, Math.min(left, most - days));
    }

    private static Instant end(Instant from, int days) {
        return from.plus(Duration.ofDays(days)).minusSeconds(1);
    }
}
