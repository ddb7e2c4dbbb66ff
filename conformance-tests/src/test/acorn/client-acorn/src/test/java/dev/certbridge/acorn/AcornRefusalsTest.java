package dev.certbridge.acorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.DocumentedFailure;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.ReservedNames;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that unsupported requests are refused before anything is sent, and that documented error responses become the
 * matching failures.
 */
class AcornRefusalsTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");

    private final TestClient client = TestClient.at("acorn");
    private final CertificateReseller acorn = client.reseller();
    private final OrderRequest request = client.request(TestClient.key("www.example.com"));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void an_unsupported_operation_is_refused_before_anything_is_sent() {
        OrderId order = client.order("first.example.com").id();
        CertificateId certificate =
                new CertificateId(order.provider(), order.environment(), order.account(), order.providerId());
        OrderRequest renewal = OrderRequest.renewal(certificate, "acorn-dv").build();
        OrderRequest reissue = OrderRequest.reissue(certificate).build();
        long received = client.stub().journal().received();

        for (Runnable verb : List.<Runnable>of(
                () -> acorn.order(INTENT, renewal, Spending.unquoted()),
                () -> acorn.order(INTENT, renewal, Spending.unquoted()),
                () -> acorn.order(INTENT, reissue, Spending.unquoted()),
                () -> acorn.order(INTENT, OrderRequest.completion(order, "an organization"), Spending.unquoted()),
                () -> acorn.orders().cancel(order),
                () -> acorn.certificates().revoke(certificate, "4a11c0de51", RevocationReason.SUPERSEDED))) {
            assertThatThrownBy(verb::run)
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("nothing was sent: acorn");
        }
        assertThat(client.stub().journal().received()).isEqualTo(received);
    }

    @Test
    void an_unsupported_option_is_refused_before_anything_is_sent() {
        for (UnaryOperator<OrderRequest> wish : List.<UnaryOperator<OrderRequest>>of(
                plain -> plain.toBuilder().dcv(DcvMethod.FILE).build(),
                plain -> plain.toBuilder()
                        .dcv("www.example.com", DcvMethod.email("admin@example.com"))
                        .build(),
                plain ->
                        plain.toBuilder().organization(Organization.onFile("1")).build(),
                plain -> plain.toBuilder()
                        .approver(Approver.of("Erika", "Example", "erika@example.com", "+31.612345678"))
                        .build(),
                plain -> plain.toBuilder().contact("handle").build(),
                plain -> plain.toBuilder().language("EN").build())) {
            assertThatThrownBy(() -> acorn.validate(wish.apply(request), Spending.unquoted()))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("nothing was sent: acorn");
        }
        assertThat(client.stub().journal().received()).isZero();
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

            assertThatThrownBy(() -> provoked.order(INTENT, request, Spending.unquoted()))
                    .satisfies(thrown -> failure.requireMatches(thrown, key));
        }
        assertThat(failures).hasSizeGreaterThan(6);
        assertThat(client.stub().ledger().orders()).isZero();
    }
}
