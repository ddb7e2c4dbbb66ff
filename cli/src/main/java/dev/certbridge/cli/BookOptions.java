package dev.certbridge.cli;

import dev.certbridge.conformance.RealService;
import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which order book a command is about that asks nobody else. Needs no key. */
final class BookOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--book", paramLabel = "FILE", converter = FileConverter.class, description = "The order book.")
    private @Nullable Path book;

    @Option(names = "--at", paramLabel = "RESELLER", description = "Instead: the usual book of this reseller.")
    private @Nullable String at;

    @Option(names = "--ote", description = "With --at: of its test environment.")
    private boolean ote;

    @Option(names = "--live", description = "With --at: of its real service. The default.")
    private boolean live;

    /** The book, which must be there. */
    OrderBook open() {
        return BookLocations.warned(
                BookLocations.existing(file()), surroundings().err());
    }

    /** The book, made when it is missing: to set something up before the first order. */
    OrderBook openOrMake() {
        Path file = file();
        if (book == null) {
            BookLocations.madeFolder(surroundings());
        }
        return BookLocations.warned(BookLocations.at(file), surroundings().err());
    }

    /** The unresolved attempt with this number. */
    static Attempt unresolved(OrderBook book, long number) {
        return book.unresolved().stream()
                .filter(attempt -> attempt.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the book has no unresolved attempt " + number + "; certbridge unresolved lists them"));
    }

    /** Returns the book that the arguments of a refused run say, when they do. */
    Optional<Path> named() {
        try {
            return Optional.of(file());
        } catch (IllegalArgumentException e) {
            // Told already.
            return Optional.empty();
        }
    }

    private Path file() {
        if ((book == null) == (at == null) || live && ote) {
            throw new IllegalArgumentException(
                    "say which order book: --book FILE, or --at RESELLER with --live or --ote");
        }
        if (book != null) {
            return book;
        }
        Subject subject = ResellerOption.named(Objects.requireNonNull(at));
        String environment = subject.realServices().stream()
                .map(RealService::environment)
                .filter(name -> name.equals(ote ? "ote" : "live"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(subject.name() + " has no test environment"));
        return BookLocations.usual(surroundings().bookFolder(), subject.name(), environment);
    }

    private CliContext surroundings() {
        return CliContext.of(Objects.requireNonNull(command));
    }
}
