package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.Outcome;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One order, renewal or reissue at one reseller, with all steps from the request to the files of the certificate. A
 * command that orders at several resellers checks all its orders before it places the first order. A mistake in one
 * order prevents all orders of the command.
 */
final class OrderRun {

    private final ResellerSession session;
    private final SpendingOptions spending;
    private final OutputFolder folder;
    private final boolean toFiles;
    private final Output output;
    private final OrderKey key;
    private final Intent intent;
    private final OrderRequest request;
    private final ProgressReport report;
    private final ObjectNode result;
    private boolean ordered;
    private Optional<String> similarProduct = Optional.empty();

    /** Prepares an order. The parameter {@code draft} is the request without its CSR. */
    OrderRun(
            ResellerSession session,
            Intent intent,
            OrderRequest draft,
            KeyOptions.Choice choice,
            SpendingOptions spending,
            OutputOptions files,
            Output output) {
        this.session = session;
        this.spending = spending;
        this.output = output;
        this.report = output.report();
        this.folder = files.folder(session.provider(), draft.names().get(0));
        this.toFiles = !files.isStandardOutput();
        this.intent = intent;
        requireFree(files, draft, choice);
        this.key = new OrderKey(session, intent, draft.names(), choice, folder);
        this.request = draft.toBuilder().csr(key.csr()).build();
        this.result = JsonOutput.run(session.provider(), intent);
    }

    /** Checks all orders, and then places the orders one after another. Returns the exit code of the command. */
    static int all(List<OrderRun> runs, Duration limit, ConnectionOptions connection, Output output) {
        runs.forEach(OrderRun::check);
        output.report()
                .item(
                        connection.isReal()
                                ? "Ordering for real money."
                                : "Ordering at stubs: nothing real is sold, and no browser trusts the certificates.");
        List<ExitCode> exits = new ArrayList<>();
        runs.forEach(run -> exits.add(run.run(limit, output.err())));
        ExitCode worst = ExitCode.worst(exits);
        ObjectNode document = JsonOutput.list("results", runs.stream().map(run -> run.result));
        output.print(document.put("exit", worst.code()), report -> {});
        return worst.code();
    }

    /**
     * Throws if the files cannot be written. The exit code in the exception depends on earlier orders with the same
     * intent.
     */
    private void requireFree(OutputOptions files, OrderRequest draft, KeyOptions.Choice choice) {
        try {
            if (toFiles) {
                folder.requireFree(files.force());
            } else if (choice.csr().isEmpty() && session.vault().isEmpty()) {
                throw new IllegalArgumentException("nothing was ordered now: with --out -, the new private key would be"
                        + " lost; give a CSR with --csr, or an order book with --book, which stores the key");
            }
        } catch (IllegalArgumentException e) {
            throw new EarlierAttempt(session, intent).refused(e, draft);
        }
    }

    private void check() {
        try {
            session.reseller()
                    .validate(request, spending.given(session.reseller()).orElseGet(Spending::unquoted));
        } catch (ResellerException | IllegalArgumentException e) {
            throw new NamedOrder.CommandFailedException(new EarlierAttempt(session, intent).exit(e, request), e);
        }
    }

    private ExitCode run(Duration limit, PrintWriter errors) {
        report.heading(session.provider().name());
        ExitCode exit;
        try {
            exit = ExitCode.warn(order(limit), errors);
        } catch (ResellerException | IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            RuntimeException failure = ordered && !(e instanceof ResellerException) ? afterOrder(e) : e;
            String hint = ordered
                    ? ""
                    : similarProduct.map(id -> "; did you mean " + id + "?").orElse("");
            errors.println(ExitCode.oneLine(failure) + hint);
            if (e instanceof ActionRequiredException act) {
                report.actAt(act);
            }
            // A failure while waiting does not cancel the order. Before the order, an earlier run may have ordered.
            exit = ordered ? ExitCode.afterOrder(e) : new EarlierAttempt(session, intent).exit(e, request);
            JsonOutput.failed(result, failure);
            result.put("error", result.path("error").asText() + hint);
        }
        result.put("exit", exit.code());
        return exit;
    }

    /**
     * Returns the exception for a local failure after the order was placed. The message states how the user can still
     * get the certificate.
     */
    private IllegalStateException afterOrder(RuntimeException failure) {
        return new IllegalStateException(
                failure.getMessage() + ". The order is valid: certbridge download "
                        + result.path("id").asText()
                        + " writes its certificate. Use the same --book, and another --out if needed",
                failure);
    }

    private IssuedCertificate order(Duration limit) {
        similarProduct = report.product(session.reseller(), request);
        if (toFiles) {
            key.store(report);
        } else {
            session.vault().ifPresent(vault -> report.line("keys", "in " + vault));
        }
        Order order = place();
        report.line("order", order.id().toString());
        result.put("id", order.id().toString());
        IssuedCertificate issued = report.await(session.reseller(), order.id(), limit);
        if (toFiles) {
            key.deliver(order, issued);
        } else {
            output.printChain(issued);
        }
        report.certificate(issued);
        result.set("certificate", JsonOutput.issued(issued));
        if (toFiles) {
            report.line("files", folder.listed());
            result.put("folder", folder.path().toString());
        }
        reportCost(order);
        return issued;
    }

    private void reportCost(Order order) {
        Order now;
        try {
            now = session.reseller().orders().get(order.id());
        } catch (OverspentException e) {
            // An overcharge is reported once only.
            throw e;
        } catch (ResellerException e) {
            // The certificate is on disk, and the cost can be read later.
            report.line("cost", "the cost could not be read; certbridge status shows it later");
            return;
        }
        report.line(
                "cost",
                session.stub()
                        .map(EmbeddedStub::cost)
                        .orElseGet(() -> now.charged().map(Money::toString).orElse("not reported by the reseller")));
        now.charged().ifPresent(money -> result.put("charged", money.toString()));
        now.certificate().ifPresent(id -> {
            report.line("certificate", id.toString());
            result.put("certificateId", id.toString());
        });
    }

    private Order place() {
        try {
            Spending limit = spending.spending(session.reseller(), request);
            report.line(
                    "price",
                    limit instanceof Spending.Unquoted ? "not quoted, ordered without a limit" : limit.toString());
            Order order = session.reseller().order(intent, request, limit);
            ordered = true;
            return order;
        } catch (ResellerException e) {
            if (toFiles && (e.outcome() == Outcome.NOT_SENT || e.outcome() == Outcome.NOT_ORDERED)) {
                key.takeBack();
            }
            throw e;
        }
    }
}
