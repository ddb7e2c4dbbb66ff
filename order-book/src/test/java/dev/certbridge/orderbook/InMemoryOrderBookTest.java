package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.FullStack;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryOrderBookTest
        implements IntentContract, SettlingContract, BudgetContract, RaceContract, RecordContract, ListingContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final SpendTerms ONE_MINUTE_EACH = SpendTerms.of(SpendType.ORDER, MINUTE, MINUTE);

    private final SetClock clock = new SetClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final SpendLog book = new StoredOrderBook(store, Optional.empty());

    @Override
    public SpendLog book() {
        return book;
    }

    @Override
    public SpendLog elsewhere() {
        return new StoredOrderBook(store, Optional.empty());
    }

    @Override
    public void age() {
        clock.now = clock.now.plus(Duration.ofDays(2));
    }

    @Test
    void the_window_to_send_ends_to_the_millisecond() {
        Attempt attempt = book.begin(ORIGIN, SPEND, ONE_MINUTE_EACH);
        clock.now = clock.now.plus(MINUTE).minusMillis(1);
        assertThat(book.maySend(attempt)).isTrue();
        clock.now = clock.now.plusMillis(1);
        assertThat(book.maySend(attempt)).isFalse();
    }

    @Test
    void an_attempt_is_over_when_its_window_and_its_deadline_have_passed() {
        Attempt attempt = book.begin(ORIGIN, SPEND, ONE_MINUTE_EACH);
        clock.now = clock.now.plus(MINUTE).plus(MINUTE).minusMillis(1);
        assertRefused(() -> book.abandon(attempt, "too early"));
        clock.now = clock.now.plusMillis(1);
        book.abandon(attempt, "now");
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void correcting_a_clock_that_is_behind_ends_no_attempt_in_progress() {
        Instant serverTime = clock.now.plus(Duration.ofMinutes(4));
        Attempt attempt = book.begin(ORIGIN, SPEND, ONE_MINUTE_EACH, Optional.of(serverTime));
        assertThat(book.maySend(attempt)).isTrue();

        // Corrected while the request is in progress, which takes less than its window and its deadline.
        clock.now = serverTime.plusSeconds(119);
        assertRefused(() -> book.abandon(attempt, REASON), "may be in progress until " + attempt.over());
        clock.now = serverTime.plusSeconds(120);
        book.abandon(attempt, REASON);
    }

    @Test
    void a_clock_that_differs_by_exactly_five_minutes_is_accepted() {
        Instant serverTime = clock.now.plus(Duration.ofMinutes(5));
        assertThat(book.begin(ORIGIN, SPEND, ONE_MINUTE_EACH, Optional.of(serverTime))
                        .over())
                .isEqualTo(serverTime.plus(MINUTE).plus(MINUTE));
    }

    @Test
    void nothing_is_sent_once_the_clock_was_set_back() {
        Attempt attempt = book.begin(ORIGIN, SPEND, ONE_MINUTE_EACH);
        clock.now = attempt.begun().minus(Duration.ofMinutes(5));
        assertThat(book.maySend(attempt)).isTrue();
        clock.now = attempt.begun().minus(Duration.ofDays(300));
        assertThat(book.maySend(attempt)).isFalse();
    }

    @Test
    void an_attempt_that_was_begun_by_a_clock_ahead_is_reported_and_settled_by_its_order_alone() {
        Instant today = clock.now;
        clock.now = today.plus(Duration.ofDays(300));
        Attempt attempt = begin(book);
        clock.now = today;
        assertRefused(
                () -> book.abandon(attempt, REASON),
                "The attempt was begun at 2027-09-18T10:00:00Z and the order book's clock shows 2026-11-22T10:00:00Z:"
                        + " one of the two times is wrong");

        book.settle(attempt, placed("ABC"));
        assertThat(recordedId(book)).contains(id("ABC"));
        assertThat(book.maySend(attempt)).isFalse();
        assertRefused(
                () -> book.settle(attempt, placed("DEF")),
                "attempt 1 of intent \"shop-4711/1\" is resolved already: ACCEPTED");
    }

    @Test
    void a_name_that_was_locked_by_a_clock_ahead_is_free_and_a_long_lock_is_not() {
        Instant today = clock.now;
        clock.now = today.plus(Duration.ofDays(300));
        assertThat(book.lock(NAME, id("ABC"), Duration.ofHours(1))).isTrue();
        clock.now = today;
        assertThat(book.lock(NAME, id("DEF"), Duration.ofHours(1))).isTrue();

        assertThat(book.lock("_dcv.example.org", id("ABC"), Duration.ofDays(3))).isTrue();
        assertThat(book.lock("_dcv.example.org", id("DEF"), Duration.ofDays(3))).isFalse();
        assertThat(book.lock("_dcv.example.net", id("ABC"), Duration.ofDays(1))).isTrue();
        assertThat(book.lock("_dcv.example.net", id("DEF"), Duration.ofHours(1)))
                .isFalse();
        clock.now = today.plus(Duration.ofDays(1));
        assertThat(book.lock("_dcv.example.net", id("DEF"), Duration.ofHours(1)))
                .isTrue();
    }

    @Test
    void it_is_not_used_near_the_end_of_the_stack() throws Exception {
        for (Runnable call : List.<Runnable>of(book::unresolved, () -> book.resume(REASON))) {
            assertThat(FullStack.refusals(call)).first().asString().startsWith(FullStack.REFUSAL);
        }
    }

    @Test
    void its_text_says_where_it_is() {
        assertThat(book).hasToString("in memory");
    }

    @Test
    void it_writes_no_recovery_file() {
        assertThat(book.writeRecoveryFile(begin(book), Optional.of(id("ABC")))).isEmpty();
    }

    /** A clock that stands still until it is set. */
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
