package dev.certbridge.stub;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Everything that the behaviour of a stub works with.
 *
 * @param ids the source of ids and tokens
 * @param authority the CA that signs
 */
public record StubContext(StubOptions options, SeededIds ids, Ledger ledger, CertificateAuthority authority) {

    /** Returns a new context: an empty ledger, and ids and a CA of the seed. */
    public static StubContext of(StubOptions options) {
        SeededIds ids = new SeededIds(options.seed());
        return new StubContext(options, ids, new Ledger(), CertificateAuthority.create(options.clock(), ids));
    }

    /** Returns the time of the reseller in whole seconds. */
    public Instant now() {
        return options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
