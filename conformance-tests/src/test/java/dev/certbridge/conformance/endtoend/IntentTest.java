package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.stub.CannedFailure;
import java.util.List;
import java.util.function.Consumer;

/** One intent in one book buys at most once; the stub's ledger is the judge. */
class IntentTest {

    private final KeyAndCsr key = Shopper.key("www.example.com");

    @EveryReseller
    void the_same_intent_again_returns_the_recorded_order_and_sends_nothing(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            Order first = shopper.order("shop-4711/1", shopper.request(key));
            long received = shopper.stub().journal().received();

            Order again = shopper.order("shop-4711/1", shopper.request(Shopper.key("www.example.com")));

            assertThat(again.id()).isEqualTo(first.id());
            assertThat(again.csr()).as("the CSR of the first time").contains(key.csr());
            assertThat(shopper.stub().journal().received()).isEqualTo(received);
            assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void the_same_intent_for_another_wish_is_refused_and_sends_nothing(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderRequest request = shopper.request(key);
            shopper.order("shop-4711/1", request);
            long received = shopper.stub().journal().received();
            OrderRequest otherProduct = shopper.request(Shopper.key("*.example.com"))
                    .csr(Shopper.key("www.example.com").csr());
            OrderRequest otherName = shopper.request(Shopper.key("shop.example.com"));

            for (OrderRequest other : List.of(otherProduct, otherName)) {
                assertThatThrownBy(() -> shopper.order("shop-4711/1", other))
                        .isInstanceOf(IntentMismatchException.class)
                        .hasMessageContaining("shop-4711/1")
                        .hasMessageContaining("nothing was sent");
            }
            assertThat(shopper.stub().journal().received()).isEqualTo(received);
        }
    }

    @EveryReseller
    void a_key_of_another_intent_is_refused_and_sends_nothing(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            shopper.order("shop-4711/1", shopper.request(key));
            long received = shopper.stub().journal().received();

            assertThatThrownBy(() -> shopper.order("shop-4711/2", shopper.request(key)))
                    .isInstanceOf(IntentMismatchException.class)
                    .hasMessageContaining("shop-4711/1");
            assertThat(shopper.stub().journal().received()).isEqualTo(received);
        }
    }

    @EveryReseller
    void an_order_booked_and_then_lost_is_never_sent_again(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderRequest request = shopper.request(key);
            shopper.stub().answer(shopper.ordering(), CannedFailure.drop().afterBooking());

            assertThatThrownBy(() -> shopper.order("shop-4711/1", request))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class, lost -> {
                        assertThat(lost.accepted()).isFalse();
                        assertThat(lost.seenId()).isEmpty();
                    });
            long received = shopper.stub().journal().received();
            assertThatThrownBy(() -> shopper.order("shop-4711/1", request))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("nothing was sent now")
                    .hasMessageContaining("shop-4711/1");

            assertThat(shopper.stub().journal().received()).isEqualTo(received);
            assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void an_intent_that_was_refused_may_be_tried_again(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderRequest request = shopper.request(key);
            shopper.stub().answer(shopper.ordering(), CannedFailure.status(401));

            assertThatThrownBy(() -> shopper.order("shop-4711/1", request)).isInstanceOf(RejectedException.class);
            shopper.order("shop-4711/1", request);

            assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void an_order_of_another_place_is_refused_before_anything_is_sent(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderId own = shopper.order("www.example.com").id();
            long received = shopper.stub().journal().received();
            String text = own.toString();
            String environment = text.split(":")[2];
            List<OrderId> strangers = List.of(
                    OrderId.parse(text.replace(environment, "live")),
                    OrderId.parse(text.replace("certbridge:" + reseller, "certbridge:elsewhere")),
                    OrderId.parse(text.replace(environment + ":" + text.split(":")[3], environment + ":someone")));
            List<Consumer<OrderId>> verbs = List.of(
                    shopper.reseller()::find,
                    shopper.reseller()::download,
                    id -> shopper.await(id, new RecordingPublisher()));

            for (OrderId stranger : strangers) {
                for (Consumer<OrderId> verb : verbs) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> verb.accept(stranger))
                            .withMessageContaining("nothing was sent")
                            .withMessageContaining(stranger.target());
                }
            }
            assertThat(shopper.stub().journal().received()).isEqualTo(received);
        }
    }
}
