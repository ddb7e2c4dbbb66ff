package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryOrderBookTest
        implements IntentContract,
                SettlingContract,
                ClaimContract,
                BudgetContract,
                CurrencyContract,
                RaceContract,
                RecordContract,
                ClockContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SetClock clock = new SetClock();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory(clock));

    @Override
    public SpendLog book() {
        return book;
    }

    /** It dies with this process and so has no elsewhere. */
    @Override
    public SpendLog elsewhere() {
        return book;
    }

    @Test
    void leave_to_send_ends_to_the_millisecond() {
        Attempt attempt =
                book.begin(BookSamples.ORIGIN, BookSamples.WISH, SpendTerms.of(SpendType.ORDER, MINUTE, MINUTE));
        clock.now = clock.now.plus(MINUTE).minusMillis(1);
        assertThat(book.maySend(attempt)).isTrue();
        clock.now = clock.now.plusMillis(1);
        assertThat(book.maySend(attempt)).isFalse();
    }

    @Test
    void an_attempt_is_over_when_its_leave_and_its_deadline_have_passed() {
        Attempt attempt =
                book.begin(BookSamples.ORIGIN, BookSamples.WISH, SpendTerms.of(SpendType.ORDER, MINUTE, MINUTE));
        clock.now = clock.now.plus(MINUTE).plus(MINUTE).minusMillis(1);
        assertThatThrownBy(() -> book.abandon(attempt, "too early")).isInstanceOf(IllegalStateException.class);
        clock.now = clock.now.plusMillis(1);
        book.abandon(attempt, "now");
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void a_correction_of_a_clock_that_is_behind_ends_no_attempt_on_the_wire() {
        Instant serverTime = clock.now.plus(Duration.ofMinutes(4));
        Attempt attempt = book.begin(
                BookSamples.ORIGIN,
                BookSamples.WISH,
                SpendTerms.of(SpendType.ORDER, MINUTE, MINUTE),
                Optional.of(serverTime));
        assertThat(book.maySend(attempt)).isTrue();

        // Set right while the request is on its way, which it is for less than its leave and its deadline.
        clock.now = serverTime.plusSeconds(119);
        assertThatThrownBy(() -> book.abandon(attempt, "the console shows no order"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("may be on its way until " + attempt.over());
        clock.now = serverTime.plusSeconds(120);
        book.abandon(attempt, "the console shows no order");
    }

    @Test
    void nothing_is_sent_once_the_clock_was_set_back() {
        Attempt attempt =
                book.begin(BookSamples.ORIGIN, BookSamples.WISH, SpendTerms.of(SpendType.ORDER, MINUTE, MINUTE));
        clock.now = attempt.begun().minus(Duration.ofMinutes(5));
        assertThat(book.maySend(attempt)).isTrue();
        clock.now = attempt.begun().minus(Duration.ofDays(300));
        assertThat(book.maySend(attempt)).isFalse();
    }

    @Test
    void an_attempt_of_a_clock_that_was_ahead_says_so_and_only_its_order_settles_it() {
        Instant today = clock.now;
        clock.now = today.plus(Duration.ofDays(300));
        Attempt attempt = BookSamples.begin(book);
        clock.now = today;
        assertThatThrownBy(() -> book.abandon(attempt, "the console shows no order"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("It was begun at 2027-09-18T10:00:00Z and the order book's clock says"
                        + " 2026-11-22T10:00:00Z: a clock is or was wrong")
                .message()
                .hasLineCount(1);

        book.settle(attempt, new Reconciliation.Placed(BookSamples.id("ABC")));
        assertThat(BookSamples.recorded(book).flatMap(Attempt::orderId)).contains(BookSamples.id("ABC"));
        assertThat(book.maySend(attempt)).isFalse();
    }

    @Test
    void a_name_that_was_held_by_a_clock_that_was_ahead_is_free_and_a_long_hold_is_not() {
        Instant today = clock.now;
        clock.now = today.plus(Duration.ofDays(300));
        assertThat(book.hold("_dcv.example.com", BookSamples.id("ABC"), Duration.ofHours(1)))
                .isTrue();
        clock.now = today;
        assertThat(book.hold("_dcv.example.com", BookSamples.id("DEF"), Duration.ofHours(1)))
                .isTrue();

        assertThat(book.hold("_dcv.example.org", BookSamples.id("ABC"), Duration.ofDays(3)))
                .isTrue();
        assertThat(book.hold("_dcv.example.org", BookSamples.id("DEF"), Duration.ofDays(3)))
                .isFalse();
        assertThat(book.hold("_dcv.example.net", BookSamples.id("ABC"), Duration.ofDays(1)))
                .isTrue();
        assertThat(book.hold("_dcv.example.net", BookSamples.id("DEF"), Duration.ofHours(1)))
                .isFalse();
    }

    @Test
    void it_has_no_folder_and_rescues_nothing() {
        Attempt attempt = BookSamples.begin(book);
        assertThat(book.rescue(attempt, Optional.of(BookSamples.id("ABC")))).isEmpty();
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
