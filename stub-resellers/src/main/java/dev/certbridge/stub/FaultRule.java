package dev.certbridge.stub;

import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A rule that selects calls of an operation and defines their answers:
 *
 * <pre>{@code
 * stub.when("getProcess").twice().fault(TRUNCATED);
 * stub.when("createCertificate").matching("www.example.com").answers(502);
 * }</pre>
 *
 * <p>Immutable; the last method, which defines the answer, adds the rule to the stub. Rules apply in the order in which they
 * are added.
 */
public final class FaultRule {

    private final StubReseller stub;
    private final String operationId;
    private final UnaryOperator<CannedFailure> calls;

    FaultRule(StubReseller stub, String operationId, UnaryOperator<CannedFailure> calls) {
        this.stub = stub;
        this.operationId = operationId;
        this.calls = calls;
    }

    /** Selects the next call. The default, except for {@link WireFault#CONFLICT_FIRST}. */
    public FaultRule once() {
        return times(1);
    }

    /** Selects the next two calls. */
    public FaultRule twice() {
        return times(2);
    }

    /** Selects so many calls, at least 1. */
    public FaultRule times(int number) {
        return and(failure -> failure.times(number));
    }

    /** Selects every call from now on. */
    public FaultRule always() {
        return and(CannedFailure::always);
    }

    /** The request is not carried out first. */
    public FaultRule beforeBooking() {
        return and(CannedFailure::beforeBooking);
    }

    /** The request is carried out, booked and charged first. */
    public FaultRule afterBooking() {
        return and(CannedFailure::afterBooking);
    }

    /** Selects orders, and not questions for a price. */
    public FaultRule unlessQuote() {
        return and(CannedFailure::unlessQuote);
    }

    /** Selects calls by a condition. */
    public FaultRule where(Predicate<StubCall> condition) {
        return and(failure -> failure.where(condition));
    }

    /** Selects calls whose path, query or body contains this text: an id, or at regfish a name. */
    public FaultRule matching(String text) {
        return where(call -> call.contains(text));
    }

    /** Answers with a fault. */
    public StubReseller fault(WireFault fault) {
        return answers(fault.failure());
    }

    /** Changes the body of the answer; see {@link BodyMutation#at} for the pointer. */
    public StubReseller mutate(BodyMutation mutation, String pointer) {
        return answers(mutation.at(pointer));
    }

    /** Changes the answer. */
    public StubReseller mutate(UnaryOperator<Reply> change) {
        return answers(CannedFailure.altered(change));
    }

    /** Answers with a status and no body. */
    public StubReseller answers(int status) {
        return answers(CannedFailure.status(status));
    }

    /** Answers with a status and a body. */
    public StubReseller answers(int status, String body, Map<String, String> headers) {
        return answers(CannedFailure.status(status, body, headers));
    }

    /**
     * Answers with an example of the contract.
     *
     * @throws IllegalArgumentException if the contract has no such example
     */
    public StubReseller answersDocumented(int status, String example) {
        return answers(CannedFailure.documented(status, example));
    }

    /** Answers with a failure; the calls that this rule selects replace those that the failure selects itself. */
    public StubReseller answers(CannedFailure failure) {
        return stub.answer(operationId, calls.apply(failure));
    }

    private FaultRule and(UnaryOperator<CannedFailure> more) {
        return new FaultRule(stub, operationId, failure -> more.apply(calls.apply(failure)));
    }
}
