package dev.certbridge.stub;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The objects that the behaviour of a stub uses. Tests can move the clock in the options. */
public record StubContext(
        StubOptions options, SeededIds ids, Ledger ledger, OrderHistory history, CertificateAuthority authority) {

    public StubContext {
        options = options.clock(MovableClock.of(options.clock()));
    }

    /** Returns a new context with an empty ledger. The seed of the options determines the ids and the CA. */
    public static StubContext of(StubOptions options) {
        SeededIds ids = new SeededIds(options.seed());
        MovableClock clock = MovableClock.of(options.clock());
        return new StubContext(
                options.clock(clock),
                ids,
                new Ledger(),
                new OrderHistory(clock),
                CertificateAuthority.create(clock, ids));
    }

    /** Returns the time of the reseller in whole seconds. */
    public Instant now() {
        return options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
