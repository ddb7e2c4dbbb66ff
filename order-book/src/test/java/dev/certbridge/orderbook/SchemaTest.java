package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The creation of the tables, and their migration from earlier versions. */
class SchemaTest {

    @Nested
    class Sqlite extends Migrations {

        @TempDir
        Path folder;

        @Override
        Store open(Schema schema) {
            return SqliteStore.open(folder.resolve("a.db"), schema);
        }

        @Override
        Connection database() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
        }
    }

    @Nested
    @Tag("postgres")
    class Postgres extends Migrations {

        private PGSimpleDataSource source;

        @BeforeEach
        void createSchema() throws SQLException {
            source = RunningPostgres.emptySchema();
        }

        @Override
        Store open(Schema schema) {
            return RunningPostgres.store(source, schema);
        }

        @Override
        Connection database() throws SQLException {
            return source.getConnection();
        }
    }

    abstract static class Migrations {

        /** A possible next version. */
        private static final Schema NEXT = Schema.CURRENT.followedBy(
                "-- a note; nothing more\nALTER TABLE certbridge_attempt ADD COLUMN note TEXT;\n"
                        + "UPDATE certbridge_attempt SET note = 'kept';");

        /** A version that fails half-way. */
        private static final Schema BROKEN = Schema.CURRENT.followedBy(
                "ALTER TABLE certbridge_attempt ADD COLUMN half TEXT; ALTER TABLE no_such_table ADD COLUMN note TEXT;");

        abstract Store open(Schema schema);

        abstract Connection database() throws SQLException;

        private SpendLog book(Schema schema) {
            return new StoredOrderBook(open(schema), Optional.empty());
        }

        @Test
        void a_book_migrates_to_the_next_version_and_is_then_refused_by_the_previous_one() throws Exception {
            Attempt attempt;
            try (SpendLog book = book(Schema.CURRENT)) {
                attempt = begin(book);
            }
            assertRefused(() -> open(BROKEN));
            open(Schema.CURRENT).close();

            for (int again = 0; again < 2; again++) {
                try (SpendLog book = book(NEXT)) {
                    assertThat(book.unresolved()).singleElement().returns(attempt.owner(), Attempt::owner);
                    assertThat(book.maySend(attempt)).isTrue();
                }
            }
            assertRefused(() -> open(Schema.CURRENT), "has version 8", "supports only versions up to 7");
            try (Connection connection = database()) {
                Sql sql = new Sql(connection);
                assertThat(sql.list("SELECT version FROM certbridge_schema ORDER BY version", row -> row.getInt(1)))
                        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
                assertThat(sql.texts("SELECT note FROM certbridge_attempt")).containsExactly("kept");
            }
        }

        @Test
        void a_book_without_one_of_its_tables_is_refused_and_opens_once_the_table_is_back() throws Exception {
            List<String> tables = List.of(
                    "certbridge_schema",
                    "certbridge_book",
                    "certbridge_attempt",
                    "certbridge_order",
                    "certbridge_snapshot",
                    "certbridge_budget",
                    "certbridge_refund",
                    "certbridge_hold",
                    "certbridge_record",
                    "certbridge_listing",
                    "certbridge_listed_ids",
                    "certbridge_account",
                    "certbridge_budget_sum");
            open(Schema.CURRENT).close();
            for (String table : tables) {
                rename(table, "moved");
                assertRefused(
                        () -> open(Schema.CURRENT),
                        "the order book is incomplete: table " + table + " is missing",
                        "from the newest backup");
                rename("moved", table);
                open(Schema.CURRENT).close();
            }
        }

        @Test
        void a_book_whose_tables_were_restored_without_their_rows_is_refused() throws Exception {
            open(Schema.CURRENT).close();
            try (Connection connection = database()) {
                new Sql(connection).run("DELETE FROM certbridge_schema");
            }
            assertRefused(() -> open(Schema.CURRENT), "table certbridge_schema has no rows");
        }

        private void rename(String from, String to) throws SQLException {
            try (Connection connection = database()) {
                new Sql(connection).run("ALTER TABLE " + from + " RENAME TO " + to);
            }
        }

        @Test
        void a_book_of_version_1_opens_with_its_content() throws Exception {
            try (SpendLog book = book(Schema.CURRENT.upTo(1))) {
                book.lock(NAME, id("ABC"), Duration.ofHours(1));
            }
            try (Connection connection = database()) {
                Sql sql = new Sql(connection);
                insert(sql, 1, "shop/1", Attempt.State.SENDING, null, null);
                insert(sql, 2, "shop/2", Attempt.State.ACCEPTED, 2500L, "LIMITED");
                insert(sql, 3, "shop/3", Attempt.State.ACCEPTED, null, "UNLIMITED");
                insert(sql, 4, "quote:4", Attempt.State.ACCEPTED, 2500L, "QUOTED");
                sql.update("UPDATE certbridge_attempt SET verb = 'QUESTION' WHERE number = 4");
            }
            try (SpendLog book = book(Schema.CURRENT)) {
                assertThat(book.unresolved())
                        .singleElement()
                        .returns(1L, Attempt::number)
                        .matches(book::maySend);
                assertThat(book.uncompared()).singleElement().returns(Optional.of(id("LIMITED")), Attempt::orderId);
                assertThat(book.attempt(4)).map(Attempt::type).contains(SpendType.STANDALONE_QUOTE);
                assertThat(book.allowed(id("LIMITED"))).contains(Money.of("EUR", "25.00"));
                book.compared(id("LIMITED"), Optional.empty());
                assertThat(book.uncompared()).isEmpty();
                assertThat(book.lock(NAME, id("DEF"), Duration.ofHours(1))).isFalse();
                DnsRecord record = new DnsRecord(NAME, "TXT", "proof", false);
                book.publishing(id("ABC"), record);
                assertThat(book.published(id("ABC"))).containsExactly(record);
            }
        }

        @Test
        void a_book_of_version_2_finds_its_intents_in_every_spelling() throws Exception {
            open(Schema.CURRENT.upTo(2)).close();
            List<String> stored =
                    List.of("bu\u0308ro", "shop/1 ", "\u00a0shop/2", "e\u0301-\u00fc", "b\ufffdro", "plain");
            try (Connection connection = database()) {
                Sql sql = new Sql(connection);
                for (int i = 0; i < stored.size(); i++) {
                    insert(sql, i + 1, stored.get(i), Attempt.State.ACCEPTED, null, "ORDER" + i);
                    sql.update(
                            "INSERT INTO certbridge_order (order_id, target, provider_id, request, intent)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            id("ORDER" + i).toString(),
                            TARGET,
                            "ORDER" + i,
                            RequestText.of(REQUEST),
                            stored.get(i));
                }
            }
            List<String> spelled = List.of("b\u00fcro", "shop/1", "shop/2", "\u00e9-\u00fc", "b\ufffdro", "plain");
            for (int again = 0; again < 2; again++) {
                try (SpendLog book = book(Schema.CURRENT)) {
                    for (int i = 0; i < spelled.size(); i++) {
                        Intent intent = new Intent(spelled.get(i));
                        SpendRequest request = SpendRequest.of(intent, TARGET, request("www.example.com"));
                        assertThat(book.recorded(ORIGIN, request).flatMap(Attempt::orderId))
                                .as(spelled.get(i))
                                .contains(id("ORDER" + i));
                        assertThat(book.attempts(intent)).hasSize(1);
                        assertThat(book.orders(TARGET, "ORDER" + i))
                                .singleElement()
                                .satisfies(order -> assertThat(order.intent()).contains(intent));
                    }
                }
            }
        }

        @Test
        void a_book_of_version_2_finds_its_budgets_in_every_spelling() throws Exception {
            open(Schema.CURRENT.upTo(2)).close();
            List<String> stored = List.of("bu\u0308ro", "spring ", "e\u0301", "\u00e9");
            try (Connection connection = database()) {
                Sql sql = new Sql(connection);
                for (int i = 0; i < stored.size(); i++) {
                    sql.update(
                            "INSERT INTO certbridge_budget (name, orders, currency, cents) VALUES (?, 5, 'EUR', ?)",
                            stored.get(i),
                            10_000L * (i + 1));
                    insert(sql, i + 1, "shop/" + i, Attempt.State.ACCEPTED, null, "ORDER" + i);
                    sql.update(
                            "UPDATE certbridge_attempt SET budget = ?, charge_currency = 'EUR', charge_cents = 2500"
                                    + " WHERE number = ?",
                            stored.get(i),
                            i + 1L);
                }
            }
            for (int again = 0; again < 2; again++) {
                try (SpendLog book = book(Schema.CURRENT)) {
                    assertThat(left(book, "b\u00fcro")).isEqualTo(7500);
                    assertThat(left(book, "bu\u0308ro")).isEqualTo(7500);
                    assertThat(left(book, "spring")).isEqualTo(17_500);
                    assertThat(left(book, "e\u0301"))
                            .as("the name that was composed before")
                            .isEqualTo(37_500);
                }
            }
        }

        private static long left(SpendLog book, String budget) {
            return book.left(budget).orElseThrow().cents();
        }

        /** Inserts an attempt as version 1 wrote it. */
        private static void insert(
                Sql sql,
                long number,
                String intent,
                Attempt.State state,
                @Nullable Long allowedCents,
                @Nullable String order) {
            sql.update(
                    "INSERT INTO certbridge_attempt (number, intent, target, request, verb, leave, deadline,"
                            + " allowed_currency, allowed_cents, owner, begun, state, order_id)"
                            + " VALUES (?, ?, ?, ?, 'ORDER', 'PT10M', 'PT10M', ?, ?, ?, ?, ?, ?)",
                    number,
                    intent,
                    TARGET,
                    RequestText.of(REQUEST),
                    allowedCents == null ? null : "EUR",
                    allowedCents,
                    "owner-" + number,
                    Instant.now().toString(),
                    state.name(),
                    order == null ? null : id(order).toString());
        }
    }
}
