package dev.certbridge.stub;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/** A running stub of a reseller. It sells nothing, and nobody trusts the certificates of its authority. */
public interface StubReseller extends AutoCloseable {

    /**
     * The path at which a running stub serves its {@link Ledger#json() ledger}, by GET and without a key. No contract has it,
     * and the journal does not count it.
     */
    String LEDGER_PATH = "/__ledger";

    /**
     * The path at which a running stub serves its latest requests as JSON, by GET and without a key, each with its differences
     * from the contract. No bodies, headers or queries.
     */
    String JOURNAL_PATH = "/__journal";

    /** Returns the name of the reseller, {@code regfish} for example. */
    String name();

    /** Returns the base URI: plain HTTP on the loopback interface, without a trailing slash. */
    URI uri();

    /** Returns the API key that the stub accepts, an obvious fake. */
    String apiKey();

    /** Returns the booked and charged orders, by which every money rule is judged. */
    Ledger ledger();

    /** Returns the received requests. */
    Journal journal();

    /** Returns the authority that signs the certificates. */
    CertificateAuthority authority();

    /**
     * Provokes a failure at the next calls of an operation. Failures of the same operation happen one after another.
     *
     * @throws IllegalArgumentException if the contract has no such operation, or not that documented failure
     */
    StubReseller answer(String operationId, CannedFailure failure);

    /** Begins a rule that provokes a failure: {@code stub.when("getProcess").twice().fault(TRUNCATED)}. */
    default FaultRule when(String operationId) {
        return new FaultRule(this, operationId, UnaryOperator.identity());
    }

    /**
     * Applies a schedule.
     *
     * @throws IllegalArgumentException if the contract lacks one of its operations, or this stub one of its settings
     */
    default StubReseller play(Schedule schedule) {
        schedule.applyTo(this);
        return this;
    }

    /** Returns the answers of the stub that broke the contract. Empty unless the stub or the contract has a mistake. */
    List<String> contractViolations();

    /** Stops listening. The ledger stays readable. */
    @Override
    void close();
}
