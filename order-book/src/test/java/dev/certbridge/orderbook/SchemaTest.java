package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** How the tables come to be and how they grow older. */
class SchemaTest {

    /** What a next version could be. */
    private final Schema next =
            Schema.CURRENT.followedBy("-- a note; nothing more\nALTER TABLE certbridge_attempt ADD COLUMN note TEXT;\n"
                    + "UPDATE certbridge_attempt SET note = 'kept';");

    /** Fails half-way. */
    private final Schema broken = Schema.CURRENT.followedBy(
            "ALTER TABLE certbridge_attempt ADD COLUMN half TEXT; ALTER TABLE no_such_table ADD COLUMN note TEXT;");

    @TempDir
    Path folder;

    @Test
    void a_SQLite_book_moves_to_the_next_version_and_is_refused_by_the_last_one() {
        movesOn(schema -> SqliteStore.open(folder.resolve("a.db"), schema));
    }

    @Tag("postgres")
    @Test
    void a_PostgreSQL_book_moves_to_the_next_version_and_is_refused_by_the_last_one() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        movesOn(schema -> new PostgresStore(source, RunningPostgres.schemaOf(source), schema));
    }

    @Test
    void a_SQLite_book_of_version_1_opens_with_what_it_knows() throws Exception {
        Path file = folder.resolve("a.db");
        firstBookOpens(
                schema -> SqliteStore.open(file, schema), () -> DriverManager.getConnection("jdbc:sqlite:" + file));
    }

    @Tag("postgres")
    @Test
    void a_PostgreSQL_book_of_version_1_opens_with_what_it_knows() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        firstBookOpens(
                schema -> new PostgresStore(source, RunningPostgres.schemaOf(source), schema), source::getConnection);
    }

    private static void firstBookOpens(Function<Schema, Store> opening, Callable<Connection> database)
            throws Exception {
        try (SpendLog book = new StoredOrderBook(opening.apply(Schema.CURRENT.upTo(1)), Optional.empty())) {
            book.hold("_dcv.example.com", BookSamples.id("ABC"), Duration.ofHours(1));
        }
        try (Connection connection = database.call()) {
            Sql sql = new Sql(connection);
            sent(sql, 1, Attempt.State.SENDING, null, null);
            sent(
                    sql,
                    2,
                    Attempt.State.ACCEPTED,
                    2500L,
                    BookSamples.id("LIMITED").toString());
            sent(
                    sql,
                    3,
                    Attempt.State.ACCEPTED,
                    null,
                    BookSamples.id("UNLIMITED").toString());
        }
        try (SpendLog book = new StoredOrderBook(opening.apply(Schema.CURRENT), Optional.empty())) {
            assertThat(book.unresolved()).singleElement().satisfies(attempt -> {
                assertThat(attempt.number()).isEqualTo(1);
                assertThat(book.maySend(attempt)).isTrue();
            });
            assertThat(book.uncompared())
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.orderId()).contains(BookSamples.id("LIMITED")));
            assertThat(book.allowed(BookSamples.id("LIMITED"))).contains(Money.of("EUR", "25.00"));
            book.compared(BookSamples.id("LIMITED"));
            assertThat(book.uncompared()).isEmpty();
            assertThat(book.hold("_dcv.example.com", BookSamples.id("DEF"), Duration.ofHours(1)))
                    .isFalse();
            DnsRecord record = new DnsRecord("_dcv.example.com", "TXT", "proof", false);
            book.publishing(BookSamples.id("ABC"), record);
            assertThat(book.published(BookSamples.id("ABC"))).containsExactly(record);
        }
    }

    @Test
    void a_SQLite_book_of_version_2_knows_its_intents_however_they_were_spelled() throws Exception {
        Path file = folder.resolve("a.db");
        spelledIntentsAreKnown(
                schema -> SqliteStore.open(file, schema), () -> DriverManager.getConnection("jdbc:sqlite:" + file));
    }

    @Tag("postgres")
    @Test
    void a_PostgreSQL_book_of_version_2_knows_its_intents_however_they_were_spelled() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        spelledIntentsAreKnown(
                schema -> new PostgresStore(source, RunningPostgres.schemaOf(source), schema), source::getConnection);
    }

    private static void spelledIntentsAreKnown(Function<Schema, Store> opening, Callable<Connection> database)
            throws Exception {
        opening.apply(Schema.CURRENT.upTo(2)).close();
        List<String> stored = List.of("bu\u0308ro", "shop/1 ", "\u00a0shop/2", "e\u0301-\u00fc", "b\ufffdro", "plain");
        try (Connection connection = database.call()) {
            Sql sql = new Sql(connection);
            for (int i = 0; i < stored.size(); i++) {
                String order = BookSamples.id("ORDER" + i).toString();
                sent(sql, i + 1, stored.get(i), Attempt.State.ACCEPTED, null, order);
                sql.update(
                        "INSERT INTO certbridge_order (order_id, target, provider_id, request, intent)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        order,
                        BookSamples.TARGET,
                        "ORDER" + i,
                        RequestText.of(BookSamples.REQUEST),
                        stored.get(i));
            }
        }
        List<String> spelled = List.of("b\u00fcro", "shop/1", "shop/2", "\u00e9-\u00fc", "b\ufffdro", "plain");
        for (int again = 0; again < 2; again++) {
            try (SpendLog book = new StoredOrderBook(opening.apply(Schema.CURRENT), Optional.empty())) {
                for (int i = 0; i < spelled.size(); i++) {
                    Intent intent = new Intent(spelled.get(i));
                    SpendRequest wish =
                            SpendRequest.of(intent, BookSamples.TARGET, BookSamples.request("www.example.com"));
                    assertThat(book.recorded(BookSamples.ORIGIN, wish).flatMap(Attempt::orderId))
                            .as(spelled.get(i))
                            .contains(BookSamples.id("ORDER" + i));
                    assertThat(book.attempts(intent)).hasSize(1);
                    assertThat(book.orders(BookSamples.TARGET, "ORDER" + i))
                            .singleElement()
                            .satisfies(order -> assertThat(order.intent()).contains(intent));
                }
            }
        }
    }

    @Test
    void a_SQLite_book_of_version_2_knows_its_budgets_however_they_were_spelled() throws Exception {
        Path file = folder.resolve("a.db");
        spelledBudgetsAreKnown(
                schema -> SqliteStore.open(file, schema), () -> DriverManager.getConnection("jdbc:sqlite:" + file));
    }

    @Tag("postgres")
    @Test
    void a_PostgreSQL_book_of_version_2_knows_its_budgets_however_they_were_spelled() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        spelledBudgetsAreKnown(
                schema -> new PostgresStore(source, RunningPostgres.schemaOf(source), schema), source::getConnection);
    }

    private static void spelledBudgetsAreKnown(Function<Schema, Store> opening, Callable<Connection> database)
            throws Exception {
        opening.apply(Schema.CURRENT.upTo(2)).close();
        List<String> stored = List.of("bu\u0308ro", "spring ", "e\u0301", "\u00e9");
        try (Connection connection = database.call()) {
            Sql sql = new Sql(connection);
            for (int i = 0; i < stored.size(); i++) {
                sql.update(
                        "INSERT INTO certbridge_budget (name, orders, currency, cents) VALUES (?, 5, 'EUR', ?)",
                        stored.get(i),
                        10_000L * (i + 1));
                sent(
                        sql,
                        i + 1,
                        Attempt.State.ACCEPTED,
                        null,
                        BookSamples.id("ORDER" + i).toString());
                sql.update(
                        "UPDATE certbridge_attempt SET budget = ?, charge_currency = 'EUR', charge_cents = 2500"
                                + " WHERE number = ?",
                        stored.get(i),
                        i + 1L);
            }
        }
        for (int again = 0; again < 2; again++) {
            try (SpendLog book = new StoredOrderBook(opening.apply(Schema.CURRENT), Optional.empty())) {
                assertThat(left(book, "b\u00fcro")).isEqualTo(7500);
                assertThat(left(book, "bu\u0308ro")).isEqualTo(7500);
                assertThat(left(book, "spring")).isEqualTo(17_500);
                assertThat(left(book, "e\u0301"))
                        .as("the one that was composed before")
                        .isEqualTo(37_500);
            }
        }
    }

    private static long left(SpendLog book, String budget) {
        return book.left(budget).orElseThrow().cents();
    }

    /** As version 1 wrote it. */
    private static void sent(
            Sql sql, long number, Attempt.State state, @Nullable Long allowedCents, @Nullable String orderId) {
        sent(sql, number, "shop/" + number, state, allowedCents, orderId);
    }

    private static void sent(
            Sql sql,
            long number,
            String intent,
            Attempt.State state,
            @Nullable Long allowedCents,
            @Nullable String orderId) {
        sql.update(
                "INSERT INTO certbridge_attempt (number, intent, target, request, verb, leave, deadline,"
                        + " allowed_currency, allowed_cents, owner, begun, state, order_id)"
                        + " VALUES (?, ?, ?, ?, 'ORDER', 'PT10M', 'PT10M', ?, ?, ?, ?, ?, ?)",
                number,
                intent,
                BookSamples.TARGET,
                RequestText.of(BookSamples.REQUEST),
                allowedCents == null ? null : "EUR",
                allowedCents,
                "owner-" + number,
                Instant.now().toString(),
                state.name(),
                orderId);
    }

    private void movesOn(Function<Schema, Store> opening) {
        Attempt attempt;
        try (SpendLog book = new StoredOrderBook(opening.apply(Schema.CURRENT), Optional.empty())) {
            attempt = BookSamples.begin(book);
        }
        assertThatThrownBy(() -> opening.apply(broken)).isInstanceOf(IllegalStateException.class);
        opening.apply(Schema.CURRENT).close();

        for (int again = 0; again < 2; again++) {
            try (SpendLog book = new StoredOrderBook(opening.apply(next), Optional.empty())) {
                assertThat(book.unresolved())
                        .singleElement()
                        .satisfies(known -> assertThat(known.owner()).isEqualTo(attempt.owner()));
                assertThat(book.maySend(attempt)).isTrue();
            }
        }
        assertThatThrownBy(() -> opening.apply(Schema.CURRENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of version 5, and this certbridge knows 4")
                .message()
                .hasLineCount(1);
    }

    @Tag("postgres")
    @Test
    void the_version_is_kept_in_the_database() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        new PostgresStore(source, RunningPostgres.schemaOf(source), next).close();
        try (var connection = source.getConnection()) {
            Sql sql = new Sql(connection);
            assertThat(sql.list("SELECT version FROM certbridge_schema ORDER BY version", row -> row.getInt(1)))
                    .isEqualTo(List.of(1, 2, 3, 4, 5));
            assertThat(sql.list("SELECT note FROM certbridge_attempt", row -> row.getString(1)))
                    .isEmpty();
        }
    }
}
