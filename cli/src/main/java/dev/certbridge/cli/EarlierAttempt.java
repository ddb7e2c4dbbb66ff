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

/**
 * The result of earlier runs with the same intent, read from the order book. An earlier order stays valid, even if this
 * run is refused. The exit code after an earlier order must not mean that nothing was ordered.
 */
final class EarlierAttempt {

    private final ResellerSession session;
    private final Intent intent;

    EarlierAttempt(ResellerSession session, Intent intent) {
        this.session = session;
        this.intent = intent;
    }

    /** Returns the exit code for a request that failed before the reseller accepted the request. */
    ExitCode exit(RuntimeException failure, OrderRequest request) {
        ExitCode exit = ExitCode.of(failure);
        return switch (exit) {
            case USAGE -> refused(ExitCode.USAGE);
            case REJECTED -> rejected(request);
            default -> exit;
        };
    }

    /**
     * Returns the exception for a request that failed a local check. The message mentions an earlier order with the
     * same intent.
     */
    NamedOrder.CommandFailedException refused(IllegalArgumentException failure, OrderRequest request) {
        ExitCode exit = exit(failure, request);
        String earlier = switch (exit) {
            case FAILED ->
                " \"" + intent.name() + "\" was ordered earlier"
                        + accepted().map(id -> ", as " + id).orElse("")
                        + ": run certbridge await or certbridge download to get the certificate";
            case OUTCOME_UNKNOWN ->
                " An earlier run of \"" + intent.name() + "\" may have ordered: certbridge unresolved shows its state";
            default -> "";
        };
        return new NamedOrder.CommandFailedException(
                exit, earlier.isEmpty() ? failure : new IllegalArgumentException(failure.getMessage() + "." + earlier));
    }

    private Optional<OrderId> accepted() {
        return session.book().attempts(intent).stream()
                .filter(attempt -> attempt.state() == Attempt.State.ACCEPTED)
                .flatMap(attempt -> attempt.orderId().stream())
                .findFirst();
    }

    /** Reads the certificate that a renewal or reissue replaces. */
    Certificate source(CertificateId source) {
        try {
            return session.reseller().certificates().get(source);
        } catch (ResellerException | IllegalArgumentException e) {
            ExitCode exit = ExitCode.of(e);
            // Without the names of the certificate, requests cannot be compared. The state of the intent decides.
            throw new NamedOrder.CommandFailedException(exit.orderedNothing() ? refused(exit) : exit, e);
        }
    }

    /**
     * Returns the given exit code if certainly no earlier run placed an order. If an earlier run may have placed an
     * order, returns {@code FAILED} or {@code OUTCOME_UNKNOWN}.
     */
    private ExitCode refused(ExitCode nothing) {
        try {
            ExitCode exit = NamedOrder.exitWhenRefused(session.book().attempts(intent));
            return exit == ExitCode.USAGE ? nothing : exit;
        } catch (IllegalStateException e) {
            // If the book cannot be read, an earlier order is possible.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }

    /**
     * Returns the exit code after the reseller rejected this request. An earlier run may have ordered with the same
     * intent.
     */
    private ExitCode rejected(OrderRequest request) {
        try {
            if (session.book().unresolved().stream()
                    .anyMatch(attempt -> attempt.intent().equals(intent))) {
                return ExitCode.OUTCOME_UNKNOWN;
            }
            OperationRef origin = OperationRef.of(session.provider().name(), "book");
            return SpendLog.of(session.book())
                    .recorded(origin, SpendRequest.of(intent, session.target(), request))
                    .map(accepted -> ExitCode.FAILED)
                    .orElse(ExitCode.REJECTED);
        } catch (OutcomeUnknownException e) {
            return ExitCode.OUTCOME_UNKNOWN;
        } catch (IntentMismatchException e) {
            return ExitCode.REJECTED;
        } catch (IllegalStateException e) {
            // If the book cannot be read, an earlier order is possible.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }
}
