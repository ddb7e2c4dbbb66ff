package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.wire.SpendCall.CallOutcome;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One intent, one order, even if the order book fails: what was sent is reported with its id. */
class OrderOnceTest extends WireTest {

    private final AtomicReference<ProxyStep> next = new AtomicReference<>();
    private final FaultProxy server =
            open(FaultProxy.scripted(request -> request.isWrite() ? next.get() : FaultProxy.EMPTY_LISTING));
    private final OrderBook book = OrderBooks.inMemory();

    @ParameterizedTest
    @EnumSource
    void the_same_intent_again_gives_the_recorded_order_with_its_first_CSR_and_sends_nothing(TestProvider provider) {
        next.set(provider.accepts());
        OrderRequest first = provider.order("www.example.com");
        Order recorded = order(provider, INTENT, first);
        int began = server.began();

        Order again = order(provider, INTENT, provider.order("www.example.com"));

        assertThat(again.id()).isEqualTo(recorded.id());
        assertThat(again.id().providerId()).isEqualTo(provider.id());
        assertThat(again.csr()).contains(first.csr());
        assertThat(server.began()).isEqualTo(began);
        assertThat(server.requests("POST")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void another_intent_with_the_same_key_is_refused_and_sends_nothing(TestProvider provider) {
        next.set(provider.accepts());
        OrderRequest request = provider.order("www.example.com");
        order(provider, INTENT, request);
        int began = server.began();

        assertThatThrownBy(() -> order(provider, Intent.of("shop-4711/2"), request))
                .isInstanceOf(IntentMismatchException.class);
        assertThat(server.began()).isEqualTo(began);
    }

    @ParameterizedTest
    @EnumSource
    void a_rejected_intent_may_be_sent_again(TestProvider provider) {
        next.set(provider.refuses());
        OrderRequest request = provider.order("www.example.com");
        assertThatThrownBy(() -> order(provider, INTENT, request)).isInstanceOf(InvalidRequestException.class);
        assertThat(book.unresolved()).isEmpty();

        next.set(provider.accepts());
        assertThat(order(provider, INTENT, request).id().providerId()).isEqualTo(provider.id());
        assertThat(server.requests("POST")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void an_intent_that_was_not_sent_may_be_sent_again(TestProvider provider) {
        next.set(provider.accepts());
        AtomicBoolean allowed = new AtomicBoolean();
        SpendLog strict = InterceptedBook.of(
                SpendLog.of(OrderBooks.inMemory()),
                (method, arguments, real) -> method.equals("maySend") && !allowed.get() ? false : real.call());
        OrderRequest request = provider.order("www.example.com");
        CertificateReseller reseller = connect(provider, strict, server);
        assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                .isInstanceOf(NotSentException.class);
        assertThat(server.requests("POST")).isEmpty();
        assertThat(strict.unresolved()).isEmpty();

        allowed.set(true);
        assertThat(reseller.order(INTENT, request, Spending.unquoted()).id().providerId())
                .isEqualTo(provider.id());
        assertThat(server.requests("POST")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void an_intent_with_an_unknown_outcome_is_not_sent_again(TestProvider provider) {
        next.set(ProxyStep.hangUp());
        OrderRequest request = provider.order("www.example.com");
        assertThatThrownBy(() -> order(provider, INTENT, request))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isFalse());
        int began = server.began();

        next.set(provider.accepts());
        assertThatThrownBy(() -> order(provider, INTENT, request))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("nothing was sent now");
        assertThat(server.began()).isEqualTo(began);
        assertThat(book.unresolved()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void many_threads_with_one_intent_send_one_order(TestProvider provider) throws Exception {
        int threads = 8;
        next.set(provider.accepts());
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<CallOutcome>> outcomes = new ArrayList<>();
        CertificateReseller reseller = connect(provider, book, server);
        try {
            for (int i = 0; i < threads; i++) {
                OrderRequest request = provider.order("www.example.com");
                outcomes.add(pool.submit(() -> {
                    start.await();
                    return CallOutcome.of(() -> reseller.order(INTENT, request, Spending.unquoted()));
                }));
            }
            for (Future<CallOutcome> outcome : outcomes) {
                assertThat(outcome.get().name()).isIn("Answered", "OutcomeUnknown", "IntentMismatch");
            }
        } finally {
            pool.shutdownNow();
        }
        server.close();
        assertThat(server.requests("POST")).hasSize(1);
        assertThat(book.unresolved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_spend_that_ends_at_its_deadline_leaves_the_intent_taken(TestProvider provider) {
        next.set(ProxyStep.silence());
        CertificateReseller reseller = open(provider.connect(book, server.options(Duration.ofMillis(300))));
        assertThatThrownBy(() -> provider.place(reseller)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(book.unresolved()).extracting(Attempt::state).containsExactly(Attempt.State.UNKNOWN);
        assertThat(server.requests("POST")).hasSize(1);
    }

    private Order order(TestProvider provider, Intent intent, OrderRequest request) {
        return connect(provider, book, server).order(intent, request, Spending.unquoted());
    }

    private static final IllegalStateException FULL = new IllegalStateException("the disk is full");

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_whose_head_cannot_be_stored_is_recorded_when_it_ends(TestProvider provider) {
        SpendLog book = InterceptedBook.failing(FULL, "answered");
        CertificateReseller reseller = connect(provider, book, toWrites(provider.accepts()));
        OrderId id = order(provider, reseller).id();
        assertThat(book.knows(id.target(), provider.id())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_that_cannot_be_settled_is_reported_with_its_id(TestProvider provider) {
        acceptedButNotRecorded(provider, provider.accepts());
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_whose_response_broke_off_too_is_reported_with_its_id(TestProvider provider) {
        acceptedButNotRecorded(provider, raw(head(200, 500, provider.idHeader())));
    }

    @ParameterizedTest
    @EnumSource
    void a_lost_response_that_cannot_be_recorded_is_reported_without_an_id(TestProvider provider) {
        CertificateReseller reseller =
                connect(provider, InterceptedBook.failing(FULL, "answered", "settle"), toWrites(hangUp()));
        assertThatThrownBy(() -> order(provider, reseller))
                .isInstanceOfSatisfying(
                        NotRecordedException.class, e -> assertThat(e.id()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_when_the_book_cannot_begin_an_attempt(TestProvider provider) {
        sendsNothing(provider, InterceptedBook.failing(FULL, "begin"))
                .hasMessageContaining("the order book failed: the disk is full")
                .hasCause(FULL);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_when_the_last_check_of_the_book_fails(TestProvider provider) {
        SpendLog failing = InterceptedBook.failing(FULL, "maySend");
        sendsNothing(provider, failing);
        assertThat(failing.unresolved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_when_the_book_cannot_store_the_snapshot(TestProvider provider) {
        sendsNothing(provider, InterceptedBook.failing(FULL, "keep", "keepListing"));
    }

    private AbstractThrowableAssert<?, ?> sendsNothing(TestProvider provider, SpendLog book) {
        FaultProxy server = toWrites(provider.accepts());
        CertificateReseller reseller = connect(provider, book, server);
        Throwable failure = catchThrowable(() -> order(provider, reseller));
        server.close();
        assertThat(server.requests("POST")).isEmpty();
        return assertThat(failure).isInstanceOf(NotSentException.class);
    }

    private void acceptedButNotRecorded(TestProvider provider, ProxyStep step) {
        FaultProxy server = toWrites(step);
        CertificateReseller reseller = connect(provider, InterceptedBook.failing(FULL, "answered", "settle"), server);
        OrderRequest request = provider.order("www.example.com");
        assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        NotRecordedException.class,
                        e -> assertThat(e.id().map(OrderId::providerId)).contains(provider.id()))
                .hasMessageContaining(provider.id())
                .hasCause(FULL);
        // The book still has the attempt as on its way, so the intent stays taken.
        assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                .isInstanceOf(OutcomeUnknownException.class);
        server.close();
        assertThat(server.requests("POST")).hasSize(1);
    }

    private static Order order(TestProvider provider, CertificateReseller reseller) {
        return provider.place(reseller);
    }
}
