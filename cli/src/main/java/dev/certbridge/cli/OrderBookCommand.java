package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that works on an order book. The command calls no reseller and needs no API key. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class OrderBookCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec command;

    @Option(names = "--book", order = 40, paramLabel = "FILE", description = "The file of the order book.")
    private @Nullable Path book;

    @Option(
            names = "--reseller",
            order = 40,
            paramLabel = "RESELLER",
            completionCandidates = ResellerOption.Names.class,
            description = "Use the default order book of this reseller: ${COMPLETION-CANDIDATES}.")
    private @Nullable String reseller;

    /** Sets the reseller. The option {@code --at} is the old name of {@code --reseller}. */
    @Option(names = "--at", hidden = true)
    void at(String value) {
        reseller = value;
    }

    @Option(
            names = "--ote",
            order = 40,
            description = "With --reseller: use the order book for the test" + " environment of the reseller.")
    private boolean ote;

    @Option(
            names = "--live",
            order = 40,
            description = "With --reseller: use the order book for the real" + " service of the reseller (default).")
    private boolean live;

    @Mixin
    final Output output = new Output();

    /** Runs the command on the opened order book. */
    abstract void run(OrderBook open);

    @Override
    public void run() {
        try (OrderBook open = BookLocations.existing(file(), output.err())) {
            run(open);
        }
    }

    /** Returns the file of the selected book. Throws if the options do not select exactly one order book. */
    Path file() {
        if ((book == null) == (reseller == null) || live && ote) {
            throw new IllegalArgumentException(
                    "name the order book: --book FILE, or --reseller RESELLER with --live or --ote");
        }
        if (book != null) {
            return book;
        }
        ResellerProvider provider = ResellerOption.named(Objects.requireNonNull(reseller));
        String environment = ServerOptions.find(provider, ote)
                .map(ResellerProvider.Environment::name)
                .orElseThrow(() -> new IllegalArgumentException(provider.name() + " has no test environment"));
        return BookLocations.usual(context().bookFolder(), provider.name(), environment);
    }

    private CliContext context() {
        return CliContext.of(Objects.requireNonNull(command));
    }

    /**
     * Returns the unresolved attempt with this number. Throws if the order book has no unresolved attempt with this
     * number.
     */
    static Attempt unresolved(OrderBook book, long number) {
        return book.unresolved().stream()
                .filter(attempt -> attempt.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the book has no unresolved attempt " + number
                        + ". The command certbridge unresolved lists all unresolved attempts"));
    }

    /** {@code certbridge unresolved}: lists the attempts with an unknown outcome. */
    @Command(
            name = "unresolved",
            description = {
                "Lists the attempts in an order book that have an unknown outcome.",
                "Also lists orders whose price was not compared with the limit yet, and shows if the book is halted."
            },
            footer = "  certbridge unresolved --reseller realtime")
    static final class UnresolvedCommand extends OrderBookCommand {

        @Override
        void run(OrderBook book) {
            List<Attempt> attempts = book.unresolved();
            List<Attempt> uncompared = book.uncompared();
            Optional<String> halted = book.halted();
            ObjectNode document = JsonOutput.list("attempts", attempts.stream().map(JsonOutput::attempt));
            JsonOutput.text(document, "halted", halted);
            uncompared.stream().map(JsonOutput::attempt).forEach(document.putArray("uncompared")::add);
            output.print(document, report -> {
                halted.ifPresent(
                        why -> report.item("the book is halted: " + why + "; to end the halt, run certbridge resume"));
                uncompared.stream()
                        .flatMap(attempt -> attempt.orderId().stream())
                        .forEach(id -> report.item("the charge of " + id
                                + " was not compared with the limit yet; certbridge status compares it"));
                attempts.stream().map(ProgressReport::line).forEach(report::item);
                if (attempts.isEmpty() && uncompared.isEmpty()) {
                    report.item("nothing is unresolved");
                }
            });
        }
    }

    /** {@code certbridge abandon}: records the decision of a person that an attempt ordered nothing. */
    @Command(
            name = "abandon",
            description = {
                "Records that an unresolved attempt ordered nothing. A person must have checked this at the reseller.",
                "The intent of an abandoned attempt can order again."
            },
            footer = "  certbridge abandon 3 --reseller realtime --reason 'not in the console two days later'")
    static final class AbandonCommand extends OrderBookCommand implements NamedOrder {

        @Parameters(paramLabel = "ATTEMPT", description = "The number of the attempt, from \"certbridge unresolved\".")
        private long number;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "The reason, which the order book records.")
        private String reason = "";

        @Option(
                names = "--force",
                description =
                        "Abandon the attempt even if the clock of the order book says that it may still be in progress."
                                + " Use this if that clock was wrong. A late answer is still recorded.")
        private boolean force;

        @Override
        void run(OrderBook book) {
            Attempt attempt = unresolved(book, number);
            if (force) {
                book.abandonNow(attempt, reason);
            } else {
                abandon(book, attempt);
            }
            String intent = attempt.intent().name();
            output.print(
                    JsonOutput.object()
                            .put("attempt", number)
                            .put("intent", intent)
                            .put("reason", reason),
                    report -> report.item(
                            "attempt " + number + " is abandoned; intent \"" + intent + "\" can order again"));
        }

        private void abandon(OrderBook book, Attempt attempt) {
            try {
                book.abandon(attempt, reason);
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        e.getMessage() + ". If the clock was wrong when the attempt began, abandon it with --force", e);
            }
        }

        @Override
        public ExitCode exitWhenRefused() {
            List<Path> books = List.of();
            try {
                books = List.of(file());
            } catch (IllegalArgumentException e) {
                // The run has already reported the wrong arguments.
            }
            return NamedOrder.exitWhenRefused(
                    books, book -> book.attempt(number).stream().toList());
        }
    }

    /** {@code certbridge resume}: allows a halted order book to send orders again. */
    @Command(
            name = "resume",
            description =
                    "Lets a halted order book send orders again. A book is halted after an overcharge, by a person, or"
                            + " because it is a backup.",
            footer = "  certbridge resume --reseller realtime --reason 'refunded, see ticket 12'")
    static final class ResumeCommand extends OrderBookCommand {

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "The reason, which the order book records.")
        private String reason = "";

        @Override
        void run(OrderBook book) {
            Optional<String> halted = book.halted();
            book.resume(reason);
            output.print(
                    JsonOutput.object().put("wasHalted", halted.orElse(null)).put("reason", reason),
                    report -> report.item(halted.map(why -> "the book is resumed; it was halted: " + why)
                            .orElse("the book was not halted")));
        }
    }

    /** {@code certbridge budget}: shows or sets a budget, which limits the total cost of orders. */
    @Command(
            name = "budget",
            description =
                    "Shows how much of a budget is left. With --orders and --money, creates or changes the budget.",
            footer = "  certbridge budget spring --reseller realtime --orders 20 --money EUR:500.00")
    static final class BudgetCommand extends OrderBookCommand {

        @Parameters(paramLabel = "NAME", description = "The name of the budget, as in the option --budget of an order.")
        private String name = "";

        @Option(names = "--orders", paramLabel = "NUMBER", description = "The number of orders that the budget allows.")
        private @Nullable Long orders;

        @Option(
                names = "--money",
                paramLabel = "MONEY",
                description = "The total cost that the budget allows, such as EUR:500.00.")
        private @Nullable Money money;

        @Override
        public void run() {
            if ((orders == null) != (money == null)) {
                throw new IllegalArgumentException("a budget needs both --orders and --money");
            }
            if (orders == null || money == null) {
                super.run();
                return;
            }
            // A budget can be created before the first order, so the book is created if it is missing.
            Path file = file();
            if (super.book == null) {
                BookLocations.madeFolder(super.context());
            }
            try (OrderBook open = BookLocations.at(file, output.err())) {
                open.budget(Budget.of(name, orders, money));
                run(open);
            }
        }

        @Override
        void run(OrderBook book) {
            Budget.Left left = book.left(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the book has no budget \"" + name + "\". Create it with --orders and --money"));
            Budget budget = left.budget();
            output.print(
                    JsonOutput.object()
                            .put("budget", budget.name())
                            .put("orders", budget.orders())
                            .put("money", budget.money().toString())
                            .put("ordersLeft", left.orders())
                            .put("centsLeft", left.cents()),
                    report ->
                            report.item(budget.name() + ": " + left.orders() + " of " + budget.orders() + " orders and "
                                    + left.cents() + " of " + budget.money().cents() + " cents of "
                                    + budget.money().currency() + " left"));
        }
    }

    /** {@code certbridge book}: groups the commands for the file of an order book. */
    @Command(
            name = "book",
            mixinStandardHelpOptions = true,
            description = "Backs up the file of an order book.",
            subcommands = BackupCommand.class)
    static final class BookCommand {}

    /** {@code certbridge book backup}: writes a backup of an order book that may be in use. */
    @Command(
            name = "backup",
            description = {
                "Writes a backup of an order book to a new file. The book may be in use.",
                "The backup is halted, because it does not contain later orders. If the backup is used as the"
                        + " order book, nothing is sent until certbridge resume."
            },
            footer = "  certbridge book backup /backup/orders-monday.db --reseller realtime")
    static final class BackupCommand extends OrderBookCommand {

        @Parameters(paramLabel = "FILE", description = "The file of the backup, which must not exist yet.")
        private Path target = Path.of("");

        @Override
        void run(OrderBook book) {
            book.backup(target);
            output.print(
                    JsonOutput.object().put("backup", target.toString()),
                    report -> report.item("the order book is backed up to " + target));
        }
    }
}
