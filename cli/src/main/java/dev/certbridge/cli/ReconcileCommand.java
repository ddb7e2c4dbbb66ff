package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge reconcile}: looks for what became of attempts, and settles what is proven or decided. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Looks at the reseller for what became of the unresolved attempts of the order book, or of one of them.",
            "What is proven to be there is settled. Among candidates a person chooses, with --order. That nothing is",
            "listed proves nothing: see certbridge abandon."
        },
        footer = {
            "",
            "Example:",
            "  certbridge reconcile 3 --at regfish --live --order certbridge:regfish:live:-:order:..."
        })
final class ReconcileCommand implements Callable<Integer>, NamedOrder {

    @Parameters(arity = "0..1", paramLabel = "ATTEMPT", description = "Its number, as certbridge unresolved lists it.")
    private @Nullable Long number;

    @Option(
            names = "--order",
            paramLabel = "ID",
            converter = OrderIdConverter.class,
            description = "Settle ATTEMPT with this order, by your decision. The order is read first.")
    private @Nullable OrderId order;

    @Mixin
    private final ResellerOption sellers = new ResellerOption();

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        if (order != null && number == null) {
            throw new IllegalArgumentException("--order settles one attempt; say which");
        }
        try (ResellerSession at = reach.connect(sellers.one(reach))) {
            if (at.bookFile().isEmpty()) {
                throw new IllegalArgumentException("say which order book with --book FILE");
            }
            List<Attempt> attempts =
                    number == null ? at.book().unresolved() : List.of(BookOptions.unresolved(at.book(), number));
            if (order != null) {
                OrderMatchCheck.require(at.book(), attempts.get(0), order);
            }
            List<ObjectNode> told = new ArrayList<>();
            List<ExitCode> ends = new ArrayList<>();
            ProgressReport report = output.report();
            for (Attempt attempt : attempts) {
                ObjectNode node = JsonOutput.attempt(attempt);
                ends.add(settle(at, attempt, node, report));
                told.add(node);
            }
            TextOutput.list(report, List.of(), attempts.isEmpty() ? "nothing is unresolved" : "");
            int exit = ExitCode.worst(ends).code();
            output.tell(JsonOutput.list("attempts", told.stream()).put("exit", exit));
            return exit;
        }
    }

    @Override
    public ExitCode endOfRefusal() {
        ExitCode end = NamedOrder.endOfRefusal(
                reach.bookFiles(sellers.named()),
                book -> number == null
                        ? book.unresolved()
                        : book.attempt(number).stream().toList());
        return end == ExitCode.USAGE && order != null ? ExitCode.FAILED : end;
    }

    private ExitCode settle(ResellerSession at, Attempt attempt, ObjectNode node, ProgressReport report) {
        node.put("result", "failed").putArray("candidates");
        node.putNull("asOf").putNull("error").putNull("failure");
        String heading = "attempt " + attempt.number() + " of \"" + attempt.intent() + "\"";
        try {
            return told(heading, look(at, attempt), at, attempt, node, report);
        } catch (ResellerException | IllegalArgumentException | IllegalStateException e) {
            // One that cannot be looked up or settled now does not keep the others from it.
            output.err().println(ExitCode.oneLine(e));
            JsonOutput.failed(node, e);
            // Whatever refused a look or the settling, nobody knows more about the attempt than before.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }

    private Reconciliation look(ResellerSession at, Attempt attempt) {
        if (order == null) {
            return at.reseller().orders().reconcile(attempt);
        }
        // A slip of the pen must not take the place of an order.
        at.reseller().orders().get(order);
        return new Placed(order);
    }

    private static ExitCode told(
            String heading,
            Reconciliation found,
            ResellerSession at,
            Attempt attempt,
            ObjectNode node,
            ProgressReport report) {
        if (found instanceof Placed placed) {
            at.book().settle(attempt, placed);
            node.put("result", "placed").put("id", placed.id().toString());
            report.item(heading + " became " + placed.id());
            return ExitCode.DONE;
        }
        if (found instanceof Candidates candidates) {
            node.put("result", "candidates");
            candidates.ids().forEach(id -> node.withArray("candidates").add(id.toString()));
            report.item(heading + " may have become one of these; settle it with --order:");
            candidates.ids().forEach(id -> report.item("  " + id));
        } else if (found instanceof NotListed none) {
            node.put("result", "not-listed").put("asOf", none.asOf().toString());
            report.item(heading + " is not listed as of " + none.asOf() + ", which proves nothing; look again later");
        }
        return ExitCode.OUTCOME_UNKNOWN;
    }
}
