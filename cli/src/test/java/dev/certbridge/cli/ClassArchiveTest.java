package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the class archive with the script of a release and a real JVM. Runs after the phase {@code package}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassArchiveTest {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
    private static final long SECONDS = 120;

    private Path folder;

    private Path archive;
    private String help;

    @BeforeAll
    void start_twice_at_the_same_time(@TempDir Path made) throws Exception {
        folder = made;
        for (String file : List.of("src/dist/certbridge", "src/dist/launch.sh", "target/certbridge.jar")) {
            Files.copy(Path.of(file), folder.resolve(Path.of(file).getFileName()));
        }
        Files.copy(Path.of("target/certbridge-stub.jar"), folder.resolve("certbridge-stub.jar"));
        Files.setPosixFilePermissions(folder.resolve("certbridge"), PosixFilePermissions.fromString("rwxr-xr-x"));
        touchJar(10);
        Process first = startHelp("first");
        Process second = startHelp("second");
        help = end("first", first).requireDone().out();
        assertSame(end("second", second));
        try (Stream<Path> files = Files.list(folder)) {
            archive = files.filter(file -> file.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void the_program_and_the_stubs_are_in_the_archive() throws Exception {
        touchJar(10);
        Path log = folder.resolve("classes.log");
        String jars = folder.resolve("certbridge.jar") + ":" + folder.resolve("certbridge-stub.jar");
        Process products = start(
                "products",
                JAVA.resolve("java").toString(),
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:class+load:file=" + log,
                "-cp",
                jars,
                Main.class.getName(),
                "products",
                "--reseller",
                "regfish");
        end("products", products).requireDone();
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.matches(".*dev\\.certbridge\\.cli\\.Main source: shared objects file \\(top\\)"))
                .anyMatch(line -> line.matches(".*\\.stub\\.StubServer source: shared objects file \\(top\\)"));
    }

    @Test
    void the_output_is_the_same_when_the_archive_does_not_fit() throws Exception {
        byte[] whole = Files.readAllBytes(archive);
        // The name of the archive contains the time of the jars in minutes, the archive itself in seconds.
        touchJar(40);
        assertSame(run());
        touchJar(10);
        for (String damaged : List.of("", "no archive")) {
            replace(damaged.getBytes(UTF_8));
            assertSame(run());
        }
        replace(whole);
        assertSame(run());
    }

    private void replace(byte[] content) throws IOException {
        Files.delete(archive);
        Files.write(archive, content);
    }

    private void touchJar(int second) throws IOException {
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second));
        Files.setLastModifiedTime(folder.resolve("certbridge.jar"), time);
    }

    private void assertSame(CliRun run) {
        assertThat(run.requireDone().out()).isEqualTo(help).contains("Exit codes:");
        assertThat(run.err()).isEmpty();
    }

    private CliRun run() throws Exception {
        return end("run", startHelp("run"));
    }

    private Process startHelp(String name) throws IOException {
        return start(name, folder.resolve("certbridge").toString(), "--help");
    }

    private Process start(String name, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", JAVA + ":/usr/bin:/bin");
        return builder.start();
    }

    private CliRun end(String name, Process process) throws Exception {
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return new CliRun(
                process.exitValue(),
                Files.readString(folder.resolve(name + ".out"), UTF_8),
                Files.readString(folder.resolve(name + ".err"), UTF_8));
    }
}
