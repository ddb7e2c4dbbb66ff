package dev.certbridge.reseller.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                RecordContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SetClock clock = new SetClock();
    private final OrderBook book = OrderBook.inMemory(clock);

    @Override
    public OrderBook book() {
        return book;
    }

    /** It dies with this process and so has no elsewhere. */
    @Override
    public OrderBook elsewhere() {
        return book;
    }

    @Test
    void leave_to_send_ends_to_the_millisecond() {
        Attempt attempt = book.begin(Sample.ORIGIN, Sample.WISH, Sending.of(Verb.ORDER, MINUTE, MINUTE));
        clock.now = clock.now.plus(MINUTE).minusMillis(1);
        assertThat(book.maySend(attempt)).isTrue();
        clock.now = clock.now.plusMillis(1);
        assertThat(book.maySend(attempt)).isFalse();
    }

    @Test
    void an_attempt_is_over_when_its_leave_and_its_deadline_have_passed() {
        Attempt attempt = book.begin(Sample.ORIGIN, Sample.WISH, Sending.of(Verb.ORDER, MINUTE, MINUTE));
        clock.now = clock.now.plus(MINUTE).plus(MINUTE).minusMillis(1);
        assertThatThrownBy(() -> book.abandon(attempt, "too early")).isInstanceOf(IllegalStateException.class);
        clock.now = clock.now.plusMillis(1);
        book.abandon(attempt, "now");
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void it_has_no_folder_and_rescues_nothing() {
        Attempt attempt = Sample.begin(book);
        assertThat(book.rescue(attempt, Optional.of(Sample.id("ABC")))).isEmpty();
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
