package dev.certbridge.cli;

import dev.certbridge.reseller.Certificate;
import dev.certbridge.reseller.CertificateId;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Wish;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.Optional;

/** What an earlier run left under an intent, by the book: a refusal now takes nothing back of it. */
final class Standing {

    private final Connected at;
    private final Intent intent;

    Standing(Connected at, Intent intent) {
        this.at = at;
        this.intent = intent;
    }

    /** How a failure ends that came before or instead of an answer to this request. */
    ExitCode end(RuntimeException failure, OrderRequest request) {
        ExitCode end = ExitCode.of(failure);
        return end.orderedNothing() ? ended(end, end, request) : end;
    }

    /** A refusal of this machine's before anything was sent, which tells what an earlier run left. */
    FailedAs refused(IllegalArgumentException failure, OrderRequest request) {
        ExitCode end = end(failure, request);
        String earlier = switch (end) {
            case FAILED ->
                " \"" + intent.name() + "\" was ordered earlier"
                        + accepted(request).map(id -> ", as " + id).orElse("")
                        + ": certbridge await or download writes its certificate";
            case OUTCOME_UNKNOWN ->
                " An earlier run of \"" + intent.name()
                        + "\" may have ordered: certbridge unresolved tells what is known";
            default -> "";
        };
        return new FailedAs(
                end, earlier.isEmpty() ? failure : new IllegalArgumentException(failure.getMessage() + "." + earlier));
    }

    private Optional<OrderId> accepted(OrderRequest request) {
        return at.book()
                .recorded(origin(), Wish.of(intent, at.target(), request))
                .flatMap(Attempt::orderId);
    }

    private Origin origin() {
        return Origin.of(at.subject().name(), "book");
    }

    /** The certificate that an order is to replace, which has to be read before the request can be made. */
    Certificate source(CertificateId source) {
        try {
            return at.reseller().find(source);
        } catch (ResellerException | IllegalArgumentException e) {
            ExitCode end = ExitCode.of(e);
            // Without the names the book cannot tell this wish from another. It can tell whether it saw the intent, and
            // then nothing is promised.
            OrderRequest part = OrderRequest.reissueOf(source);
            throw new FailedAs(end.orderedNothing() ? ended(end, ExitCode.FAILED, part) : end, e);
        }
    }

    /**
     * By what the book holds.
     *
     * @param nothing when it holds nothing that was ordered
     * @param other when the intent stands for another request there
     */
    private ExitCode ended(ExitCode nothing, ExitCode other, OrderRequest request) {
        try {
            if (at.book().unresolved().stream()
                    .anyMatch(attempt -> attempt.intent().equals(intent))) {
                return ExitCode.OUTCOME_UNKNOWN;
            }
            return at.book()
                    .recorded(origin(), Wish.of(intent, at.target(), request))
                    .map(accepted -> ExitCode.FAILED)
                    .orElse(nothing);
        } catch (OutcomeUnknownException e) {
            return ExitCode.OUTCOME_UNKNOWN;
        } catch (IntentMismatchException e) {
            return other;
        } catch (IllegalStateException e) {
            // A book that cannot be read promises nothing.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }
}
