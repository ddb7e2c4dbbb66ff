package dev.certbridge.reseller.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for every book that is kept in a database. */
interface DatabaseContract {

    OrderBook book();

    /** The pages of that book, opened once more. */
    Store store();

    /** A connection to the database of that book. */
    Connection database() throws SQLException;

    @Test
    default void a_step_that_fails_half_way_changes_nothing() {
        try (Store store = store()) {
            assertThatThrownBy(() -> store.change(pages -> {
                        pages.halted(Optional.of("written before the failure"));
                        throw new IllegalStateException("half-way");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("half-way");
            assertThat(book().halted()).isEmpty();

            store.change(pages -> pages.halted(Optional.of("afterwards")));
            assertThat(book().halted()).contains("afterwards");
        }
    }

    @Test
    default void why_a_person_gave_an_attempt_up_stands_in_the_database() throws Exception {
        Attempt attempt = book().begin(Sample.ORIGIN, Sample.WISH, Sample.OVER_AT_ONCE);
        book().begin(Sample.ORIGIN, Sample.wish("other"), Sample.OVER_AT_ONCE);
        book().abandon(attempt, " the console shows no order ");
        try (Connection connection = database()) {
            assertThat(new Sql(connection)
                            .list(
                                    "SELECT number, reason FROM certbridge_attempt ORDER BY number",
                                    row -> row.getLong(1) + " " + row.getString(2)))
                    .containsExactly("1 the console shows no order", "2 null");
        }
    }
}
