package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import java.net.URI;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The entry point to the client of a reseller. Programs find the provider by the reseller's name. The provider also
 * lists the environments of the reseller and its default product and validity. The jar of each client contains an
 * implementation that {@link ServiceLoader} finds. The implementation has a public constructor without parameters.
 */
public interface ResellerProvider {

    /** The hyphen that stands for the account in an id if the caller names no account. */
    String NO_ACCOUNT = "-";

    /**
     * Returns every provider that the context class loader of this thread finds, sorted by name.
     *
     * @throws IllegalStateException two providers have the same name
     */
    static List<ResellerProvider> all() {
        List<ResellerProvider> providers = ServiceLoader.load(ResellerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ResellerProvider::name))
                .toList();
        Set<String> names = new HashSet<>();
        for (ResellerProvider provider : providers) {
            if (!names.add(provider.name())) {
                throw new IllegalStateException("two providers are named \"" + provider.name()
                        + "\". Remove one of their jars from the class path");
            }
        }
        return providers;
    }

    /**
     * Returns the provider with this name. The name may be in upper or lower case.
     *
     * @throws IllegalArgumentException no provider has this name; the message lists all names
     */
    static ResellerProvider named(String name) {
        List<ResellerProvider> providers = all();
        return providers.stream()
                .filter(provider -> provider.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no reseller is named \"" + name + "\"; the known resellers are "
                                + providers.stream().map(ResellerProvider::name).collect(Collectors.joining(", "))
                                + ". Correct the name, or add the jar of its client to the class path, such as"
                                + " dev.certbridge:certbridge-client-" + name.toLowerCase(Locale.ROOT)));
    }

    /** Returns the reseller's name, as used in ids and on command lines. */
    String name();

    /** Returns the reseller's own environments, {@code live} first. */
    List<Environment> environments();

    /**
     * Returns a client that calls the address in the options, or the reseller's live environment if the options have no
     * address. Sends nothing.
     *
     * @param account the account that is charged for orders, or {@link #NO_ACCOUNT}
     * @param book the order book, which stays open when the client is closed
     * @throws IllegalArgumentException the key, the account or the address cannot be used
     * @throws IllegalStateException a library on the class path is missing or cannot be used
     */
    CertificateReseller connect(String apiKey, String account, OrderBook book, ConnectOptions options);

    /**
     * Returns a client that calls this environment. The address of the environment replaces the address in the options.
     * Sends nothing.
     *
     * @throws IllegalArgumentException the key, the account or the address cannot be used
     * @throws IllegalStateException a library on the class path is missing or cannot be used
     */
    default CertificateReseller connect(
            Environment environment, String apiKey, String account, OrderBook book, ConnectOptions options) {
        return connect(
                apiKey,
                account,
                book,
                options.toBuilder().uri(environment.address()).build());
    }

    /**
     * Returns a publisher of DNS records in the zones of an account at this reseller. The result is empty if the
     * reseller hosts no zones. A publisher that is {@link AutoCloseable} has to be closed. Sends nothing.
     *
     * @throws IllegalArgumentException the key or the address cannot be used
     */
    default Optional<DnsPublisher> dns(String apiKey, ConnectOptions options) {
        return Optional.empty();
    }

    /** Returns the default product for a certificate with these names. */
    String defaultProduct(List<String> names);

    /** Returns the default validity. */
    Validity defaultValidity();

    /** Returns true if the reseller quotes prices before an order. */
    boolean quotesPrices();

    /**
     * An environment of a reseller. Programs read API keys only from environment variables, because every user of the
     * machine can see the arguments of a process.
     *
     * @param name {@code live}, or {@code ote} for the reseller's test environment, as used in ids
     * @param address the base address of the API
     * @param keyVariable the name of the environment variable that contains the API key
     * @param accountVariable the name of the environment variable that contains the account
     * @param accountRequired true if a client needs the account to connect; false if the account is only a label in ids
     */
    record Environment(String name, URI address, String keyVariable, String accountVariable, boolean accountRequired) {}
}
