package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.ORIGIN;
import static dev.certbridge.orderbook.BookSamples.SENDING;
import static dev.certbridge.orderbook.BookSamples.WISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of a book against the reseller's, in every book. */
interface ClockContract {

    SpendLog book();

    /** The time by the clock of the book, as an attempt shows it that is then given back. */
    private Instant now() {
        Attempt attempt = BookSamples.begin(book());
        book().settle(attempt, Attempt.State.NOT_SENT, Optional.empty());
        return attempt.begun();
    }

    private Attempt begin(Instant serverTime) {
        return book().begin(ORIGIN, WISH, SENDING, Optional.of(serverTime));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P300D", "PT6M", "-PT6M", "-P300D"})
    default void a_clock_that_is_not_the_resellers_begins_nothing(Duration difference) {
        Instant serverTime = now().plus(difference);
        assertThatThrownBy(() -> begin(serverTime))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("nothing was sent: the order book's clock says ")
                .hasMessageContaining("the reseller's " + serverTime)
                .hasMessageContaining("Set the clock")
                .message()
                .hasLineCount(1);
        assertThat(book().unresolved()).isEmpty();
        assertThat(BookSamples.begin(book()).number()).as("nothing was kept").isEqualTo(2);
    }

    @Test
    default void an_attempt_lasts_longer_by_what_the_clock_is_behind() {
        Attempt attempt = begin(now().plus(Duration.ofMinutes(4)));
        assertThat(Duration.between(attempt.sendBefore(), attempt.over()))
                .isBetween(
                        SENDING.deadline().plusSeconds(200), SENDING.deadline().plusMinutes(4));
        assertThat(Duration.between(attempt.begun(), attempt.sendBefore()))
                .as("the sender has no more time than before")
                .isEqualTo(SENDING.leave());
        assertThat(book().unresolved()).extracting(Attempt::over).containsExactly(attempt.over());
    }

    @Test
    default void an_attempt_lasts_as_long_as_ever_when_the_clock_is_right_or_ahead() {
        assertThat(begin(now().minus(Duration.ofMinutes(4))).sending()).isEqualTo(SENDING);
    }
}
