package dev.certbridge.stub;

/**
 * What the rules of a stub work with.
 *
 * @param options how the stub behaves
 * @param ids where ids and tokens come from
 * @param ledger where bookings go
 * @param authority who signs
 */
public record StubContext(StubOptions options, SeededIds ids, Ledger ledger, CertificateAuthority authority) {

    /** A fresh one. */
    public static StubContext of(StubOptions options) {
        SeededIds ids = new SeededIds(options.seed());
        return new StubContext(options, ids, new Ledger(), CertificateAuthority.create(options.clock(), ids));
    }
}
