package dev.certbridge.stub;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Starts the stub of one reseller. A jar offers its stub by naming an implementation in {@code
 * META-INF/services/dev.certbridge.stub.StubProvider}.
 */
public interface StubProvider {

    /** Returns the name of the reseller, {@code regfish} for example. */
    String name();

    /** Returns the class of the stubs that {@link #start} returns. */
    Class<? extends StubReseller> type();

    /** Starts a stub. */
    StubReseller start(StubOptions options);

    /** Returns the API key that the stub accepts, an obvious fake. */
    String apiKey();

    /** Returns the account that a client has to name besides the key, where the reseller has one. */
    default Optional<String> account() {
        return Optional.empty();
    }

    /** Returns the port that the command line serves the stub at. */
    int defaultPort();

    /** Returns the operations that {@link ReservedNames} reach by a domain name; all others are reached by API keys. */
    default Set<String> operationsWithNames() {
        return Set.of();
    }

    /** Returns the providers on the class path, ordered by name. */
    static List<StubProvider> all() {
        return ServiceLoader.load(StubProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(StubProvider::name))
                .toList();
    }

    /** Finds the provider of a reseller. */
    static Optional<StubProvider> find(String name) {
        return all().stream().filter(provider -> provider.name().equals(name)).findFirst();
    }

    /**
     * Returns the provider of a reseller.
     *
     * @throws IllegalArgumentException if the class path has none
     */
    static StubProvider named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("the class path has no stub of " + name + "; it has "
                        + all().stream().map(StubProvider::name).toList()));
    }
}
