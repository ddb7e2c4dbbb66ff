package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Optional;

/** What an earlier run left under an intent, by the book: a refusal now takes nothing back of it. */
final class EarlierAttempt {

    private final ResellerSession at;
    private final Intent intent;

    EarlierAttempt(ResellerSession at, Intent intent) {
        this.at = at;
        this.intent = intent;
    }

    /** How a failure ends that came before or instead of an answer to this request. */
    ExitCode end(RuntimeException failure, OrderRequest request) {
        ExitCode end = ExitCode.of(failure);
        return switch (end) {
            case USAGE -> refused(ExitCode.USAGE);
            case REJECTED -> rejected(request);
            default -> end;
        };
    }

    /** A refusal of this machine's before anything was sent, which tells what an earlier run left. */
    CommandFailedException refused(IllegalArgumentException failure, OrderRequest request) {
        ExitCode end = end(failure, request);
        String earlier = switch (end) {
            case FAILED ->
                " \"" + intent.name() + "\" was ordered earlier"
                        + accepted().map(id -> ", as " + id).orElse("")
                        + ": certbridge await or download writes its certificate";
            case OUTCOME_UNKNOWN ->
                " An earlier run of \"" + intent.name()
                        + "\" may have ordered: certbridge unresolved tells what is known";
            default -> "";
        };
        return new CommandFailedException(
                end, earlier.isEmpty() ? failure : new IllegalArgumentException(failure.getMessage() + "." + earlier));
    }

    private Optional<OrderId> accepted() {
        return at.book().attempts(intent).stream()
                .filter(attempt -> attempt.state() == Attempt.State.ACCEPTED)
                .flatMap(attempt -> attempt.orderId().stream())
                .findFirst();
    }

    /** The certificate that an order is to replace, which has to be read before the request can be made. */
    Certificate source(CertificateId source) {
        try {
            return at.reseller().certificates().get(source);
        } catch (ResellerException | IllegalArgumentException e) {
            ExitCode end = ExitCode.of(e);
            // Without the names the book cannot tell this wish from another; it knows what became of the intent.
            throw new CommandFailedException(end.orderedNothing() ? refused(end) : end, e);
        }
    }

    /** Returns the end of a refusal, this one when nothing of the intent stands or may stand, whatever it asked for. */
    private ExitCode refused(ExitCode nothing) {
        try {
            ExitCode end = NamedOrder.endOfRefusal(at.book().attempts(intent));
            return end == ExitCode.USAGE ? nothing : end;
        } catch (IllegalStateException e) {
            // A book that cannot be read promises nothing.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }

    /** Returns the exit code after a rejection. An earlier request may have been accepted under the same intent. */
    private ExitCode rejected(OrderRequest request) {
        try {
            if (at.book().unresolved().stream()
                    .anyMatch(attempt -> attempt.intent().equals(intent))) {
                return ExitCode.OUTCOME_UNKNOWN;
            }
            OperationRef origin = OperationRef.of(at.subject().name(), "book");
            return SpendLog.of(at.book())
                    .recorded(origin, SpendRequest.of(intent, at.target(), request))
                    .map(accepted -> ExitCode.FAILED)
                    .orElse(ExitCode.REJECTED);
        } catch (OutcomeUnknownException e) {
            return ExitCode.OUTCOME_UNKNOWN;
        } catch (IntentMismatchException e) {
            return ExitCode.REJECTED;
        } catch (IllegalStateException e) {
            // A book that cannot be read promises nothing.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }
}
