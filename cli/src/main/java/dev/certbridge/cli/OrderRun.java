package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One order, renewal or reissue at one reseller, told as it happens. Made ready and checked first, so that a mistake in
 * what was asked for stops the orders at the other resellers too.
 */
final class OrderRun {

    private final ResellerSession at;
    private final SpendingOptions purse;
    private final OutputFolder folder;
    private final OrderKey key;
    private final Intent intent;
    private final OrderRequest request;
    private final ProgressReport report;
    private final ObjectNode told;
    private boolean ordered;

    /**
     * Makes an order ready.
     *
     * @param draft what is wanted, all but the CSR
     * @param csr the one to use instead of a fresh one
     */
    OrderRun(
            ResellerSession at,
            OrderRequest draft,
            Optional<Csr> csr,
            SpendingOptions purse,
            OutputOptions destination,
            Output output) {
        this.at = at;
        this.purse = purse;
        this.report = output.report();
        this.folder = destination.folder(at.subject(), draft.names().get(0));
        this.intent = purse.intent(named(draft));
        requireFree(destination, draft);
        this.key = OrderKey.of(at, intent, draft.names(), csr, destination);
        this.request = draft.toBuilder().csr(key.csr()).build();
        this.told = JsonOutput.run(at, intent);
    }

    /** A place that is taken stops an order, and takes nothing back of what the same intent ordered earlier. */
    private void requireFree(OutputOptions destination, OrderRequest draft) {
        try {
            folder.requireFree(destination.force());
        } catch (IllegalArgumentException e) {
            throw new EarlierAttempt(at, intent).refused(e, draft);
        }
    }

    /** Refuses what can be known to be wrong before anything is sent. */
    void check() {
        try {
            at.reseller().validate(request, purse.stated(at.reseller()).orElseGet(Spending::unquoted));
        } catch (ResellerException | IllegalArgumentException e) {
            throw new CommandFailedException(new EarlierAttempt(at, intent).end(e, request), e);
        }
    }

    ExitCode run(Duration deadline, PrintWriter errors) {
        report.heading(at.subject().name());
        ExitCode exit;
        try {
            IssuedCertificate issued = order(deadline);
            ExitCode.warn(issued, errors);
            exit = ExitCode.of(issued);
        } catch (ResellerException | IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            RuntimeException ended = ordered && !(e instanceof ResellerException) ? standing(e) : e;
            errors.println(ExitCode.oneLine(ended));
            if (e instanceof ActionRequiredException act) {
                act.url().ifPresent(url -> report.line("act at", url.toString()));
            }
            // A refusal while waiting refuses a look, not the order; and an earlier run may have ordered.
            exit = ordered ? ExitCode.ofLook(e) : new EarlierAttempt(at, intent).end(e, request);
            JsonOutput.failed(told, ended);
        }
        told.put("exit", exit.code());
        return exit;
    }

    /** A failure of this machine after the order, which says how to go on. */
    private IllegalStateException standing(RuntimeException failure) {
        return new IllegalStateException(
                failure.getMessage() + ". The order stands: certbridge download "
                        + told.path("id").asText()
                        + " writes its certificate, with the same --book and another --out if need be",
                failure);
    }

    /** What became of it, for programs. */
    ObjectNode told() {
        return told;
    }

    private IssuedCertificate order(Duration deadline) {
        report.product(at.reseller(), request);
        key.store(report);
        Order order = place();
        report.line("order", order.id().toString());
        told.put("id", order.id().toString());
        IssuedCertificate issued = at.reseller().orders().await(order.id(), deadline, report.publisher(), report::look);
        report.looked();
        key.deliver(order, issued);
        report.certificate(issued);
        told.set("certificate", JsonOutput.issued(issued));
        report.line("files", folder.listed());
        told.put("folder", folder.path().toString());
        cost(order);
        return issued;
    }

    private void cost(Order order) {
        Order now;
        try {
            now = at.reseller().orders().get(order.id());
        } catch (ResellerException e) {
            // The certificate is on disk: what it cost can be asked later.
            report.line("cost", "not read: certbridge status tells it later");
            return;
        }
        report.line("cost", at.stub().map(ProgressReport::cost).orElseGet(() -> ProgressReport.cost(now)));
        now.charged().ifPresent(money -> told.put("charged", money.toString()));
        now.certificate().ifPresent(id -> {
            report.line("certificate", id.toString());
            told.put("certificateId", id.toString());
        });
    }

    private Order place() {
        try {
            Spending spending = purse.spending(at.reseller(), request);
            report.line(
                    "price",
                    spending instanceof Spending.Unquoted ? "not told, ordered unquoted" : spending.toString());
            Order order = switch (request.kind()) {
                case ORDER -> at.reseller().order(intent, request, spending);
                case RENEWAL -> at.reseller().order(intent, request, spending);
                case REISSUE -> at.reseller().order(intent, request, spending);
            };
            ordered = true;
            return order;
        } catch (RejectedException
                | SpendingLimitExceededException
                | UnsupportedException
                | PossibleDuplicateException
                | BudgetExhaustedException
                | BookHaltedException
                | IntentMismatchException
                | NotSentException e) {
            key.takeBack();
            throw e;
        }
    }

    /** What a rerun of the same command would say. */
    private static String named(OrderRequest draft) {
        return draft.source()
                .map(source -> (draft.kind() == OrderId.Kind.RENEWAL ? "renewal" : "reissue") + " of " + source)
                .orElseGet(() -> draft.names().get(0));
    }
}
