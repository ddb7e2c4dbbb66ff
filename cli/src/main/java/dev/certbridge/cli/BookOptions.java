package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that select the order book of a command that calls no reseller. Such a command needs no API key. */
final class BookOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--book", order = 40, paramLabel = "FILE", description = "The order book.")
    private @Nullable Path book;

    @Option(
            names = "--reseller",
            order = 40,
            paramLabel = "RESELLER",
            completionCandidates = ResellerOption.Names.class,
            description = "The default order book of this reseller: ${COMPLETION-CANDIDATES}.")
    private @Nullable String reseller;

    /** Sets the reseller through the former name of the option. */
    @Option(names = "--at", hidden = true)
    void at(String value) {
        reseller = value;
    }

    @Option(names = "--ote", order = 40, description = "With --reseller: the book of its test environment.")
    private boolean ote;

    @Option(names = "--live", order = 40, description = "With --reseller: the book of its real service. The default.")
    private boolean live;

    /** Opens the selected book. Throws if it does not exist. */
    OrderBook open() {
        return BookLocations.warned(BookLocations.existing(file()), context().err());
    }

    /** Opens the selected book. Creates it if it is missing, so that a budget can be created before the first order. */
    OrderBook openOrCreate() {
        Path file = file();
        if (book == null) {
            BookLocations.madeFolder(context());
        }
        return BookLocations.warned(BookLocations.at(file), context().err());
    }

    /** Returns the unresolved attempt with this number. Throws if the book has none. */
    static Attempt unresolved(OrderBook book, long number) {
        return book.unresolved().stream()
                .filter(attempt -> attempt.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the book has no unresolved attempt " + number + "; certbridge unresolved lists them"));
    }

    /** Finds the book of a run whose arguments were refused. Returns empty if the arguments do not select a book. */
    Optional<Path> findFile() {
        try {
            return Optional.of(file());
        } catch (IllegalArgumentException e) {
            // The run has already reported the wrong arguments.
            return Optional.empty();
        }
    }

    private Path file() {
        if ((book == null) == (reseller == null) || live && ote) {
            throw new IllegalArgumentException(
                    "name the order book: --book FILE, or --reseller RESELLER with --live or --ote");
        }
        if (book != null) {
            return book;
        }
        ResellerProvider provider = ResellerProvider.named(Objects.requireNonNull(reseller));
        String environment = ConnectionOptions.find(provider, ote)
                .map(ResellerProvider.Environment::name)
                .orElseThrow(() -> new IllegalArgumentException(provider.name() + " has no test environment"));
        return BookLocations.usual(context().bookFolder(), provider.name(), environment);
    }

    private CliContext context() {
        return CliContext.of(Objects.requireNonNull(command));
    }
}
