package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose temporary folder lets no library be loaded. A JVM loads it once, so each case has its own. */
class NativeLibraryTest {

    @TempDir
    private Path folder;

    @Test
    void a_temporary_folder_that_cannot_be_used_is_named_with_the_setting() throws Exception {
        // A file in its place refuses as a folder that is mounted noexec does, and needs no rights to make.
        Path temporary = Files.createFile(folder.resolve("temporary"));
        assertThat(opened("-Dorg.sqlite.tmpdir=" + temporary)).containsExactly(refusal(temporary), refusal(temporary));
    }

    @Test
    void the_folder_beside_the_book_is_named_when_the_library_was_unpacked_there() throws Exception {
        Path unpacked = Files.createFile(folder.resolve("orders.db.native"));
        assertThat(opened("-Dorg.sqlite.lib.path=" + unpacked, "-Dorg.sqlite.lib.name=3-libsqlitejdbc.so"))
                .containsExactly(refusal(unpacked), refusal(unpacked));
    }

    @Test
    void the_folder_of_the_setting_is_used() throws Exception {
        assertThat(opened("-Dorg.sqlite.tmpdir=" + Files.createDirectory(folder.resolve("temporary"))))
                .hasSize(2)
                .allMatch(line -> line.startsWith("opened "));
    }

    private String refusal(Path library) {
        return "refused: cannot open the order book " + folder.resolve("orders.db")
                + ": the native library of sqlite-jdbc cannot be loaded from the folder " + library
                + ", which is full, read-only or mounted noexec; name another folder with the Java option"
                + " -Dorg.sqlite.tmpdir=FOLDER, for instance in JAVA_TOOL_OPTIONS";
    }

    private List<String> opened(String... options) throws Exception {
        Path rescued = Files.createDirectories(folder.resolve("rescued"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OpeningProcess.class.getName(),
                folder.resolve("orders.db").toString(),
                rescued.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
