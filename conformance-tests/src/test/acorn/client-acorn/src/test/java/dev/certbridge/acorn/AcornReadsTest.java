package dev.certbridge.acorn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that responses about another resource, and responses without a required value, are refused. */
class AcornReadsTest {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final TestClient client = TestClient.at("acorn");
    private final OrderRequest request = client.request(TestClient.key("www.example.com"));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_response_about_another_order_is_rejected() {
        OrderId id = client.order("first.example.com").id();
        client.stub()
                .answer("getOrder", CannedFailure.altered(reply -> renamed(reply, id.providerId(), "AC-00000000")));
        assertThatThrownBy(() -> client.reseller().orders().get(id))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining(id.providerId());
    }

    @Test
    void the_price_of_another_product_is_rejected() {
        client.stub().answer("getProduct", CannedFailure.altered(reply -> renamed(reply, "acorn-dv", "acorn-ev")));
        assertThatThrownBy(
                        () -> client.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo("EUR", "25.00")))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("acorn-dv");
        assertThat(client.spends()).isZero();
    }

    @Test
    void a_listing_without_its_list_does_not_exclude_a_duplicate() {
        client.stub().answer("listOrders", CannedFailure.status(200, "{}", JSON));
        assertThatThrownBy(() -> client.order("shop-4711/1", request)).isInstanceOf(BrokenContractException.class);
        assertThat(client.spends()).isZero();
    }

    private static Reply renamed(Reply reply, String id, String other) {
        String body = new String(reply.body(), UTF_8).replace("\"" + id + "\"", "\"" + other + "\"");
        return new Reply(reply.status(), reply.headers(), body.getBytes(UTF_8));
    }
}
