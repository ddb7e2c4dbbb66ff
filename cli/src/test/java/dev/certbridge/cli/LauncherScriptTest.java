package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the script {@code certbridge} with fake tools that print their arguments. */
class LauncherScriptTest {

    private static final Path SCRIPT = Path.of("..", "certbridge");

    @TempDir
    private Path folder;

    private Path home;
    private Path tools;

    @BeforeEach
    void makeAHomeThatIsBuilt() throws Exception {
        home = Files.createDirectories(folder.resolve("a folder/home"));
        tools = Files.createDirectories(folder.resolve("tools"));
        Files.copy(SCRIPT, home.resolve("certbridge"));
        executable(home.resolve("certbridge"));
        for (String source : List.of(
                "pom.xml",
                "cli/pom.xml",
                "specs/a.yaml",
                "cli/src/main/A.java",
                "conformance-tests/pacts/a.json",
                "conformance-tests/waivers.yaml")) {
            Path file = home.resolve(source);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "older");
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        }
        Files.createDirectories(home.resolve("cli/target"));
        Files.writeString(home.resolve("cli/target/certbridge.jar"), "jar");
        Files.writeString(home.resolve("cli/target/certbridge-stub.jar"), "jar");
        for (String tool : List.of("sh", "dirname", "readlink", "find", "head", "cat", "mkdir")) {
            Files.createSymbolicLink(tools.resolve(tool), found(tool));
        }
        tool("java", "echo java \"$@\" in \"$LC_ALL\"");
    }

    @Test
    void it_follows_links_to_itself_and_needs_no_maven_when_the_jar_is_there() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path absolute = Files.createSymbolicLink(bin.resolve("absolute"), home.resolve("certbridge"));
        Path relative = Files.createSymbolicLink(bin.resolve("relative"), Path.of("../a folder/home/certbridge"));
        Path chain = Files.createSymbolicLink(folder.resolve("chain"), Path.of("bin/relative"));
        for (Path script : List.of(home.resolve("certbridge"), absolute, relative, chain)) {
            CliRun run = run(script, "order", "two words").requireDone();
            assertThat(run.out()).contains("java -jar " + home + "/cli/target/certbridge.jar order two words");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void missing_maven_is_named_when_the_script_has_to_build() throws Exception {
        Files.delete(home.resolve("cli/target/certbridge.jar"));
        CliRun missing = run(home.resolve("certbridge"), "order");
        assertThat(missing.exit())
                .as("2 says that nothing was ordered anywhere")
                .isEqualTo(1);
        assertThat(missing.err()).contains("mvn is missing; install Maven");

        tool("mvn", "echo built > " + "\"" + home.resolve("cli/target/certbridge.jar") + "\"");
        CliRun built = run(home.resolve("certbridge"), "order").requireDone();
        assertThat(built.err()).contains("building");
    }

    @Test
    void a_missing_java_is_named() throws Exception {
        Files.delete(tools.resolve("java"));
        CliRun run = run(home.resolve("certbridge"), "order");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("java is missing; install a JDK");
    }

    @Test
    void the_locale_of_cron_is_replaced_by_one_that_can_spell_names() throws Exception {
        assertThat(run(home.resolve("certbridge")).out()).contains("in C.UTF-8");
    }

    private CliRun run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new CliRun(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    private void tool(String name, String does) throws IOException {
        executable(Files.writeString(tools.resolve(name), "#!" + found("sh") + "\n" + does + "\n"));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path found(String tool) {
        return List.of("/bin", "/usr/bin").stream()
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
