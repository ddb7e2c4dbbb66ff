package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A temporary folder that no library can be loaded from. A JVM loads it once, so each case starts a JVM. */
class NativeLibraryTest {

    /** Opens a book twice and prints one line for each time. */
    static final class OpeningProgram {

        private OpeningProgram() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try (OrderBook book = OrderBooks.sqlite(Path.of(arguments[0]), Path.of(arguments[1]))) {
                    System.out.println("opened " + book.getClass().getSimpleName());
                } catch (IllegalStateException e) {
                    System.out.println("refused: " + e.getMessage());
                }
            }
        }
    }

    @TempDir
    private Path folder;

    @Test
    void names_the_temporary_folder_and_the_option_when_it_cannot_be_used() throws Exception {
        // A file in its place fails as a folder that is mounted noexec does, and needs no rights to create.
        Path temporary = Files.createFile(folder.resolve("temporary"));
        assertThat(opened("-Dorg.sqlite.tmpdir=" + temporary)).containsExactly(refusal(temporary), refusal(temporary));
    }

    @Test
    void names_the_folder_beside_the_book_when_the_library_was_unpacked_there() throws Exception {
        Path unpacked = Files.createFile(folder.resolve("orders.db.native"));
        assertThat(opened("-Dorg.sqlite.lib.path=" + unpacked, "-Dorg.sqlite.lib.name=3-libsqlitejdbc.so"))
                .containsExactly(refusal(unpacked), refusal(unpacked));
    }

    @Test
    void uses_the_folder_of_the_option() throws Exception {
        assertThat(opened("-Dorg.sqlite.tmpdir=" + Files.createDirectory(folder.resolve("temporary"))))
                .hasSize(2)
                .allMatch(line -> line.startsWith("opened "));
    }

    private String refusal(Path library) {
        return "refused: cannot open the order book " + folder.resolve("orders.db")
                + ": the native library of sqlite-jdbc cannot be loaded from the folder " + library
                + ". The folder is full, read-only or mounted noexec. Set another folder with the Java option"
                + " -Dorg.sqlite.tmpdir=FOLDER, for instance in JAVA_TOOL_OPTIONS";
    }

    private List<String> opened(String... options) throws Exception {
        Path recovery = Files.createDirectories(folder.resolve("recovery"));
        Process process =
                JavaProcess.start(List.of(options), OpeningProgram.class, folder.resolve("orders.db"), recovery);
        List<String> lines = JavaProcess.output(process).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
