package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What regfish cannot do, or does not sell, is refused before any byte. */
class RegfishUnsupportedTest {

    private final TestClient shopper = TestClient.at("regfish");
    private final CertificateReseller regfish = shopper.reseller();
    private final OrderRequest request = shopper.request(TestClient.key("www.example.com"));

    @AfterEach
    void nothing_was_sent() {
        shopper.close();
        assertThat(shopper.stub().journal().received()).isZero();
    }

    @Test
    void a_price_is_not_told() {
        assertThat(regfish.supports(Capability.QUOTE)).isFalse();
        assertThatThrownBy(() -> regfish.quote(request))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("nothing was sent")
                .hasMessageContaining("unquoted");
    }

    @Test
    void a_limit_cannot_be_kept() {
        assertThat(regfish.supports(Capability.SPENDING_LIMIT)).isFalse();
        Quote quote = new Quote(Optional.of(Money.of("EUR", "14.90")), List.of());
        for (Spending limited : List.of(Spending.upTo("EUR", "25.00"), Spending.acknowledging(quote))) {
            assertThatThrownBy(() -> regfish.order(Intent.of("shop-4711/1"), request, limited))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("nothing was sent");
        }
    }

    @Test
    void a_file_proves_nothing() {
        assertThat(regfish.supports(Capability.FILE_VALIDATION)).isFalse();
        assertThatThrownBy(() -> shopper.order(
                        "shop-4711/1", request.toBuilder().dcv(DcvMethod.FILE).build()))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("DNS");
    }

    @Test
    void another_unit_of_time_is_refused() {
        assertThat(violations(request.toBuilder().validity(Validity.months(6)).build()))
                .hasSize(1);
    }

    @Test
    void everything_wrong_is_told_at_once() {
        OrderRequest wrong = OrderRequest.builder("x".repeat(101))
                .csr(request.csr())
                .names("shop.example.com")
                .validity(Validity.years(1))
                .build();
        assertThat(violations(wrong)).extracting(Violation::field).containsExactly("names", "product", "validity");
        assertThat(violations(OrderRequest.builder("x".repeat(101))
                        .validity(Validity.years(1))
                        .build()))
                .extracting(Violation::field)
                .containsExactly("csr", "product", "validity");
    }

    private List<Violation> violations(OrderRequest wrong) {
        InvalidRequestException no =
                catchThrowableOfType(InvalidRequestException.class, () -> shopper.order("shop-4711/1", wrong));
        assertThat(no.getMessage().lines()).hasSize(1);
        return no.violations();
    }
}
