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
 * <p>A rule is immutable. Methods such as {@link #times} return a rule that selects fewer or other calls. Methods such
 * as {@link #fault} define the answer and add the rule to the stub. Rules apply in the order in which they are added.
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

    /**
     * Selects the next call only. By default, a rule selects only the next call. A rule with {@link
     * WireFault#CONFLICT_FIRST} selects the next two calls by default.
     */
    public FaultRule once() {
        return times(1);
    }

    /** Selects the next two calls. */
    public FaultRule twice() {
        return times(2);
    }

    /** Selects this number of calls, which must be at least 1. */
    public FaultRule times(int number) {
        return and(failure -> failure.times(number));
    }

    /** Selects every later call. */
    public FaultRule always() {
        return and(CannedFailure::always);
    }

    /** Makes the stub answer without carrying out or booking the request. */
    public FaultRule beforeBooking() {
        return and(CannedFailure::beforeBooking);
    }

    /** Makes the stub carry out, book and charge the request before it answers. */
    public FaultRule afterBooking() {
        return and(CannedFailure::afterBooking);
    }

    /** Excludes calls that only request a price ({@code quote=true}). */
    public FaultRule unlessQuote() {
        return and(CannedFailure::unlessQuote);
    }

    /** Selects calls that meet a condition. */
    public FaultRule where(Predicate<StubCall> condition) {
        return and(failure -> failure.where(condition));
    }

    /** Selects calls whose path, query or body contains this text, for example an id. */
    public FaultRule matching(String text) {
        return where(call -> call.contains(text));
    }

    /** Answers the selected calls with a fault. */
    public StubReseller fault(WireFault fault) {
        return answers(fault.failure(), fault.word());
    }

    /**
     * Applies a mutation to the answers to the selected calls. See {@link BodyMutation#at} for the form of the JSON
     * pointer.
     */
    public StubReseller mutate(BodyMutation mutation, String pointer) {
        return answers(mutation.at(pointer), mutation.word() + pointer);
    }

    /** Applies a function to the answers to the selected calls. */
    public StubReseller mutate(UnaryOperator<Reply> change) {
        return answers(CannedFailure.altered(change));
    }

    /** Answers the selected calls with a status and no body. */
    public StubReseller answers(int status) {
        return answers(CannedFailure.status(status), "status " + status);
    }

    /** Answers the selected calls with a status, a body and headers. */
    public StubReseller answers(int status, String body, Map<String, String> headers) {
        return answers(CannedFailure.status(status, body, headers), "status " + status);
    }

    /**
     * Answers the selected calls with an example of the contract. Throws IllegalArgumentException if the contract has
     * no such example.
     */
    public StubReseller answersDocumented(int status, String example) {
        return answers(CannedFailure.documented(status, example), status + " " + example);
    }

    /**
     * Answers the selected calls with a failure. A number of calls or a time of booking that this rule sets replaces
     * the value in the failure.
     */
    public StubReseller answers(CannedFailure failure) {
        return stub.answer(operationId, calls.apply(failure));
    }

    private StubReseller answers(CannedFailure failure, String text) {
        return stub.answer(operationId, calls.apply(failure), text);
    }

    private FaultRule and(UnaryOperator<CannedFailure> more) {
        return new FaultRule(stub, operationId, failure -> more.apply(calls.apply(failure)));
    }
}
