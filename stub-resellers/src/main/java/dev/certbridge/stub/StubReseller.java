package dev.certbridge.stub;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/** A running stub of a reseller. Its orders cost nothing, and no trust store contains its authority. */
public interface StubReseller extends AutoCloseable {

    /**
     * The path at which a running stub serves its {@link Ledger#json() ledger}, by GET and without an API key. The path
     * is in no contract, and the journal does not count its requests.
     */
    String LEDGER_PATH = "/__ledger";

    /**
     * The path at which a running stub serves its latest requests as JSON, by GET and without an API key. Each request
     * has a list of its differences from the contract. Bodies, headers and queries are not included.
     */
    String JOURNAL_PATH = "/__journal";

    /** Returns the name of the reseller, for example {@code regfish}. */
    String name();

    /** Returns the base URI of the stub. It uses plain HTTP on the loopback interface, and has no trailing slash. */
    URI uri();

    /** Returns the API key that the stub accepts. It is obviously fake. */
    String apiKey();

    /** Returns the ledger of booked and charged orders. Every conformance rule about money is judged by it. */
    Ledger ledger();

    /** Returns the journal of received requests. */
    Journal journal();

    /** Returns the authority that signs the certificates. */
    CertificateAuthority authority();

    /**
     * Provokes a failure at the next calls of an operation. Failures of the same operation happen one after another.
     *
     * @throws IllegalArgumentException if the contract does not contain the operation, or the documented failure
     */
    StubReseller answer(String operationId, CannedFailure failure);

    /**
     * Returns a new rule for the calls of an operation, such as
     * {@code stub.when("getProcess").twice().fault(TRUNCATED)}.
     */
    default FaultRule when(String operationId) {
        return new FaultRule(this, operationId, UnaryOperator.identity());
    }

    /**
     * Applies a schedule of faults and setting changes.
     *
     * @throws IllegalArgumentException if the contract does not contain an operation of the schedule, or this stub does
     *     not have one of its settings
     */
    default StubReseller play(Schedule schedule) {
        schedule.applyTo(this);
        return this;
    }

    /**
     * Returns descriptions of the answers of the stub that broke the contract. The list is empty unless the stub or the
     * contract has a mistake.
     */
    List<String> contractViolations();

    /** Stops the stub. The ledger and the journal stay readable. */
    @Override
    void close();
}
