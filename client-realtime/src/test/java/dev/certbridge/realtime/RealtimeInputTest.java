package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes that only Realtime Register can find, and its customer handle. */
class RealtimeInputTest extends StubbedRealtimeTest {

    private final OrderRequest request = request("www.example.com");

    @AfterEach
    void nothing_was_ordered() {
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void an_unknown_product_is_refused_by_the_reseller() {
        NotFoundException no = refused(
                NotFoundException.class,
                product("ssl_exmaple_dv").validity(Validity.months(6)).build());
        assertThat(no.status()).isEqualTo(400);
        assertThat(no.code()).isEqualTo("ObjectDoesNotExist");
    }

    @Test
    void a_term_that_is_not_offered_is_refused_by_the_reseller() {
        InvalidRequestException no = refused(
                InvalidRequestException.class,
                request.toBuilder().validity(Validity.months(120)).build());
        assertThat(no.violations()).extracting(Violation::field).containsExactly("period");
        assertThat(no).hasMessageContaining("period");
    }

    @Test
    void a_missing_term_is_refused_before_anything_is_sent() {
        refused(InvalidRequestException.class, product("ssl_example_dv").build());
        assertThat(stub.journal().received()).isZero();
    }

    @Test
    void everything_missing_in_an_organization_order_is_reported_together() {
        OrderRequest ov =
                product("ssl_example_ov").validity(Validity.months(12)).build();
        assertThat(refused(InvalidRequestException.class, ov).violations())
                .extracting(Violation::field)
                .containsExactly("coc", "approver");
    }

    @Test
    void a_wildcard_for_a_product_without_is_refused_by_the_reseller() {
        OrderRequest wrong =
                request.toBuilder().csr(request("*.example.com").csr()).build();
        assertThat(refused(InvalidRequestException.class, wrong).code()).isEqualTo("ValidationError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a/b/c", "a handle", "handle\r\n", "../../v2", "x%2Fy"})
    void an_invalid_customer_handle_is_refused(String handle) {

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Realtime.connect("not-a-real-key", handle, book, options()))
                .withMessageContaining("customer handle")
                .withMessageNotContaining("\n")
                .withMessageNotContaining("not-a-real-key");
    }

    private OrderRequest.Builder product(String product) {
        return OrderRequest.builder(product).csr(request.csr());
    }

    private <T extends RejectedException> T refused(Class<T> type, OrderRequest wrong) {
        T no = requireThrown(type, () -> order("shop-4711/1", wrong));
        assertThat(no.getMessage().lines()).hasSize(1);
        return no;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"success\":false}"})
    void nothing_is_ordered_after_a_listing_without_a_list(String body) {
        alterNext("listProcesses", text -> body);
        requireThrown(BrokenContractException.class, () -> order("www.example.com"));
        assertThat(stub.ledger().orders()).isZero();
    }
}
