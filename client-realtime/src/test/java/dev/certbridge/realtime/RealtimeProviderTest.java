package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.reseller.spi.ResellerProvider.Environment;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The provider as a program finds it, by its name. */
class RealtimeProviderTest {

    private final ResellerProvider provider = ServiceLoader.load(ResellerProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("realtime"))
            .findAny()
            .orElseThrow();

    @Test
    void it_has_a_product_for_one_name_for_several_and_for_a_wildcard() {
        assertThat(provider.defaultProduct(List.of("www.example.com"))).isEqualTo("ssl_example_dv");
        assertThat(provider.defaultProduct(List.of("www.example.com", "example.com")))
                .isEqualTo("ssl_example_multi");
        assertThat(provider.defaultProduct(List.of("example.com", "*.example.com")))
                .isEqualTo("ssl_example_wildcard");
    }

    @Test
    void each_environment_has_its_own_address_and_variable_for_the_key() {
        assertThat(provider.environments())
                .extracting(
                        Environment::name, environment -> environment.address().getHost(), Environment::keyVariable)
                .containsExactly(
                        tuple("live", "api.yoursrs.com", "REALTIME_API_KEY"),
                        tuple("ote", "api.yoursrs-ote.com", "REALTIME_OTE_API_KEY"));
    }

    @Test
    void it_needs_an_account_and_quotes_prices() {
        assertThat(provider.environments()).allMatch(Environment::accountRequired);
        assertThat(provider.quotesPrices()).isTrue();
    }
}
