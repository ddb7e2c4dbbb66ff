package dev.certbridge.acorn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.conformance.fixture.DocumentedFailure;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.ReservedNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of what only acorn does; the rules of the kit test everything else. */
class AcornTest {

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
                .answer(
                        "getOrder",
                        CannedFailure.altered(reply -> new Reply(
                                reply.status(),
                                reply.headers(),
                                new String(reply.body(), UTF_8)
                                        .replace(id.providerId(), "AC-00000000")
                                        .getBytes(UTF_8))));
        assertThatThrownBy(() -> client.reseller().orders().get(id))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining(id.providerId());
    }

    @Test
    void a_listing_without_its_list_does_not_exclude_a_duplicate() {
        client.stub().answer("listOrders", CannedFailure.status(200, "{}", Map.of("Content-Type", "application/json")));
        assertThatThrownBy(() -> client.order("shop-4711/1", request)).isInstanceOf(BrokenContractException.class);
        assertThat(client.spends()).isZero();
    }

    @Test
    void an_accepted_order_with_an_empty_body_keeps_the_id_of_its_header() {
        client.stub()
                .answer("createOrder", CannedFailure.altered(reply -> new Reply(201, reply.headers(), new byte[0])));
        OutcomeUnknownException unknown =
                catchThrowableOfType(OutcomeUnknownException.class, () -> client.order("shop-4711/1", request));
        assertThat(unknown.accepted()).isTrue();
        assertThat(unknown.seenId()).map(OrderId::providerId).contains(booked());
    }

    @Test
    void an_accepted_order_without_its_header_has_the_id_of_its_body() {
        client.stub().answer("createOrder", CannedFailure.altered(reply -> reply.without("Location")));
        assertThat(client.order("shop-4711/1", request).id().providerId()).isEqualTo(booked());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 409})
    void a_refusal_without_a_documented_code_is_an_unknown_outcome(int status) {
        client.stub().answer("createOrder", CannedFailure.status(status));
        assertThatThrownBy(() -> client.order("shop-4711/1", request)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(client.book().unresolved()).hasSize(1);
    }

    @Test
    void a_reserved_key_provokes_each_documented_failure_of_an_order() {
        List<DocumentedFailure> failures = DocumentedFailure.of("acorn").stream()
                .filter(failure -> failure.operation().equals("createOrder"))
                .toList();
        for (DocumentedFailure failure : failures) {
            String key = ReservedNames.table("acorn")
                    .lines()
                    .filter(row -> row.startsWith("| createOrder | " + failure.status() + " | " + failure.example()))
                    .map(row -> row.split("`")[1])
                    .findFirst()
                    .orElseThrow();
            CertificateReseller provoked = client.connect(key, OrderBooks.inMemory());
            assertThatThrownBy(() -> provoked.order(Intent.of("one"), request, Spending.unquoted()))
                    .satisfies(thrown -> failure.requireMatches(thrown, key));
        }
        assertThat(failures).hasSizeGreaterThan(6);
        assertThat(client.stub().ledger().orders()).isZero();
    }

    private String booked() {
        return client.stub().ledger().entries().get(0).orderId();
    }
}
