package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes that only Realtime Register can find, and its customer handle. */
class RealtimeInputTest {

    private final TestClient shopper = TestClient.at("realtime");
    private final OrderRequest request = shopper.request(TestClient.key("www.example.com"));

    @AfterEach
    void nothing_was_ordered() {
        shopper.close();
        assertThat(shopper.stub().ledger().orders()).isZero();
    }

    @Test
    void an_unknown_product_is_refused_by_the_reseller() {
        NotFoundException no = refused(
                NotFoundException.class,
                OrderRequest.builder("ssl_exmaple_dv")
                        .csr(request.csr())
                        .validity(Validity.months(6))
                        .build());
        assertThat(no.status()).isEqualTo(400);
        assertThat(no.code()).isEqualTo("ObjectDoesNotExist");
    }

    @Test
    void a_term_that_is_not_sold_is_refused_by_the_reseller() {
        InvalidRequestException no = refused(
                InvalidRequestException.class,
                request.toBuilder().validity(Validity.months(120)).build());
        assertThat(no.violations()).extracting(Violation::field).containsExactly("period");
        assertThat(no).hasMessageContaining("period");
    }

    @Test
    void a_missing_term_is_refused_before_anything_is_sent() {
        refused(
                InvalidRequestException.class,
                OrderRequest.builder("ssl_example_dv").csr(request.csr()).build());
        assertThat(shopper.stub().journal().received()).isZero();
    }

    @Test
    void everything_that_an_ov_order_lacks_is_told_at_once() {
        OrderRequest ov = OrderRequest.builder("ssl_example_ov")
                .csr(request.csr())
                .validity(Validity.months(12))
                .build();
        assertThat(refused(InvalidRequestException.class, ov).violations())
                .extracting(Violation::field)
                .containsExactly("coc", "approver");
    }

    @Test
    void names_that_the_product_does_not_take_are_refused_by_the_reseller() {
        OrderRequest wrong = shopper.request(TestClient.key("www.example.com")).toBuilder()
                .csr(TestClient.key("*.example.com").csr())
                .build();
        assertThat(refused(InvalidRequestException.class, wrong).code()).isEqualTo("ValidationError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a/b/c", "a handle", "handle\r\n", "../../v2", "x%2Fy"})
    void a_handle_that_is_none_is_refused(String handle) {
        ConnectOptions options =
                ConnectOptions.builder().uri(shopper.stub().uri()).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Realtime.connect("not-a-real-key", handle, OrderBooks.inMemory(), options))
                .withMessageContaining("customer handle")
                .withMessageNotContaining("\n")
                .withMessageNotContaining("not-a-real-key");
    }

    @Test
    void an_unknown_customer_is_refused_by_the_reseller() {
        ConnectOptions options =
                ConnectOptions.builder().uri(shopper.stub().uri()).build();
        try (var stranger = Realtime.connect(shopper.stub().apiKey(), "nobody", OrderBooks.inMemory(), options)) {
            NotFoundException no = catchThrowableOfType(
                    NotFoundException.class, () -> stranger.order(Intent.of("1"), request, Spending.unquoted()));
            assertThat(no).hasMessageContaining("customer");
        }
    }

    private <T extends RejectedException> T refused(Class<T> type, OrderRequest wrong) {
        T no = catchThrowableOfType(type, () -> shopper.order("shop-4711/1", wrong));
        assertThat(no.getMessage().lines()).hasSize(1);
        return no;
    }
}
