package dev.certbridge.benchmarks.scale;

import dev.certbridge.reseller.order.OrderId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGPoolingDataSource;

/**
 * Measures an order book with millions of orders in PostgreSQL. The book records one order itself. The database copies
 * the rows of this order with other intents, keys and ids, and the book reads copies to check them.
 */
public final class BookAtScale {

    private static final String SCHEMA = "certbridge.";
    private static final int PER_DAY = 31_000;
    private static final int PER_MONTH = 30 * PER_DAY;
    private static final int BATCH = 100_000;

    /** The expressions of the columns that differ between copies. {@code i} is the number of the copy. */
    private static final Map<String, String> COPIED = Map.of(
            "number", "number + 2 * i",
            "intent", "'order-' || i",
            "key_sha256", "translate(rtrim(encode(sha256(i::text::bytea), 'base64'), '='), '+/', '-_')",
            "order_id", "replace(order_id, '" + LargeBook.SAMPLE_ID + "', (10000000 + i)::text)",
            "provider_id", "(10000000 + i)::text",
            "budget",
                    "CASE WHEN budget IS NULL THEN NULL WHEN i <= " + PER_DAY + " THEN '" + LargeBook.DAY
                            + "' WHEN i <= " + (PER_DAY + PER_MONTH) + " THEN '" + LargeBook.MONTH
                            + "' ELSE 'past-' || i / " + PER_MONTH + " END");

    private final DataSource source;
    private final List<String> rows = new ArrayList<>();

    private BookAtScale(DataSource source) {
        this.source = source;
    }

    /** Fills a book with as many orders as the first argument says, and writes the table to the file in the second. */
    public static void main(String[] arguments) throws Exception {
        int orders = Integer.parseInt(arguments[0]);
        Path recovery = Files.createTempDirectory("book-at-scale");
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "8GB")
                .setPGStartupWait(Duration.ofMinutes(2))
                .start()) {
            BookAtScale measured = new BookAtScale(pool(server.getJdbcUrl("postgres", "postgres")));
            measured.measure(orders, recovery);
            if (arguments.length > 1) {
                ScaleResults.write(
                        Path.of(arguments[1]),
                        "PostgreSQL " + measured.text("SHOW server_version") + ", book version "
                                + measured.text("SELECT MAX(version) FROM " + SCHEMA + "certbridge_schema"),
                        "| measured | value |\n|---|---:|\n",
                        measured.rows.stream());
            }
        } finally {
            Files.deleteIfExists(recovery);
        }
    }

    // The deprecated pool of the driver is enough for one thread, and needs no other library.
    @SuppressWarnings("deprecation")
    private static DataSource pool(String url) {
        PGPoolingDataSource pool = new PGPoolingDataSource();
        pool.setUrl(url);
        return pool;
    }

    private void measure(int orders, Path recovery) throws SQLException {
        try (LargeBook book = new LargeBook(source, recovery)) {
            book.allow(LargeBook.DAY, LargeBook.MONTH, "sample");
            OrderId sample = book.order(LargeBook.SAMPLE_ID, Optional.of("sample"));
            row("an order in an empty book", book.order(50, Optional.empty()), "ms");
            run("DELETE FROM " + SCHEMA + "certbridge_attempt WHERE number > 2");
            run("DELETE FROM " + SCHEMA + "certbridge_order WHERE provider_id <> '" + LargeBook.SAMPLE_ID + "'");
            row("filling " + String.format(Locale.ROOT, "%,d", orders) + " orders", fill(orders), "s");
            row("adding up the charges of all budgets", addUpCharges(), "s");
            row("VACUUM ANALYZE after filling", seconds("VACUUM ANALYZE"), "s");
            OrderId copy = OrderId.parse(sample.toString().replace(LargeBook.SAMPLE_ID, "" + (10_000_000 + orders)));
            book.requireReadable(copy);
            sizes();
            row("an order without a budget", book.order(100, Optional.empty()), "ms");
            row("an order, budget with a day of orders", book.order(11, Optional.of(LargeBook.DAY)), "ms");
            row("an order, budget with a month of orders", book.order(3, Optional.of(LargeBook.MONTH)), "ms");
            row("left of a budget with a day of orders", book.left(LargeBook.DAY), "ms");
            row("left of a budget with a month of orders", book.left(LargeBook.MONTH), "ms");
            row("unresolved", book.unresolved(), "ms");
            row("look-up of one listed order", book.lookUp(copy), "ms");
            run("UPDATE " + SCHEMA + "certbridge_attempt SET compared = compared WHERE number <= " + 2 * PER_DAY);
            row("VACUUM after a day of orders", seconds("VACUUM " + SCHEMA + "certbridge_attempt"), "s");
        }
    }

    private double fill(int orders) throws SQLException {
        long start = System.nanoTime();
        for (int from = 1; from <= orders; from += BATCH) {
            String copies = "generate_series(" + from + ", " + Math.min(orders, from + BATCH - 1) + ") AS i";
            copy("certbridge_attempt", copies + " WHERE number <= 2");
            copy("certbridge_order", copies + " WHERE provider_id = '" + LargeBook.SAMPLE_ID + "'");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void copy(String table, String copies) throws SQLException {
        List<String> columns = texts("SELECT column_name FROM information_schema.columns WHERE table_name = '" + table
                + "' ORDER BY ordinal_position");
        List<String> values = columns.stream()
                .map(column -> COPIED.getOrDefault(column, column))
                .toList();
        run("INSERT INTO " + SCHEMA + table + " (" + String.join(", ", columns) + ") SELECT "
                + String.join(", ", values) + " FROM " + SCHEMA + table + ", " + copies);
    }

    /** Adds up the copied charges, as the migration to the book version with sums did. No copy has a refund. */
    private double addUpCharges() throws SQLException {
        run("DELETE FROM " + SCHEMA + "certbridge_budget_sum");
        return seconds(
                "INSERT INTO " + SCHEMA + "certbridge_budget_sum (budget, currency, orders, priced, billions, cents)"
                        + " SELECT budget, charge_currency, COUNT(*), COUNT(*), 0, SUM(charge_cents) FROM " + SCHEMA
                        + "certbridge_attempt WHERE budget IS NOT NULL AND state = 'ACCEPTED' GROUP BY budget, charge_currency");
    }

    private void sizes() throws SQLException {
        for (String line : texts("SELECT relname || ' ' || pg_relation_size(c.oid) + COALESCE(pg_total_relation_size("
                + "NULLIF(reltoastrelid, 0)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                + " WHERE nspname = 'certbridge' AND relkind IN ('r', 'i') AND pg_relation_size(c.oid) > 1000000"
                + " ORDER BY relkind DESC, 1")) {
            String[] words = line.split(" ");
            row("`" + words[0] + "`", Long.parseLong(words[1]) / 1e6, "MB");
        }
    }

    private double seconds(String statement) throws SQLException {
        long start = System.nanoTime();
        run(statement);
        return (System.nanoTime() - start) / 1e9;
    }

    private void row(String measured, double value, String unit) {
        String row = String.format(Locale.ROOT, "| %s | %,.1f %s |%n", measured, value, unit);
        System.out.print(row);
        rows.add(row);
    }

    private void run(String statement) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }

    private String text(String query) throws SQLException {
        return texts(query).get(0);
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                texts.add(found.getString(1));
            }
        }
        return texts;
    }
}
