package dev.certbridge.conformance.acorn;

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

/** What acorn does not sell is refused before any byte, and what its contract documents can be provoked at its stub. */
class AcornRefusalsTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");

    private final TestClient shopper = TestClient.at("acorn");
    private final CertificateReseller acorn = shopper.reseller();
    private final OrderRequest request = shopper.request(TestClient.key("www.example.com"));

    @AfterEach
    void close() {
        shopper.close();
    }

    @Test
    void a_verb_that_it_lacks_is_refused_before_any_byte() {
        OrderId order = shopper.order("first.example.com").id();
        CertificateId certificate =
                new CertificateId(order.provider(), order.environment(), order.account(), order.providerId());
        OrderRequest renewal = OrderRequest.renewal(certificate, "acorn-dv").build();
        OrderRequest reissue = OrderRequest.reissue(certificate).build();
        long received = shopper.stub().journal().received();

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
        assertThat(shopper.stub().journal().received()).isEqualTo(received);
    }

    @Test
    void a_wish_that_it_has_no_place_for_is_refused_before_any_byte() {
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
        assertThat(shopper.stub().journal().received()).isZero();
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
            CertificateReseller provoked = shopper.connect(key, OrderBooks.inMemory());

            assertThatThrownBy(() -> provoked.order(INTENT, request, Spending.unquoted()))
                    .satisfies(thrown -> failure.requireMatches(thrown, key));
        }
        assertThat(failures).hasSizeGreaterThan(6);
        assertThat(shopper.stub().ledger().orders()).isZero();
    }
}
