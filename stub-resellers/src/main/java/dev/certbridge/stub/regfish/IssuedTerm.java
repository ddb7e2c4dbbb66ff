package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CertificateLifetime;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.regfish.RegfishOrderHandler.OrderBody;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A certificate and the term of its order. The term may be longer than the validity of the certificate. A reissue does
 * not extend the term.
 */
record IssuedTerm(X509Certificate leaf, Instant contractFrom, Instant contractUntil, OptionalInt bonusDays) {

    static IssuedTerm first(RegfishState state, OrderBody request, SigningRequest csr, Optional<Instant> renewedUntil) {
        Instant now = state.now();
        OptionalInt bonus = renewedUntil
                .map(old -> OptionalInt.of(bonus(request.validityDays(), now, old)))
                .orElse(OptionalInt.empty());
        Instant paidUntil = end(now, request.validityDays() + bonus.orElse(0));
        Instant contractEnd = end(now, state.settings().contractDays);
        return new IssuedTerm(
                state.sign(csr, request.names(), now, CertificateLifetime.end(now, paidUntil)),
                now,
                contractEnd.isBefore(paidUntil) ? paidUntil : contractEnd,
                bonus);
    }

    IssuedTerm reissued(RegfishState state, List<String> names, SigningRequest csr, int days) {
        Instant now = state.now();
        Instant until = CertificateLifetime.end(now, end(now, days));
        X509Certificate other = state.sign(csr, names, now, until.isAfter(contractUntil) ? contractUntil : until);
        return new IssuedTerm(other, contractFrom, contractUntil, bonusDays);
    }

    Instant until() {
        return leaf.getNotAfter().toInstant();
    }

    boolean isExpired(Instant now) {
        return now.isAfter(until());
    }

    /**
     * Adds members for the validity and the term to a response. The stub and the contract only guess the format of the
     * serial number.
     */
    void addTo(ObjectNode json) {
        bonusDays.ifPresent(days -> json.put("renewal_bonus_days", days));
        json.put("serial_number", leaf.getSerialNumber().toString(16).toUpperCase(Locale.ROOT))
                .put("valid_from", leaf.getNotBefore().toInstant().toString())
                .put("valid_until", until().toString())
                .put("contract_valid_from", contractFrom.toString())
                .put("contract_valid_until", contractUntil.toString());
    }

    private static int bonus(int days, Instant now, Instant old) {
        long left = Math.max(0, Duration.between(now, old).toDays());
        // regfish sells at most a day less than the CA may issue. The bonus days do not exceed this limit either.
        int most = CertificateLifetime.limitDays(now) - 1;
        return (int) Math.max(0, Math.min(left, most - days));
    }

    private static Instant end(Instant from, int days) {
        return from.plus(Duration.ofDays(days)).minusSeconds(1);
    }
}
