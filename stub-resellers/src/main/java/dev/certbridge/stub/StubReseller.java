package dev.certbridge.stub;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/** A running stub of a reseller. It sells nothing, and what its authority signs is trusted nowhere. */
public interface StubReseller extends AutoCloseable {

    /**
     * Where a running stub tells its {@link Ledger#json() ledger}, by GET and without a key. The stub's own: no reseller
     * and no contract has it, and the journal does not count it.
     */
    String LEDGER_PATH = "/__ledger";

    /**
     * Where a running stub tells its latest requests as JSON, by GET and without a key: what of each the contract does not
     * have, refused or not. No bodies, headers or queries.
     */
    String JOURNAL_PATH = "/__journal";

    /** The reseller's name, {@code regfish} for instance. */
    String name();

    /** Where it listens: plain HTTP on the loopback interface, without a trailing slash. */
    URI uri();

    /** The key that it accepts, an obvious fake. */
    String apiKey();

    /** What was booked and charged. The judge of every money rule. */
    Ledger ledger();

    /** What came over the wire. */
    Journal journal();

    /** The authority that signs. */
    CertificateAuthority authority();

    /**
     * Provokes a failure at the next calls of an operation. Failures for the same operation queue up.
     *
     * @throws IllegalArgumentException when the contract has no such operation, or not that documented failure
     */
    StubReseller answer(String operationId, CannedFailure failure);

    /** The same, said in words: {@code stub.when("getProcess").twice().fault(TRUNCATED)}. */
    default FaultRule when(String operationId) {
        return new FaultRule(this, operationId, UnaryOperator.identity());
    }

    /**
     * Provokes all that a schedule has.
     *
     * @throws IllegalArgumentException when the contract lacks one of its operations, or this stub one of its knobs
     */
    default StubReseller play(Schedule schedule) {
        schedule.applyTo(this);
        return this;
    }

    /** Answers of the stub itself that broke the contract. Empty unless the stub or the contract has a mistake. */
    List<String> contractViolations();

    /** Stops listening. The ledger stays readable. */
    @Override
    void close();
}
