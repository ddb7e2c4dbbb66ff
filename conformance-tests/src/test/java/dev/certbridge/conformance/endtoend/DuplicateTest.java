package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.failure.PossibleDuplicateException;

/** An equal open order that the book does not know stops a second one, unless it is allowed. */
class DuplicateTest {

    @EveryReseller
    void an_equal_order_behind_the_back_of_the_book_stops_ours(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderId theirs = behindOurBack(shopper, "www.example.com");
            OrderRequest ours = shopper.request(Shopper.key("www.example.com"));

            assertThatThrownBy(() -> shopper.order("shop-4711/1", ours))
                    .isInstanceOfSatisfying(
                            PossibleDuplicateException.class,
                            duplicate -> assertThat(duplicate.providerIds()).containsExactly(theirs.providerId()))
                    .hasMessageContaining(theirs.providerId());
            assertThat(shopper.spends()).isEqualTo(1);

            shopper.order("shop-4711/1", ours.allowingDuplicate());
            assertThat(shopper.stub().ledger().orders()).isEqualTo(2);
        }
    }

    @EveryReseller
    void an_order_for_other_names_is_no_duplicate(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            behindOurBack(shopper, "shop.example.com");
            shopper.order("www.example.com");
            assertThat(shopper.stub().ledger().orders()).isEqualTo(2);
        }
    }

    @EveryReseller
    void an_order_that_was_issued_is_no_duplicate(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderId theirs = behindOurBack(shopper, "www.example.com");
            shopper.await(theirs, new RecordingPublisher());
            shopper.order("www.example.com");
            assertThat(shopper.stub().ledger().orders()).isEqualTo(2);
        }
    }

    @EveryReseller
    void an_order_that_the_book_knows_is_no_duplicate(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            shopper.order("shop-4711/1", shopper.request(Shopper.key("www.example.com")));
            shopper.order("shop-4711/2", shopper.request(Shopper.key("www.example.com")));
            assertThat(shopper.stub().ledger().orders()).isEqualTo(2);
        }
    }

    private static OrderId behindOurBack(Shopper shopper, String name) {
        CertificateReseller other = shopper.connect(shopper.stub().apiKey(), OrderBooks.inMemory());
        OrderRequest request = shopper.request(Shopper.key(name));
        return other.order(Intent.of("theirs"), request, Spending.unquoted()).id();
    }
}
