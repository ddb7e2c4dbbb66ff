package dev.certbridge.cli;

import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --reseller}: selects the resellers of a command. */
final class ResellerOption {

    @Option(
            names = "--reseller",
            order = 10,
            paramLabel = "RESELLER",
            completionCandidates = Names.class,
            description =
                    "Call only this reseller: ${COMPLETION-CANDIDATES}. Needed with --stub-url, --live and --ote.")
    private @Nullable String name;

    /** Sets the reseller. The option {@code --at} is the old name of {@code --reseller}. */
    @Option(names = "--at", hidden = true)
    void at(String value) {
        name = value;
    }

    /** The names of all resellers, which the help lists. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return ResellerProvider.all().stream().map(ResellerProvider::name).iterator();
        }
    }

    /** Returns the value of the option, which may be misspelled. */
    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * Returns the selected reseller. Without the option, returns all resellers for built-in stubs. Throws if a server
     * other than the built-in stubs is selected without a reseller.
     */
    List<ResellerProvider> selected(ConnectionOptions connection) {
        connection.require();
        if (name == null) {
            connection.requireBuiltIn();
            return ResellerProvider.all();
        }
        return List.of(named(name));
    }

    /**
     * Returns the reseller with this name. Throws if no reseller has this name. The error message suggests a similar
     * name.
     */
    static ResellerProvider named(String name) {
        try {
            return ResellerProvider.named(name);
        } catch (IllegalArgumentException e) {
            List<String> known =
                    ResellerProvider.all().stream().map(ResellerProvider::name).toList();
            throw new IllegalArgumentException(e.getMessage() + Suggestion.hint(name, known), e);
        }
    }

    /**
     * Returns the selected reseller. Throws if built-in stubs are selected, because built-in stubs start without
     * orders.
     */
    ResellerProvider one(ConnectionOptions connection) {
        connection.requireExternal();
        return selected(connection).get(0);
    }
}
