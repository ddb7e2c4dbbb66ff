package dev.certbridge.stub;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Which calls of an operation something happens to, said before what happens:
 *
 * <pre>{@code
 * stub.when("getProcess").twice().fault(TRUNCATED);
 * stub.when("createCertificate").about("www.example.com").answers(502);
 * }</pre>
 *
 * <p>Immutable; the last word, which says what happens, tells the stub. What was said first happens first.
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

    /** The next call; also what happens when nothing is said, but for {@link WireFault#CONFLICT_FIRST}. */
    public FaultRule once() {
        return times(1);
    }

    /** The next two calls. */
    public FaultRule twice() {
        return times(2);
    }

    /** So many calls, at least 1. */
    public FaultRule times(int number) {
        return also(failure -> failure.times(number));
    }

    /** Every call from now on. */
    public FaultRule always() {
        return also(CannedFailure::always);
    }

    /** The request is not carried out first. */
    public FaultRule beforeBooking() {
        return also(CannedFailure::beforeBooking);
    }

    /** The request is carried out, booked and charged first. */
    public FaultRule afterBooking() {
        return also(CannedFailure::afterBooking);
    }

    /** Orders, and not questions for a price. */
    public FaultRule unlessQuote() {
        return also(CannedFailure::unlessQuote);
    }

    /** Calls like these. */
    public FaultRule where(Predicate<StubCall> wanted) {
        return also(failure -> failure.where(wanted));
    }

    /** Calls whose path, query or body holds this text: an id, or at regfish a name. */
    public FaultRule about(String text) {
        return where(call -> call.holds(text));
    }

    /** They are answered badly. */
    public StubReseller fault(WireFault how) {
        return answers(how.failure());
    }

    /** The answer is altered on its way; see {@link BodyMutation#at} for the pointer. */
    public StubReseller mutate(BodyMutation how, String pointer) {
        return answers(how.at(pointer));
    }

    /** The answer is altered on its way. */
    public StubReseller mutate(UnaryOperator<Reply> change) {
        return answers(CannedFailure.altered(change));
    }

    /** They are answered with a status and no body. */
    public StubReseller answers(int status) {
        return answers(CannedFailure.status(status));
    }

    /** They are answered with a status and a body. */
    public StubReseller answers(int status, String body, Map<String, String> headers) {
        return answers(CannedFailure.status(status, body, headers));
    }

    /**
     * They are answered as an example of the contract.
     *
     * @throws IllegalArgumentException when the contract has no such example
     */
    public StubReseller answersDocumented(int status, String example) {
        return answers(CannedFailure.documented(status, example));
    }

    /** This happens to them; what was said before of how often and to which wins over what it says itself. */
    public StubReseller answers(CannedFailure failure) {
        return stub.answer(operationId, calls.apply(failure));
    }

    private FaultRule also(UnaryOperator<CannedFailure> more) {
        Function<CannedFailure, CannedFailure> both = calls.andThen(more);
        return new FaultRule(stub, operationId, both::apply);
    }
}
