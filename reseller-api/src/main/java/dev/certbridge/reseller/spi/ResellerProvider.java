package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import java.net.URI;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A reseller that programs find by its name, with its environments and what it sells by default. Implemented in the jar of
 * its client and found by {@link ServiceLoader}; needs a public constructor without parameters.
 */
public interface ResellerProvider {

    /** The account in ids where none is named. */
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
                        + "\"; remove one of their jars from the class path");
            }
        }
        return providers;
    }

    /**
     * Returns the provider with this name, in any case.
     *
     * @throws IllegalArgumentException no provider has this name; the message lists all names
     */
    static ResellerProvider named(String name) {
        List<ResellerProvider> providers = all();
        return providers.stream()
                .filter(provider -> provider.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reseller is named \"" + name + "\"; there are "
                        + providers.stream().map(ResellerProvider::name).collect(Collectors.joining(", "))));
    }

    /** Returns the reseller's name, as in ids and on command lines. */
    String name();

    /** Returns the reseller's own environments, {@code live} first. */
    List<Environment> environments();

    /**
     * Returns a client of the reseller at the address in the options, or of its live environment when they have none.
     * Connecting sends nothing.
     *
     * @param account the account that orders are charged to, or {@link #NO_ACCOUNT}
     * @throws IllegalArgumentException the key, the account or the address cannot be used
     */
    CertificateReseller connect(String apiKey, String account, OrderBook book, ConnectOptions options);

    /** Returns a client of the reseller in this environment, whose address replaces that of the options. */
    default CertificateReseller connect(
            Environment environment, String apiKey, String account, OrderBook book, ConnectOptions options) {
        return connect(
                apiKey,
                account,
                book,
                options.toBuilder().uri(environment.address()).build());
    }

    /** Returns the product for a certificate with these names when a caller names none. */
    String defaultProduct(List<String> names);

    /** Returns the validity when a caller names none. */
    Validity defaultValidity();

    /** Returns true when the reseller quotes prices before an order. */
    boolean quotesPrices();

    /**
     * An environment of a reseller. Programs read keys from environment variables only, because the arguments of a process
     * are visible to everybody on the machine.
     *
     * @param name {@code live} or {@code ote}, as in ids
     * @param address the base address of its API
     * @param keyVariable the environment variable with the API key
     * @param accountVariable the environment variable with the account
     * @param accountRequired true when connecting needs the account; otherwise it is a label in ids
     */
    record Environment(String name, URI address, String keyVariable, String accountVariable, boolean accountRequired) {}
}
