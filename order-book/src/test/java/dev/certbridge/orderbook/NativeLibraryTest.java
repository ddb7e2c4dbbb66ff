package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
        String refusal = "refused: cannot open the order book " + folder.resolve("orders.db")
                + ": the native library of sqlite-jdbc cannot be loaded from the temporary folder " + temporary
                + ", which is full, read-only or mounted noexec; name another folder with the Java option"
                + " -Dorg.sqlite.tmpdir=FOLDER, for instance in JAVA_TOOL_OPTIONS";
        assertThat(opened(temporary)).containsExactly(refusal, refusal);
    }

    @Test
    void the_folder_of_the_setting_is_used() throws Exception {
        assertThat(opened(Files.createDirectory(folder.resolve("temporary"))))
                .hasSize(2)
                .allMatch(line -> line.startsWith("opened "));
    }

    private List<String> opened(Path temporary) throws Exception {
        Path rescued = Files.createDirectories(folder.resolve("rescued"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.sqlite.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpeningProcess.class.getName(),
                        folder.resolve("orders.db").toString(),
                        rescued.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
