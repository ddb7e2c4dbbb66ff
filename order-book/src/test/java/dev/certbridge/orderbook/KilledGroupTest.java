package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process is killed with SIGKILL in the middle of a transaction that begins attempts of several threads. No thread
 * has got its attempt by then, so nothing was sent: the book has either none of the attempts or all of them.
 */
class KilledGroupTest {

    private static final int CALLERS = 6;
    private static final String HERE = "here";
    private static final SpendTerms CHARGED = taking("small", "EUR:1.00");

    @TempDir
    Path folder;

    /** Begins attempts in one transaction, and stops for ever at a step of this transaction. */
    static final class Beginnings {

        private static final CountDownLatch NEVER = new CountDownLatch(1);

        private static volatile String stop = "";
        private static int commits;

        private Beginnings() {}

        /**
         * The arguments are the file of the book, and the step: the number of an attempt, or before or after COMMIT.
         */
        public static void main(String[] args) throws Exception {
            Connection real = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
            SqliteStore store = new SqliteStore(stopping(real), Clock.systemUTC(), Schema.CURRENT);
            SpendLog book = new StoredOrderBook(store, Optional.empty());
            List<Callable<Attempt>> calls = IntStream.range(0, CALLERS)
                    .<Callable<Attempt>>mapToObj(i -> () -> {
                        Attempt attempt = book.begin(ORIGIN, request(i), CHARGED);
                        print("begun " + attempt.number());
                        return attempt;
                    })
                    .toList();
            CommitGroup.start(
                    last -> store.write(tx -> {
                        last.run();
                        stop = args[1];
                        return tx;
                    }),
                    calls);
            NEVER.await();
        }

        private static Connection stopping(Connection real) {
            return intercepted(Connection.class, real, (method, arguments, call) -> {
                Object result = call.call();
                if (method.equals("prepareStatement")
                        && arguments[0].toString().startsWith("INSERT INTO certbridge_attempt")) {
                    stopAtAttempt();
                }
                return method.equals("createStatement") ? stopping((Statement) result) : result;
            });
        }

        private static void stopAtAttempt() throws SQLException {
            if (stop.matches("\\d+")) {
                stop = Integer.toString(Integer.parseInt(stop) - 1);
                if (stop.equals("0")) {
                    stopHere();
                }
            }
        }

        private static Statement stopping(Statement real) {
            return intercepted(Statement.class, real, (method, arguments, call) -> {
                if (stop.isEmpty() || !method.equals("execute") || !arguments[0].equals("COMMIT")) {
                    return call.call();
                }
                commits++;
                // The first COMMIT is that of the transaction for which the callers wait.
                if (commits == 2 && stop.equals("before COMMIT")) {
                    stopHere();
                }
                Object result = call.call();
                if (commits == 2 && stop.equals("after COMMIT")) {
                    stopHere();
                }
                return result;
            });
        }

        private static void stopHere() {
            print(HERE);
            CommitGroup.await(NEVER);
        }

        private static synchronized void print(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private static SpendRequest request(int caller) {
        return SpendRequest.of(Intent.of("intent " + caller), TARGET, REQUEST_WITHOUT_KEY);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "6, 0", "before COMMIT, 0", "after COMMIT, 6"})
    void a_group_is_in_the_book_as_a_whole_or_not_at_all(String step, int attempts) throws Exception {
        Path file = folder.resolve("orders.db");
        try (SpendLog book = sqlite(file, folder)) {
            book.budget(Budget.of("small", 20, Money.parse("EUR:20.00")));
        }
        Process process = JavaProcess.start(JavaProcess.QUICK, Beginnings.class, file, step);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).as("no thread has begun its attempt").isEqualTo(HERE);
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (SpendLog book = sqlite(file, folder)) {
            assertThat(book.unresolved()).hasSize(attempts);
            assertThat(book.left("small").orElseThrow().cents()).isEqualTo(100L * (20 - attempts));
            BudgetSumContract.assertSums(DriverManager.getConnection("jdbc:sqlite:" + file));
            for (Attempt unsent : book.unresolved()) {
                book.abandonNow(unsent, REASON);
            }
            for (int i = 0; i < CALLERS; i++) {
                assertThat(book.begin(ORIGIN, request(i), CHARGED).number()).isEqualTo(attempts + i + 1);
            }
        }
    }
}
