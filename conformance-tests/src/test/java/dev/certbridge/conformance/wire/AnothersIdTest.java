package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new order that is answered with the id of another intent's: it was accepted, and that is not its id. */
class AnothersIdTest {

    private static final Intent FIRST = Intent.of("shop-4711/1");
    private static final Intent SECOND = Intent.of("shop-4711/2");

    /** Once something may be on the wire, it cannot tell whose an order is. */
    private static final class Forgetful extends InspectableBook {

        private boolean sending;

        @Override
        public Attempt begin(OperationRef origin, SpendRequest wish, SpendTerms how, Optional<Instant> serverTime) {
            sending = true;
            return super.begin(origin, wish, how, serverTime);
        }

        @Override
        public List<KnownOrder> orders(String target, String providerId) {
            if (sending) {
                throw new IllegalStateException("the network is gone");
            }
            return super.orders(target, providerId);
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_is_unknown_and_its_intent_taken_and_nobody_is_told_the_id_of_the_other(WireSession shop) {
        told(shop, shop.accepts());
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_breaks_off_after_the_id_of_another_is_no_order_of_that_id_either(WireSession shop) {
        String id = shop == WireSession.REGFISH ? "Location: /tls/certificate/ABCDEFGHIJKLM" : "x-process-id: 4711";
        told(shop, ServerStep.raw(ServerStep.head(200, 500, id)));
    }

    private static void told(WireSession shop, ServerStep second) {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        Deque<ServerStep> answers = new ArrayDeque<>(List.of(shop.accepts(), second));
        RawServer server = RawServer.scripted(
                request -> request.method().equals("GET") ? RawServer.EMPTY_LISTING : answers.remove());
        try (server;
                CertificateReseller reseller = shop.connect(book, server.options())) {
            OrderId first = reseller.order(FIRST, shop.order("www.example.com"), Spending.unquoted())
                    .id();
            OrderRequest request = shop.order("shop.example.com");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> reseller.order(SECOND, request, Spending.unquoted()))
                        .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
                            assertThat(unknown.accepted()).isTrue();
                            assertThat(unknown.seenId()).isEmpty();
                        });
            }
            assertThat(book.orders(first.target(), shop.id()))
                    .singleElement()
                    .satisfies(known -> assertThat(known.intent()).contains(FIRST));
        }
        assertThat(answers).isEmpty();
        assertThat(server.requests("POST")).hasSize(2);
        assertThat(book.unresolved()).singleElement().satisfies(attempt -> {
            assertThat(attempt.intent()).isEqualTo(SECOND);
            assertThat(attempt.orderId()).isEmpty();
            assertThat(attempt.head().orElseThrow().headers())
                    .contains("it names " + shop.id() + ", the order of another intent");
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_book_that_cannot_tell_whose_it_is_costs_no_id(WireSession shop) {
        try (RawServer server = RawServer.toWrites(shop.accepts());
                CertificateReseller reseller = shop.connect(new Forgetful(), server.options())) {
            OrderRequest request = shop.order("www.example.com");
            assertThat(reseller.order(FIRST, request, Spending.unquoted()).id().providerId())
                    .isEqualTo(shop.id());
        }
    }
}
