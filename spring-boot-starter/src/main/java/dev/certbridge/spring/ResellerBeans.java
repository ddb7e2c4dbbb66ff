package dev.certbridge.spring;

import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.ResellerProvider;
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
 * resellers, so a provider in another jar needs no change here.
 */
final class ResellerBeans implements BeanDefinitionRegistryPostProcessor {

    private static final String PREFIX = "certbridge";

    private final Binder binder;

    ResellerBeans(Environment environment) {
        this.binder = Binder.get(environment);
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        List<ResellerProvider> providers = ResellerProvider.all();
        requireKnown(providers);
        for (ResellerProvider provider : providers) {
            String prefix = PREFIX + "." + provider.name();
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
                                CertificateReseller.class,
                                () -> properties.connect(
                                        prefix,
                                        provider,
                                        beans.getBean(OrderBook.class),
                                        beans.getBeanProvider(CallListener.class)
                                                .orderedStream()
                                                .toList(),
                                        beans.getBeanProvider(ConnectOptionsCustomizer.class)
                                                .orderedStream()
                                                .toList()))
                        .setDestroyMethodName("close")
                        .getBeanDefinition());
    }

    /** Throws if a reseller has a key but no client on the class path, because the key would be ignored silently. */
    private void requireKnown(List<ResellerProvider> providers) {
        Set<String> known =
                providers.stream().map(ResellerProvider::name).collect(Collectors.toCollection(TreeSet::new));
        binder.bind(PREFIX, Bindable.mapOf(String.class, Object.class)).orElse(Map.of()).keySet().stream()
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
        ConfigurationPropertyName key = ConfigurationPropertyName.adapt(PREFIX + "." + name + ".api-key", '.');
        return binder.bind(key, Bindable.of(String.class)).isBound();
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        // Every bean is registered above.
    }
}
