package dev.certbridge.conformance.crash;

import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a book lies, for every process that opens it. */
sealed interface BookPlace {

    /** Longer than any attempt may be on its way. */
    Duration LATER = Duration.ofMinutes(10);

    /** The book now. */
    OrderBook open(Path rescues);

    /** The book as somebody finds it who comes {@link #LATER}. */
    OrderBook openLater(Path rescues);

    /** For {@link #parse}. */
    String text();

    static BookPlace parse(String text) {
        return text.startsWith("jdbc:") ? new Postgres(text) : new Sqlite(Path.of(text));
    }

    /**
     * A file.
     *
     * @param file the book
     */
    record Sqlite(Path file) implements BookPlace {
        @Override
        public OrderBook open(Path rescues) {
            return OrderBook.sqlite(file, rescues);
        }

        @Override
        public OrderBook openLater(Path rescues) {
            return OrderBook.sqlite(file, rescues, Clock.offset(Clock.systemUTC(), LATER));
        }

        @Override
        public String text() {
            return file.toString();
        }
    }

    /**
     * A schema of a database. Its time is the server's, so whoever comes later asks the server for a later one.
     *
     * @param url the schema's address
     */
    record Postgres(String url) implements BookPlace {
        @Override
        public OrderBook open(Path rescues) {
            PGSimpleDataSource source = source();
            return OrderBook.jdbc(source, rescues, source.getCurrentSchema());
        }

        @Override
        public OrderBook openLater(Path rescues) {
            PGSimpleDataSource source = source();
            return OrderBook.jdbc(LaterSource.of(source, LATER), rescues, source.getCurrentSchema());
        }

        @Override
        public String text() {
            return url;
        }

        private PGSimpleDataSource source() {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            return source;
        }
    }
}
