package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the default order book, of backups, and of recovery files that cannot be applied. */
class BookFileTest extends StubbedCommandTest {

    @EveryReseller
    void a_backup_knows_the_orders_and_sends_nothing_until_it_is_resumed(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        served.buy("shop/1").requireDone();
        String backup = folder.resolve("backup.db").toString();
        CliRun made = CliRun.of(
                        "book", "backup", backup, "--book", served.book().toString())
                .requireDone();
        assertThat(made.out()).contains(backup);

        Files.copy(Path.of(backup), served.book(), StandardCopyOption.REPLACE_EXISTING);
        CliRun refused = served.buy("shop/2", "--force");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("this is a backup of the order book");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);

        CliRun.of("resume", "--book", served.book().toString(), "--reason", "compared")
                .requireDone();
        served.buy("shop/1", "--force").requireDone();
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        served.buy("shop/2", "--force").requireDone();
        assertThat(served.stub().ledger().orders()).isEqualTo(2);
    }

    @Test
    void a_file_that_exists_and_a_book_that_does_not_are_refused_in_one_line() throws Exception {
        Path book = folder.resolve("orders.db");
        ServedStub.openBook(book).close();
        Path taken = Files.createFile(folder.resolve("taken.db"));
        CliRun exists = CliRun.of("book", "backup", taken.toString(), "--book", book.toString())
                .requireOneLine();
        assertThat(exists.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(exists.err()).contains("exists already. Choose a new file");
        CliRun missing = CliRun.of("book", "backup", folder.resolve("new.db").toString(), "--book", folder + "/none.db")
                .requireOneLine();
        assertThat(missing.err()).contains("there is no order book");
        assertThat(folder.resolve("new.db")).doesNotExist();
    }

    @Test
    void a_recovery_file_that_cannot_be_applied_is_named_at_every_command() throws Exception {
        Path book = folder.resolve("orders.db");
        ServedStub.openBook(book).close();
        Path damaged = BookLocations.rescueFolder(book).resolve("attempt-1.damaged");
        Files.writeString(BookLocations.rescueFolder(book).resolve("attempt-1.rescue"), "nonsense\n");
        for (int again = 0; again < 2; again++) {
            CliRun run = CliRun.of("unresolved", "--book", book.toString()).requireDone();
            assertThat(run.err()).contains("warning: recovery file " + damaged, "certbridge audit");
        }
        try (OrderBook open = ServedStub.openBook(book)) {
            assertThat(open.damagedRecoveryFiles()).containsExactly(damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "relative", ".", "/nonexistent/home", "/dev/zero"})
    void an_invalid_home_folder_is_refused_and_the_message_names_book(String home) {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            for (String command : List.of(
                    "order www.example.com --live --reseller regfish --intent a --unquoted --product RapidSSL",
                    "products --live --reseller regfish",
                    "unresolved --reseller regfish",
                    "budget spring --reseller regfish --orders 1 --money EUR:1.00")) {
                Map<String, String> environment =
                        Map.of("HOME", home, "HTTPS_PROXY", proxy.address(), "REGFISH_API_KEY", "not-a-real-key");
                CliRun.in(environment, command).requireFailed(2, "\"" + home + "\"", "--book FILE");
            }
            assertThat(proxy.asked()).isEmpty();
        }
        assertThat(Path.of("?")).doesNotExist();
        assertThat(Path.of("relative")).doesNotExist();
        assertThat(Path.of(".certbridge")).doesNotExist();
    }

    @Test
    void a_home_folder_that_cannot_be_written_to_is_refused_and_the_message_names_book() {
        CliRun.in(Map.of("HOME", "/proc"), "budget a --reseller regfish --orders 1 --money EUR:1.00")
                .requireFailed(2, "/proc/.certbridge", "--book FILE");
    }

    @Test
    void an_existing_home_is_used() throws Exception {
        CliRun.in(Map.of("HOME", folder.toString()), "budget a --reseller regfish --orders 1 --money EUR:1.00")
                .requireDone();
        assertThat(Files.isRegularFile(folder.resolve(".certbridge/regfish-live.db")))
                .isTrue();
    }
}
