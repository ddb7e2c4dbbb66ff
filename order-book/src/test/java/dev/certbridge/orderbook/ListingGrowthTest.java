package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size of a SQLite book by pages, all tables and indexes included. */
class ListingGrowthTest {

    private static final int ORDERS = 100;

    @TempDir
    Path folder;

    @Test
    void a_listing_before_an_order_takes_less_than_1_kilobyte_whatever_the_size_of_the_account() throws Exception {
        double without = bytesPerOrder(0, false);
        double small = bytesPerOrder(1_000, true);
        double large = bytesPerOrder(20_000, true);

        assertThat(small - without).isLessThan(1024);
        assertThat(large).isLessThan(1.2 * small);
    }

    private double bytesPerOrder(int account, boolean listings) throws Exception {
        Path file = folder.resolve(account + ".db");
        Set<String> listed = new HashSet<>();
        for (int i = 0; i < account; i++) {
            listed.add(listedId(i));
        }
        try (SpendLog book = sqlite(file, folder)) {
            order(book, listed, account, listings);
            long before = bytes(file);
            for (int i = 1; i <= ORDERS; i++) {
                order(book, listed, account + i, listings);
            }
            return (bytes(file) - before) / (double) ORDERS;
        }
    }

    private static String listedId(int i) {
        return String.format("%013d", 7_919L * i);
    }

    private static void order(SpendLog book, Set<String> listed, int i, boolean listings) {
        Optional<Long> snapshot = listings
                ? Optional.of(keepListing(book, new Snapshot(TARGET, Instant.now(), listed)))
                : Optional.empty();
        Attempt attempt = book.begin(
                ORIGIN,
                SpendRequest.of(Intent.of("order-" + i), TARGET, REQUEST_WITHOUT_KEY),
                new SpendTerms(SpendType.ORDER, LONG, LONG, snapshot, Optional.empty(), Optional.empty()));
        accept(book, attempt, listedId(i));
        listed.add(listedId(i));
    }

    private static long bytes(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Sql sql = new Sql(connection);
            return sql.number("PRAGMA page_size")
                    * (sql.number("PRAGMA page_count") - sql.number("PRAGMA freelist_count"));
        }
    }
}
