package dev.certbridge.spring;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The order book of the application.
 *
 * @param file SQLite file of the order book, for an application on one host. A missing file is created, but the folder
 *     of the file must exist.
 * @param recoveryFolder Existing folder for the outcomes of orders that the database could not record, if possible on
 *     another disk. The folder is required unless the order book is in memory.
 * @param schema Schema of the order book in the application's PostgreSQL database. The schema must not be set together
 *     with a file. Other schemas of the database may contain other order books.
 * @param inMemory Whether the order book is only in memory, and lost when the application stops. Use this setting only
 *     for tests and stubs.
 */
@ConfigurationProperties("certbridge.book")
public record OrderBookProperties(
        @Nullable Path file,
        @Nullable Path recoveryFolder,
        @Nullable String schema,
        boolean inMemory) {

    OrderBook open(ObjectProvider<DataSource> dataSources) {
        if (inMemory) {
            refuseBoth("in-memory", "file", file);
            refuseBoth("in-memory", "schema", schema);
            return OrderBooks.inMemory();
        }
        DataSource source = file == null ? dataSources.getIfUnique() : null;
        if (file == null && source == null) {
            throw new CertbridgeConfigurationException(
                    "certbridge has no order book: certbridge.book.file is not set, and the application does not have"
                            + " exactly one DataSource.",
                    "Set certbridge.book.file for one host, or spring.datasource.url of a PostgreSQL database for"
                            + " several hosts.");
        }
        if (file != null) {
            refuseBoth("file", "schema", schema);
        }
        if (recoveryFolder == null) {
            throw new CertbridgeConfigurationException(
                    "certbridge.book.recovery-folder is not set.",
                    "Set the property to a folder that survives restarts. If the database fails, the order book"
                            + " writes the outcomes of orders to this folder.");
        }
        Path folder = recoveryFolder;
        requireFolder("recovery-folder", folder);
        if (file != null) {
            requireFolder("file", file.toAbsolutePath().getParent());
            return opened("Correct certbridge.book.", () -> OrderBooks.sqlite(file, folder));
        }
        return opened(
                "Correct the DataSource, which must be PostgreSQL, or set certbridge.book.file for an order book in SQLite.",
                () -> schema == null
                        ? OrderBooks.postgres(source, folder)
                        : OrderBooks.postgres(source, folder, schema));
    }

    /** Throws if the other property is set too, because two instances of the application may then use two books. */
    private static void refuseBoth(String property, String other, @Nullable Object value) {
        if (value != null) {
            throw new CertbridgeConfigurationException(
                    "certbridge.book has both " + property + " and " + other + ".",
                    "Remove certbridge.book." + property + ", or certbridge.book." + other + ".");
        }
    }

    private static OrderBook opened(String action, Supplier<OrderBook> open) {
        try {
            return open.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            boolean driverMissing = e.getCause() instanceof ClassNotFoundException;
            throw new CertbridgeConfigurationException(
                    "The order book cannot be opened: " + e.getMessage(),
                    (driverMissing ? "Add the dependency org.xerial:sqlite-jdbc." : action) + " Nothing was ordered.",
                    e);
        }
    }

    /**
     * Throws if the folder is missing. A missing folder is not created, because the folder may be on a disk that is not
     * mounted. A new order book on another disk would not contain the orders of the old order book.
     */
    private static void requireFolder(String property, @Nullable Path folder) {
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CertbridgeConfigurationException(
                    "certbridge.book." + property + ": the folder " + folder.toAbsolutePath() + " does not exist.",
                    "Create the folder, or mount its disk.");
        }
    }
}
