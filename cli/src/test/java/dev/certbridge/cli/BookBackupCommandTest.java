package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code certbridge book backup}, and what the command line says of recovery files that it cannot apply. */
class BookBackupCommandTest {

    @TempDir
    private Path folder;

    @EveryReseller
    void a_backup_knows_the_orders_and_sends_nothing_until_it_is_resumed(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            served.order("shop/1", List.of()).requireDone();
            String backup = folder.resolve("backup.db").toString();
            CliRun made =
                    CliRun.of("book", "backup", backup, "--book", served.book().toString());
            assertThat(made.exit()).as(made.err()).isZero();
            assertThat(made.out()).contains(backup);

            Files.copy(Path.of(backup), served.book(), StandardCopyOption.REPLACE_EXISTING);
            CliRun refused = served.order("shop/2", List.of("--force"));
            assertThat(refused.exit()).isNotZero();
            assertThat(refused.err()).contains("this is a backup of the order book");
            assertThat(served.stub().ledger().orders()).isEqualTo(1);

            CliRun resumed = CliRun.of("resume", "--book", served.book().toString(), "--reason", "compared");
            assertThat(resumed.exit()).as(resumed.err()).isZero();
            served.order("shop/1", List.of("--force")).requireDone();
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
            served.order("shop/2", List.of("--force")).requireDone();
            assertThat(served.stub().ledger().orders()).isEqualTo(2);
        }
    }

    @Test
    void a_file_that_exists_and_a_book_that_does_not_are_refused_in_one_line() throws Exception {
        Path book = folder.resolve("orders.db");
        BookLocations.at(book).close();
        Path taken = Files.createFile(folder.resolve("taken.db"));
        CliRun exists = CliRun.of("book", "backup", taken.toString(), "--book", book.toString())
                .requireOneLine();
        assertThat(exists.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(exists.err()).contains("exists already; name a new file");
        CliRun missing = CliRun.of("book", "backup", folder.resolve("new.db").toString(), "--book", folder + "/none.db")
                .requireOneLine();
        assertThat(missing.err()).contains("there is no order book");
        assertThat(folder.resolve("new.db")).doesNotExist();
    }

    @Test
    void a_recovery_file_that_cannot_be_applied_is_named_at_every_command() throws Exception {
        Path book = folder.resolve("orders.db");
        BookLocations.at(book).close();
        Path damaged = BookLocations.rescueFolder(book).resolve("attempt-1.damaged");
        Files.writeString(BookLocations.rescueFolder(book).resolve("attempt-1.rescue"), "nonsense\n");
        for (int again = 0; again < 2; again++) {
            CliRun run = CliRun.of("unresolved", "--book", book.toString());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.err()).contains("warning: recovery file " + damaged, "certbridge audit");
        }
        try (OrderBook open = BookLocations.at(book)) {
            assertThat(open.damagedRecoveryFiles()).containsExactly(damaged);
        }
    }
}
