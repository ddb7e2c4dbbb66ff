package dev.certbridge.spring;

import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.reseller.spi.ResellerProvider.Environment;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of one reseller, {@code certbridge.<reseller>}.
 *
 * @param apiKey the API key
 * @param account the account that is charged. {@code customer} is another name of this property
 * @param environment the name of an environment of the reseller. {@code ote: true} means the same as
 *     {@code environment: ote}
 * @param uri the address of a stub, which replaces the address of the environment
 * @param polling the pauses between polls while waiting for an order at a stub
 * @param proxy the host and port of an HTTP proxy, as {@code host:port}
 */
record ResellerProperties(
        @Nullable String apiKey,
        @Nullable String account,
        @Nullable String customer,
        @Nullable String environment,
        boolean ote,
        @Nullable URI uri,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("120s") Duration spendTimeout,
        @Nullable PollingProperties polling,
        @Nullable String proxy) {

    void requireComplete(String prefix, ResellerProvider provider) {
        if (apiKey == null || apiKey.isBlank()) {
            throw new CertbridgeConfigurationException(
                    prefix + ".api-key is not set.",
                    "Set the property from a secret, for example " + prefix + ".api-key=${"
                            + environment(prefix, provider).keyVariable() + "}.");
        }
        requireConsistent(prefix);
        boolean accountRequired = environment(prefix, provider).accountRequired();
        if (accountRequired && (accountName() == null || accountName().isBlank())) {
            throw new CertbridgeConfigurationException(
                    prefix + ".customer is not set.", "Set the property to the account that is charged for orders.");
        }
        if (!accountRequired && customer != null) {
            throw new CertbridgeConfigurationException(
                    prefix + ".customer is set, but " + provider.name() + " charges the account of the API key.",
                    "Remove the property. To label the ids of orders, set " + prefix + ".account.");
        }
    }

    private void requireConsistent(String prefix) {
        if (uri != null && (ote || environment != null)) {
            throw contradiction(prefix, "uri", ote ? "ote" : "environment");
        }
        if (ote && environment != null && !environment.equals("ote")) {
            throw contradiction(prefix, "environment", "ote");
        }
        if (account != null && customer != null && !account.equals(customer)) {
            throw contradiction(prefix, "account", "customer");
        }
    }

    private static CertbridgeConfigurationException contradiction(String prefix, String one, String other) {
        return new CertbridgeConfigurationException(
                prefix + "." + one + " and " + prefix + "." + other + " are both set and contradict each other.",
                "Remove one of them.");
    }

    CertificateReseller connect(
            String prefix,
            ResellerProvider provider,
            OrderBook book,
            List<CallListener> listeners,
            List<ConnectOptionsCustomizer> customizers) {
        String charged = accountName() == null ? ResellerProvider.NO_ACCOUNT : accountName();
        try {
            ConnectOptions.Builder options = ConnectOptions.builder()
                    .timeLimits(connectTimeout, readTimeout, spendTimeout)
                    .listener(CallListener.all(listeners));
            if (polling != null) {
                options.polling(polling.polling());
            }
            if (proxy != null) {
                options.proxy(address(prefix));
            }
            if (uri != null) {
                options.uri(uri);
            }
            customizers.forEach(customizer -> customizer.customize(provider.name(), options));
            ConnectOptions built = options.build();
            refuseCustomized(prefix, "uri", provider, built.uri().filter(address -> !address.equals(uri)));
            refuseCustomized(
                    prefix, "account", provider, built.account().filter(label -> !label.equals(accountName())));
            return uri != null
                    ? provider.connect(apiKey, charged, book, built)
                    : provider.connect(environment(prefix, provider), apiKey, charged, book, built);
        } catch (IllegalArgumentException e) {
            throw new CertbridgeConfigurationException(
                    provider.name() + " cannot be connected: " + e.getMessage(),
                    "Correct the properties of " + prefix + ".",
                    e);
        } catch (IllegalStateException e) {
            throw new CertbridgeConfigurationException(
                    provider.name() + " cannot be connected: " + e.getMessage(),
                    "Nothing was ordered. Correct the dependencies of the application. The command mvn dependency:tree"
                            + " shows where they come from.",
                    e);
        }
    }

    /**
     * Throws if a customizer sets a value that only a property can set. For instance, an ignored address of a stub
     * would send orders to the live address.
     */
    private static void refuseCustomized(
            String prefix, String property, ResellerProvider provider, Optional<?> customized) {
        if (customized.isPresent()) {
            throw new CertbridgeConfigurationException(
                    "A ConnectOptionsCustomizer sets the " + property + " of " + provider.name()
                            + ", which would be ignored.",
                    "Set " + prefix + "." + property + " instead.");
        }
    }

    /** Returns a text for the log that contains the address and the account. */
    String describe(String prefix, ResellerProvider provider) {
        return (uri == null ? environment(prefix, provider).name() : uri.getHost())
                + (accountName() == null ? "" : ", account " + accountName());
    }

    private @Nullable String accountName() {
        return account == null ? customer : account;
    }

    private Environment environment(String prefix, ResellerProvider provider) {
        List<Environment> all = provider.environments();
        String name = ote ? "ote" : environment == null ? all.get(0).name() : environment;
        return all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CertbridgeConfigurationException(
                        provider.name() + " has no environment \"" + name + "\".",
                        "Set " + prefix + ".environment to one of "
                                + all.stream().map(Environment::name).collect(Collectors.joining(", ")) + "."));
    }

    private InetSocketAddress address(String prefix) {
        int colon = proxy.lastIndexOf(':');
        try {
            return InetSocketAddress.createUnresolved(
                    proxy.substring(0, Math.max(colon, 0)), Integer.parseInt(proxy.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the proxy must be host:port", e);
        }
    }

    /** Returns a text about these properties, without the API key. */
    @Override
    public String toString() {
        return "ResellerProperties[environment=" + environment + ", uri=" + uri + "]";
    }
}
