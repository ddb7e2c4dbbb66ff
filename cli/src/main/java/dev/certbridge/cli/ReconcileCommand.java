package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code certbridge reconcile}: settles unresolved attempts. An attempt is settled with the order that has the key or
 * CSR of the attempt, or with an order that a person chooses.
 */
@Command(
        name = "reconcile",
        description = {
            "Searches the reseller for the orders of unresolved attempts. By default, searches for all"
                    + " unresolved attempts in the order book.",
            "If an order certainly belongs to an attempt, the attempt is settled. If several orders are possible,"
                    + " choose one with --order. If no order is found, the attempt stays unresolved, because the order"
                    + " may be listed later; see certbridge abandon."
        },
        footer = "  certbridge reconcile 3 --reseller regfish --live --order certbridge:regfish:live:-:order:...")
final class ReconcileCommand extends ResellerCommand implements NamedOrder {

    @Parameters(
            arity = "0..1",
            paramLabel = "ATTEMPT",
            description = "The number of the attempt, from \"certbridge unresolved\".")
    private @Nullable Long number;

    @Option(
            names = "--order",
            paramLabel = "ID",
            description = "Settle ATTEMPT with this order, which ATTEMPT placed. The order must exist at the reseller.")
    private @Nullable OrderId order;

    @Mixin
    private final ResellerOption resellers = new ResellerOption();

    @Override
    public Integer call() {
        if (order != null && number == null) {
            throw new IllegalArgumentException("--order settles one attempt. Add the number of the attempt");
        }
        try (ResellerSession session = connection.connect(resellers.one(connection))) {
            if (session.bookFile().isEmpty()) {
                throw new IllegalArgumentException("reconcile needs an order book. Name it with --book FILE");
            }
            OrderBook book = session.book();
            List<Attempt> attempts =
                    number == null ? book.unresolved() : List.of(OrderBookCommand.unresolved(book, number));
            if (order != null) {
                requireMatch(book, attempts.get(0), order);
            }
            List<ObjectNode> results = new ArrayList<>();
            List<ExitCode> exits = new ArrayList<>();
            ProgressReport report = output.report();
            for (Attempt attempt : attempts) {
                ObjectNode node = JsonOutput.attempt(attempt);
                exits.add(settle(session, attempt, node, report));
                results.add(node);
            }
            if (attempts.isEmpty()) {
                report.item("nothing is unresolved");
            }
            int exit = ExitCode.worst(exits).code();
            output.print(JsonOutput.list("attempts", results.stream()).put("exit", exit), lines -> {});
            return exit;
        }
    }

    @Override
    public ExitCode exitWhenRefused() {
        ExitCode exit = NamedOrder.exitWhenRefused(
                connection.bookFiles(resellers.name()),
                book -> number == null
                        ? book.unresolved()
                        : book.attempt(number).stream().toList());
        return exit == ExitCode.USAGE && order != null ? ExitCode.FAILED : exit;
    }

    private ExitCode settle(ResellerSession session, Attempt attempt, ObjectNode node, ProgressReport report) {
        node.put("result", "failed").putArray("candidates");
        node.putNull("asOf").putNull("error").putNull("failure");
        String heading = "attempt " + attempt.number() + " of \"" + attempt.intent() + "\"";
        try {
            Reconciliation found = find(session, attempt);
            if (found instanceof Placed placed) {
                session.book().settle(attempt, placed);
                node.put("result", "placed").put("id", placed.id().toString());
                report.item(heading + " became " + placed.id());
                return ExitCode.DONE;
            }
            if (found instanceof Candidates candidates) {
                node.put("result", "candidates");
                candidates.ids().forEach(id -> node.withArray("candidates").add(id.toString()));
                report.item(heading + " may have placed one of these orders; settle the attempt with --order:");
                candidates.ids().forEach(id -> report.item("  " + id));
            } else if (found instanceof NotListed none) {
                node.put("result", "not-listed").put("asOf", none.asOf().toString());
                report.item("the reseller listed no order of " + heading + " at " + none.asOf()
                        + ". The order may be listed later, so run reconcile again");
            }
        } catch (ResellerException | IllegalArgumentException | IllegalStateException e) {
            // The other attempts are still reconciled. The outcome of this attempt remains unknown.
            output.err().println(ExitCode.oneLine(e));
            JsonOutput.failed(node, e);
        }
        return ExitCode.OUTCOME_UNKNOWN;
    }

    private Reconciliation find(ResellerSession session, Attempt attempt) {
        if (order == null) {
            return session.reseller().orders().reconcile(attempt);
        }
        // Reading the order fails if its id is mistyped.
        session.reseller().orders().get(order);
        return Reconciliation.placed(order);
    }

    /** Throws if the order book or the id shows that the attempt did not place this order. Sends nothing. */
    private static void requireMatch(OrderBook book, Attempt attempt, OrderId order) {
        OrderRequest request = attempt.request();
        if (!order.target().equals(attempt.target())) {
            throw mismatch(
                    attempt,
                    "the attempt was sent to " + OrderId.describe(attempt.target()) + ", but the order is at "
                            + OrderId.describe(order.target()));
        }
        if (order.kind() != request.kind()) {
            throw mismatch(
                    attempt,
                    "the attempt requested " + JsonOutput.word(request.kind()) + ", not "
                            + JsonOutput.word(order.kind()));
        }
        String key = request.hasCsr() ? request.csr().keySha256() : OrderId.NONE;
        if (!order.keySha256().equals(OrderId.NONE) && !order.keySha256().equals(key)) {
            throw mismatch(attempt, "the order is for another public key");
        }
        boolean named = !order.namesSha256().equals(OrderId.NONE);
        if (named && !order.namesSha256().equals(DomainName.namesSha256(request.names()))) {
            throw mismatch(attempt, "the order is for other names than " + String.join(", ", request.names()));
        }
        // An attempt that completes an order may have another intent than the order.
        if (attempt.spendRequest().completes().isEmpty()) {
            book.orders(order.target(), order.providerId()).stream()
                    .flatMap(known -> known.intent().stream())
                    .filter(intent -> !intent.equals(attempt.intent()))
                    .findFirst()
                    .ifPresent(intent -> {
                        throw mismatch(attempt, "the order belongs to intent \"" + intent + "\"");
                    });
        }
    }

    private static IllegalArgumentException mismatch(Attempt attempt, String why) {
        return new IllegalArgumentException("nothing was changed: attempt " + attempt.number() + " of intent \""
                + attempt.intent() + "\" did not place this order: " + why);
    }
}
