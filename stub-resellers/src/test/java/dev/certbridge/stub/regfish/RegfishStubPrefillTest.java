package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.TestCsr;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegfishStubPrefillTest {

    private static final int MANY = 10_000;

    private final RegfishStubCalls regfish = new RegfishStubCalls();

    @AfterEach
    void close() {
        regfish.close();
    }

    @Test
    void ten_thousand_pending_orders_are_made_and_listed_and_are_in_no_ledger() throws Exception {
        List<PrefilledOrder> orders = regfish.stub().prefill(MANY);

        assertThat(orders)
                .extracting(PrefilledOrder::id)
                .doesNotHaveDuplicates()
                .hasSize(MANY);
        assertThat(regfish.stub().ledger().orders()).isZero();
        assertThat(regfish.list()).hasSize(MANY);
    }

    @Test
    void each_of_them_is_issued_for_its_own_name_and_the_key_of_the_caller() throws Exception {
        TestCsr key = TestCsr.of("any.example.com");
        regfish.stub().listingLag(5);
        List<PrefilledOrder> orders = new ArrayList<>(regfish.stub().prefill(3, key.pem()));
        assertThat(regfish.list().findValuesAsText("id"))
                .containsExactlyInAnyOrderElementsOf(
                        orders.stream().map(PrefilledOrder::id).toList());
        for (PrefilledOrder order : orders) {
            regfish.read(order.id());
            JsonNode issued = regfish.read(order.id());
            assertThat(issued.path("status").asText()).isEqualTo("issued");
            assertThat(issued.path("common_name").asText()).isEqualTo(order.name());
            assertThat(regfish.leaf(order.id()).getPublicKey()).isEqualTo(key.publicKey());
            assertThat(regfish.leaf(order.id()).getSubjectX500Principal().getName())
                    .isEqualTo("CN=" + order.name());
        }
        orders.addAll(regfish.stub().prefill(2));
        assertThat(orders)
                .extracting(PrefilledOrder::name)
                .doesNotHaveDuplicates()
                .hasSize(5);
    }
}
