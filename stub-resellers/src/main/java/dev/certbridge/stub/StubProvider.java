package dev.certbridge.stub;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** A factory of the stubs of one reseller, registered as a service in {@code META-INF/services}. */
public interface StubProvider {

    /** Returns the name of the reseller, for example {@code regfish}. */
    String name();

    /** Returns the class of the stubs that {@link #start} returns. */
    Class<? extends StubReseller> type();

    /** Starts a stub with these options. */
    StubReseller start(StubOptions options);

    /** Returns the API key that the stub accepts. The key is obviously fake. */
    String apiKey();

    /**
     * Returns the account that a client must name in addition to the API key, or empty if the reseller has no accounts.
     */
    default Optional<String> account() {
        return Optional.empty();
    }

    /** Returns the default port of the stub on the command line. */
    int defaultPort();

    /**
     * Returns the operations whose failures are provoked by domain names and not by API keys; see {@link
     * ReservedNames}.
     */
    default Set<String> operationsWithNames() {
        return Set.of();
    }

    /** Returns all providers on the class path, ordered by name. */
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
     * @throws IllegalArgumentException if the class path contains no provider of this name
     */
    static StubProvider named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("the class path has no stub of " + name + "; it has "
                        + all().stream().map(StubProvider::name).toList()));
    }
}
