package dev.certbridge.spring;

import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each reseller with an API key. The providers on the class path define the names of the
 * resellers, so that a new provider needs no change in this class.
 */
final class ResellerBeans implements BeanDefinitionRegistryPostProcessor {

    private static final System.Logger LOG = System.getLogger(ResellerBeans.class.getName());

    private final Environment environment;
    private final Binder binder;

    ResellerBeans(Environment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        List<ResellerProvider> providers = ResellerProvider.all();
        requireKnown(providers);
        new PropertyNames(providers).check(environment);
        for (ResellerProvider provider : providers) {
            String prefix = PropertyNames.PREFIX + "." + provider.name();
            binder.bind(prefix, ResellerProperties.class)
                    .ifBound(properties -> register(registry, provider, prefix, properties));
        }
    }

    private static void register(
            BeanDefinitionRegistry registry, ResellerProvider provider, String prefix, ResellerProperties properties) {
        properties.requireComplete(prefix, provider);
        ConfigurableListableBeanFactory beans = (ConfigurableListableBeanFactory) registry;
        registry.registerBeanDefinition(
                provider.name(),
                BeanDefinitionBuilder.genericBeanDefinition(
                                CertificateReseller.class, () -> connect(beans, provider, prefix, properties))
                        .setDestroyMethodName("close")
                        .getBeanDefinition());
    }

    private static CertificateReseller connect(
            ConfigurableListableBeanFactory beans,
            ResellerProvider provider,
            String prefix,
            ResellerProperties properties) {
        OrderBook book = beans.getBean(OrderBook.class);
        CertificateReseller connected = properties.connect(
                prefix,
                provider,
                book,
                beans.getBeanProvider(CallListener.class).orderedStream().toList(),
                beans.getBeanProvider(ConnectOptionsCustomizer.class)
                        .orderedStream()
                        .toList());
        LOG.log(Level.INFO, provider.name() + ": " + properties.describe(prefix, provider) + ", order book " + book);
        return connected;
    }

    /**
     * Throws if an API key is set for a reseller without a client on the class path, because the API key would have no
     * effect.
     */
    private void requireKnown(List<ResellerProvider> providers) {
        Set<String> known =
                providers.stream().map(ResellerProvider::name).collect(Collectors.toCollection(TreeSet::new));
        binder.bind(PropertyNames.PREFIX, Bindable.mapOf(String.class, Object.class)).orElse(Map.of()).keySet().stream()
                .filter(name -> !known.contains(name) && hasKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new CertbridgeConfigurationException(
                            "certbridge." + name
                                    + ".api-key is set, but no reseller of this name is on the class path; there "
                                    + (known.isEmpty() ? "is none." : "are " + String.join(", ", known) + "."),
                            "Add the dependency dev.certbridge:certbridge-client-" + name + ", or correct the name.");
                });
    }

    private boolean hasKey(String name) {
        ConfigurationPropertyName key =
                ConfigurationPropertyName.adapt(PropertyNames.PREFIX + "." + name + ".api-key", '.');
        return binder.bind(key, Bindable.of(String.class)).isBound();
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        // Every bean is registered above.
    }
}
