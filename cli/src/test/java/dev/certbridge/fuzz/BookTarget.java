package dev.certbridge.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A SQLite book, in which an input damages something before it is opened. Every input gets a copy of the same book. */
final class BookTarget extends FuzzTarget {

    private static final OperationRef ORIGIN = OperationRef.of("regfish", "createCertificate");
    private static final String TARGET = OrderId.target("regfish", "live", OrderId.NONE);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final OrderRequest REQUEST = OrderRequest.builder("RapidSSL")
            .csr(KeyAndCsr.ecP256("www.example.com").csr())
            .validity(Validity.days(199))
            .build();
    private static final OrderId ORDER = new OrderId(
            "regfish",
            "live",
            OrderId.NONE,
            OrderId.Kind.ORDER,
            "4711",
            REQUEST.csr().keySha256(),
            DomainName.namesSha256(REQUEST.names()));

    /** The logger. A field refers to it, so that its level stays off although damaged files cause warnings. */
    private static final Logger LOG = Logger.getLogger("dev.certbridge.orderbook");

    private interface Damage {
        void to(BookTarget book, byte[] input) throws IOException, SQLException;
    }

    private final Damage damage;
    private final Path folder;
    private final Path whole;
    private final Path copy;
    private final String owner;

    private BookTarget(Damage damage) {
        super(List.of(IllegalStateException.class, ResellerException.class));
        this.damage = damage;
        LOG.setLevel(Level.OFF);
        try {
            folder = Files.createTempDirectory("certbridge-fuzz");
            whole = folder.resolve("whole.db");
            copy = folder.resolve("book.db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        owner = fill();
    }

    /** The first line of an input names a table and a column; the others are what every row has there. */
    static FuzzTarget rows() {
        return new BookTarget(BookTarget::writeRows);
    }

    /** An input is a recovery file. {@code @OWNER@} stands for the owner of the book's last attempt. */
    static FuzzTarget recoveryFiles() {
        return new BookTarget((book, input) -> Files.writeString(
                book.folder.resolve("attempt-2-20261129T000000.000Z-fuzz.rescue"),
                new String(input, UTF_8).replace("@OWNER@", book.owner)));
    }

    @Override
    void read(byte[] input) throws Exception {
        removeAllBut(whole);
        Files.copy(whole, copy, StandardCopyOption.REPLACE_EXISTING);
        damage.to(this, input);
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(copy, folder))) {
            book.halted();
            book.left("fuzz");
            book.snapshot(1);
            book.uncompared();
            book.orders(TARGET, "4711");
            book.requestOf(ORDER);
            book.allowed(ORDER);
            for (Attempt attempt : book.unresolved()) {
                book.recorded(ORIGIN, attempt.spendRequest());
            }
            book.recorded(ORIGIN, SpendRequest.of(Intent.of("fuzz-1"), TARGET, REQUEST));
        }
    }

    /** Writes an accepted order and an attempt that is still on its way, and returns the owner of the latter. */
    private String fill() {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(whole, folder))) {
            book.budget(Budget.of("fuzz", 10, Money.of("EUR", "100.00")));
            long snapshot = book.keep(new Snapshot(TARGET, Instant.parse("2026-11-29T00:00:00Z"), Set.of("1", "2")));
            Attempt accepted =
                    book.begin(ORIGIN, SpendRequest.of(Intent.of("fuzz-1"), TARGET, REQUEST), terms(snapshot));
            book.answered(accepted, new Attempt.Head(200, "content-type: application/json"), Optional.of(ORDER));
            book.settle(accepted, Attempt.State.ACCEPTED, Optional.of(ORDER));
            OrderRequest other = OrderRequest.builder("RapidSSL")
                    .csr(KeyAndCsr.ecP256("b.example.com").csr())
                    .build();
            return book.begin(ORIGIN, SpendRequest.of(Intent.of("fuzz-2"), TARGET, other), terms(snapshot))
                    .owner();
        }
    }

    private static SpendTerms terms(long snapshot) {
        Money price = Money.of("EUR", "25.00");
        SpendTerms.Charge charge = new SpendTerms.Charge("fuzz", Optional.of(price));
        return new SpendTerms(
                SpendType.ORDER, LONG, LONG, Optional.of(snapshot), Optional.of(charge), Optional.of(price));
    }

    private void writeRows(byte[] input) throws SQLException {
        String[] parts = text(input).split("\n", 2);
        // Only a table and a column: no other statement of SQL is what this is about.
        if (!parts[0].matches("certbridge_[a-z]+\\.[a-z][a-z_0-9]*")) {
            return;
        }
        String[] column = parts[0].split("\\.");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                PreparedStatement update =
                        connection.prepareStatement("UPDATE " + column[0] + " SET " + column[1] + " = ?")) {
            update.setString(1, parts.length == 2 ? parts[1] : null);
            update.executeUpdate();
        } catch (SQLException e) {
            // No such table or column, or one value is not enough for all rows: the book stays as it was.
            if (!e.getMessage().matches("(?s).*(no such|constraint|mismatch|syntax error).*")) {
                throw e;
            }
        }
    }

    private void removeAllBut(Path kept) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(kept) && !file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    void close() {
        LOG.setLevel(null);
        try {
            removeAllBut(folder);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
