package dev.certbridge.stub;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The objects that the behaviour of a stub uses. */
public record StubContext(StubOptions options, SeededIds ids, Ledger ledger, CertificateAuthority authority) {

    /** Returns a new context with an empty ledger. The seed of the options determines the ids and the CA. */
    public static StubContext of(StubOptions options) {
        SeededIds ids = new SeededIds(options.seed());
        return new StubContext(options, ids, new Ledger(), CertificateAuthority.create(options.clock(), ids));
    }

    /** Returns the time of the reseller in whole seconds. */
    public Instant now() {
        return options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
