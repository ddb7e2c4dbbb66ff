package dev.certbridge.reseller.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** How the tables come to be and how they grow older. */
class SchemaTest {

    /** What a next version could be. */
    private static final Schema NEXT =
            Schema.CURRENT.followedBy("-- a note; nothing more\nALTER TABLE certbridge_attempt ADD COLUMN note TEXT;\n"
                    + "UPDATE certbridge_attempt SET note = 'kept';");

    /** Fails half-way. */
    private static final Schema BROKEN = Schema.CURRENT.followedBy(
            "ALTER TABLE certbridge_attempt ADD COLUMN half TEXT; ALTER TABLE no_such_table ADD COLUMN note TEXT;");

    @TempDir
    Path folder;

    @Test
    void a_SQLite_book_moves_to_the_next_version_and_is_refused_by_the_last_one() {
        movesOn(schema -> SqliteStore.open(folder.resolve("a.db"), Clock.systemUTC(), schema));
    }

    @Test
    void a_PostgreSQL_book_moves_to_the_next_version_and_is_refused_by_the_last_one() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        movesOn(schema -> new PostgresStore(source, schema));
    }

    private static void movesOn(Function<Schema, Store> opening) {
        Attempt attempt;
        try (OrderBook book = new KeptOrderBook(opening.apply(Schema.CURRENT), Optional.empty())) {
            attempt = Sample.begin(book);
        }
        assertThatThrownBy(() -> opening.apply(BROKEN)).isInstanceOf(IllegalStateException.class);
        opening.apply(Schema.CURRENT).close();

        for (int again = 0; again < 2; again++) {
            try (OrderBook book = new KeptOrderBook(opening.apply(NEXT), Optional.empty())) {
                assertThat(book.unresolved())
                        .singleElement()
                        .satisfies(known -> assertThat(known.owner()).isEqualTo(attempt.owner()));
                assertThat(book.maySend(attempt)).isTrue();
            }
        }
        assertThatThrownBy(() -> opening.apply(Schema.CURRENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of version 2, and this certbridge knows 1")
                .message()
                .hasLineCount(1);
    }

    @Test
    void the_version_is_kept_in_the_database() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        new PostgresStore(source, NEXT).close();
        try (var connection = source.getConnection()) {
            Sql sql = new Sql(connection);
            assertThat(sql.list("SELECT version FROM certbridge_schema ORDER BY version", row -> row.getInt(1)))
                    .isEqualTo(List.of(1, 2));
            assertThat(sql.list("SELECT note FROM certbridge_attempt", row -> row.getString(1)))
                    .isEmpty();
        }
    }
}
