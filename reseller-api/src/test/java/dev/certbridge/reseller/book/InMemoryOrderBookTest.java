package dev.certbridge.reseller.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InMemoryOrderBookTest {

    private static final Origin ORIGIN = Origin.of("regfish", "createCertificate");
    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final String TARGET = OrderId.target("regfish", "live", "-");
    private static final Duration LEAVE = Duration.ofSeconds(60);

    private final SetClock clock = new SetClock();
    private final OrderBook book = OrderBook.inMemory(clock);
    private final OrderRequest request = request("www.example.com");

    @Test
    void a_new_intent_is_not_recorded() {
        assertThat(book.recorded(ORIGIN, INTENT, TARGET, request)).isEmpty();
        assertThat(book.unresolved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "REJECTED", "QUOTED"})
    void an_attempt_that_ordered_nothing_frees_its_intent(State state) {
        book.settle(begin(), state, Optional.empty());

        assertThat(book.unresolved()).isEmpty();
        assertThat(book.recorded(ORIGIN, INTENT, TARGET, request)).isEmpty();
        assertThat(begin().number()).isEqualTo(2);
    }

    @Test
    void an_attempt_on_its_way_takes_its_intent() {
        Attempt attempt = begin();

        assertThatThrownBy(this::begin).isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> book.recorded(ORIGIN, INTENT, TARGET, request))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isFalse());
        assertThat(book.unresolved()).containsExactly(attempt);
    }

    @Test
    void an_unknown_attempt_takes_its_intent_and_tells_what_was_seen() {
        Attempt attempt = begin();
        book.answered(attempt, new Attempt.Head(200, "location: /x"), Optional.empty());
        book.settle(attempt, State.UNKNOWN, Optional.empty());

        assertThatThrownBy(this::begin)
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isTrue());
        assertThat(book.unresolved()).hasSize(1);
    }

    @Test
    void an_accepted_attempt_is_recorded_with_its_id_and_its_first_CSR() {
        Attempt attempt = begin();
        book.settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));

        Attempt recorded = book.recorded(ORIGIN, INTENT, TARGET, request("www.example.com"))
                .orElseThrow();
        assertThat(recorded.orderId()).contains(id("ABC"));
        assertThat(recorded.request().csr()).isEqualTo(request.csr());
        assertThat(book.requestOf(id("ABC"))).contains(request);
        assertThat(book.knows(TARGET, "ABC")).isTrue();
        assertThatThrownBy(this::begin).isInstanceOf(IntentMismatchException.class);
    }

    @Test
    void an_id_in_the_head_is_known_before_the_attempt_ends() {
        Attempt attempt = begin();
        book.answered(attempt, new Attempt.Head(202, "x-process-id: ABC"), Optional.of(id("ABC")));

        assertThat(book.knows(TARGET, "ABC")).isTrue();
        assertThat(book.unresolved()).singleElement().satisfies(known -> {
            assertThat(known.orderId()).contains(id("ABC"));
            assertThat(known.state()).isEqualTo(State.SENDING);
        });
    }

    @Test
    void the_same_intent_elsewhere_or_for_something_else_is_refused() {
        book.settle(begin(), State.ACCEPTED, Optional.of(id("ABC")));

        assertThatThrownBy(() -> book.recorded(ORIGIN, INTENT, TARGET, request("www.example.org")))
                .isInstanceOf(IntentMismatchException.class);
        assertThatThrownBy(() -> book.recorded(ORIGIN, INTENT, TARGET, request.validity(Validity.days(30))))
                .isInstanceOf(IntentMismatchException.class);
        assertThatThrownBy(() -> book.recorded(ORIGIN, INTENT, OrderId.target("regfish", "live", "other"), request))
                .isInstanceOf(IntentMismatchException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "ACCEPTED", "UNKNOWN", "QUOTED"})
    void a_key_that_was_sent_for_one_intent_is_refused_for_another(State state) {
        book.settle(begin(), state, Optional.empty());

        assertThatThrownBy(() -> book.recorded(ORIGIN, Intent.of("other"), TARGET, request))
                .isInstanceOf(IntentMismatchException.class)
                .hasMessageContaining("shop-4711/1");
    }

    @Test
    void a_key_that_was_never_sent_is_free_for_another_intent() {
        book.settle(begin(), State.NOT_SENT, Optional.empty());
        assertThat(book.recorded(ORIGIN, Intent.of("other"), TARGET, request)).isEmpty();
    }

    @Test
    void leave_to_send_ends_with_its_time() {
        Attempt attempt = begin();
        clock.now = clock.now.plus(LEAVE).minusMillis(1);
        assertThat(book.maySend(attempt)).isTrue();
        clock.now = clock.now.plusMillis(1);
        assertThat(book.maySend(attempt)).isFalse();
    }

    @Test
    void leave_to_send_ends_with_the_attempt_and_is_nobody_elses() {
        Attempt attempt = begin();
        Attempt stolen = new Attempt(
                attempt.number(),
                INTENT,
                Verb.ORDER,
                TARGET,
                request,
                "somebody else",
                attempt.sendBefore(),
                State.SENDING,
                Optional.empty(),
                Optional.empty());
        assertThat(book.maySend(stolen)).isFalse();

        book.settle(attempt, State.NOT_SENT, Optional.empty());
        assertThat(book.maySend(attempt)).isFalse();
        assertThat(OrderBook.inMemory(clock).maySend(attempt)).isFalse();
    }

    @Test
    void an_unclaimed_order_is_known_and_takes_no_intent() {
        book.unclaimed(id("ABC"), request);

        assertThat(book.knows(TARGET, "ABC")).isTrue();
        assertThat(book.knows(OrderId.target("regfish", "live", "other"), "ABC"))
                .isFalse();
        assertThat(book.requestOf(id("ABC"))).contains(request);
        assertThat(book.recorded(ORIGIN, INTENT, TARGET, request)).isEmpty();
    }

    private Attempt begin() {
        return book.begin(ORIGIN, INTENT, Verb.ORDER, TARGET, request, LEAVE);
    }

    private OrderId id(String providerId) {
        return new OrderId(
                "regfish",
                "live",
                "-",
                OrderId.Kind.ORDER,
                providerId,
                request.csr().keySha256(),
                DomainName.namesSha256(request.names()));
    }

    private static OrderRequest request(String name) {
        return OrderRequest.of("RapidSSL").csr(KeyAndCsr.ecP256(name).csr()).validity(Validity.days(199));
    }

    /** A clock that stands until it is set. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
