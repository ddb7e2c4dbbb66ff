package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog decides about products, and the reseller about terms: both change without notice. */
class RegfishCatalogTest {

    private final TestClient shopper = TestClient.at("regfish");
    private final RegfishStub stub = (RegfishStub) shopper.stub();
    private final OrderRequest request = OrderRequest.builder("ThawteNew")
            .csr(TestClient.key("www.example.com").csr())
            .validity(Validity.days(199))
            .build();

    @AfterEach
    void every_answer_kept_the_contract() {
        shopper.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void a_product_that_only_the_catalog_knows_can_be_ordered() {
        stub.addProduct("ThawteNew");
        assertThat(shopper.reseller().products())
                .anyMatch(product -> product.id().equals("ThawteNew"));

        order(request);

        assertThat(stub.ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.product()).isEqualTo("ThawteNew"));
    }

    @Test
    void a_product_that_the_catalog_does_not_list_is_refused_with_those_that_it_does() {
        assertThatThrownBy(() -> order(request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("product")
                .hasMessageContaining("ThawteNew")
                .hasMessageContaining("RapidSSLWildcard");
        assertThat(stub.journal().received("createCertificate")).isZero();
        assertThat(shopper.book().unresolved()).isEmpty();

        stub.addProduct("ThawteNew");
        order(request);
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_catalog_that_cannot_be_read_orders_nothing() {
        stub.when("listProducts").always().answers(500);
        assertThatThrownBy(() -> order(request)).isInstanceOf(ProviderFaultException.class);
        assertThat(stub.ledger().orders()).isZero();
        assertThat(shopper.book().unresolved()).isEmpty();
    }

    @Test
    void a_product_that_the_contract_knows_costs_no_look_at_the_catalog() throws IOException {
        JsonNode known = new YAMLMapper()
                .readTree(getClass().getResourceAsStream("/dev/certbridge/specs/regfish/openapi.yaml"))
                .at("/components/schemas/CertificateRequest/properties/sku/x-known-values");
        known.forEach(sku -> {
            String name = sku.asText().endsWith("Wildcard") ? "*.example.com" : sku.asText() + ".example.com";
            OrderRequest wanted = OrderRequest.builder(sku.asText())
                    .csr(TestClient.key(name.toLowerCase(Locale.ROOT)).csr())
                    .build();
            shopper.reseller().order(Intent.of(sku.asText()), wanted, Spending.unquoted());
        });
        assertThat(stub.ledger().orders()).isEqualTo(known.size()).isGreaterThan(5);
        assertThat(stub.journal().received("listProducts")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 397})
    void a_term_is_for_the_reseller_to_judge(int days) {
        order(OrderRequest.builder("RapidSSL")
                .csr(request.csr())
                .validity(Validity.days(days))
                .build());
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    private void order(OrderRequest wanted) {
        shopper.reseller().order(Intent.of("shop-4711/1"), wanted, Spending.unquoted());
    }
}
