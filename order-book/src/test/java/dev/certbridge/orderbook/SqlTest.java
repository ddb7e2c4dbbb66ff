package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class SqlTest {

    /** After a lost COMMIT, a transaction without such a statement is reported as a read. */
    @Test
    void counts_the_statements_that_failed_or_may_have_changed_data() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Sql sql = new Sql(connection);
            assertThat(sql.exists("SELECT 1")).isTrue();
            assertThat(sql.changes()).isZero();
            sql.run("CREATE TABLE line (text TEXT)");
            assertThat(sql.changes()).isEqualTo(1);
            sql.update("INSERT INTO line (text) VALUES (?)", "a");
            assertThat(sql.changes()).isEqualTo(2);
            assertRefused(() -> sql.texts("SELECT missing FROM line"), "no such column");
            assertThat(sql.changes()).isEqualTo(3);
        }
    }
}
