package dev.certbridge.reseller.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate as its reseller lists it.
 *
 * @param id where to find it again, to renew, reissue or revoke it
 * @param product the reseller's id of the product
 * @param names every name, the common name first
 * @param state where it stands, in our words
 * @param status where it stands, in the reseller's own word
 * @param notBefore when it becomes valid
 * @param notAfter when it expires
 * @param serial its serial number in lower-case hex without leading zeros, where the listing tells it
 * @param orderId the reseller's id of the order it came from
 */
public record Certificate(
        CertificateId id,
        String product,
        List<String> names,
        State state,
        String status,
        Optional<Instant> notBefore,
        Optional<Instant> notAfter,
        Optional<String> serial,
        Optional<String> orderId) {

    /** Where a certificate stands. */
    public enum State {
        /** In use. */
        ACTIVE,
        /** Its time is over. */
        EXPIRED,
        /** Taken back. */
        REVOKED,
        /** A renewal or reissue took its place. */
        REPLACED,
        /** A word of the reseller that we do not know. */
        OTHER
    }

    public Certificate {
        names = List.copyOf(names);
    }
}
