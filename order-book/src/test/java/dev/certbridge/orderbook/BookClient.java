package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * A client that sends every intent of a list that the book allows it to send, in a class loader, a process or a thread.
 * It uses only types that class loaders share, and arguments of a command line.
 */
public final class BookClient implements Callable<String> {

    static final String DONE = "done";
    static final int INTENTS = 40;

    /** A budget for one order of each intent. */
    private static final String BUDGET = "shop";

    /** The number of runs of tests that depend on chance. */
    static final int RUNS = Integer.getInteger("certbridge.sharedBook.runs", 1);

    private final Path book;
    private final Path folder;
    private final Path sent;
    private final int intents;

    /** Creates a client that appends every intent it sends to the file {@code sent}. */
    public BookClient(String book, String folder, String sent, String intents) {
        this.book = Path.of(book);
        this.folder = Path.of(folder);
        this.sent = Path.of(sent);
        this.intents = Integer.parseInt(intents);
    }

    /** Returns the outcome in one line. */
    @Override
    public String call() throws IOException {
        try (SpendLog opened = sqlite(book, folder)) {
            send(opened, sent, intents);
            return DONE;
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    static void send(SpendLog book, Path sent, int intents) throws IOException {
        book.budget(Budget.of(BUDGET, intents, new Money("EUR", 100L * intents)));
        List<Intent> names = IntStream.range(0, intents)
                .mapToObj(i -> Intent.of("shop/" + i))
                .toList();
        for (Intent intent : names) {
            SpendRequest spend = SpendRequest.of(intent, TARGET, REQUEST_WITHOUT_KEY);
            Attempt attempt;
            try {
                attempt = book.begin(ORIGIN, spend, taking(BUDGET, "EUR:1.00"));
            } catch (ResellerException e) {
                // Another client sends it, or has sent it.
                continue;
            }
            if (book.maySend(attempt)) {
                Files.write(
                        sent, (intent + "\n").getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                accept(book, attempt, intent.name());
            }
        }
    }

    static void assertEachSentOnce(Path book, Path sent) throws Exception {
        assertThat(Files.readAllLines(sent))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, INTENTS).mapToObj(i -> "shop/" + i).toList());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + book)) {
            Sql sql = new Sql(connection);
            assertThat(sql.texts("PRAGMA integrity_check")).containsExactly("ok");
            assertThat(sql.first(
                            "SELECT COUNT(DISTINCT intent) FROM certbridge_attempt WHERE state = 'ACCEPTED'",
                            row -> row.getInt(1)))
                    .contains(INTENTS);
            assertThat(new SqlBudgetSums(sql).of(BUDGET))
                    .containsExactly(new BookTransaction.Spent("EUR", INTENTS, INTENTS, 100L * INTENTS));
        }
    }
}
