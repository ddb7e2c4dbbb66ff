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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the script {@code certbridge} with fake tools that print their arguments. */
class LauncherScriptTest {

    private static final Path SCRIPT = Path.of("..", "certbridge");
    private static final Path LAUNCH = Path.of("src/dist/launch.sh");

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
        Files.createDirectories(home.resolve("cli/src/dist"));
        Files.copy(LAUNCH, home.resolve("cli").resolve(LAUNCH));
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
        for (String tool : List.of(
                "sh", "dirname", "readlink", "find", "head", "cat", "mkdir", "ls", "cksum", "mktemp", "mv", "rm")) {
            Files.createSymbolicLink(tools.resolve(tool), found(tool));
        }
        tool("java", """
                for argument; do
                    case $argument in -XX:ArchiveClassesAtExit=*) echo classes >"${argument#*=}" ;; esac
                done
                echo java "$@" in "$LC_ALL"
                """);
    }

    @Test
    void it_follows_links_to_itself_and_needs_no_maven_when_the_jar_is_there() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path absolute = Files.createSymbolicLink(bin.resolve("absolute"), home.resolve("certbridge"));
        Path relative = Files.createSymbolicLink(bin.resolve("relative"), Path.of("../a folder/home/certbridge"));
        Path chain = Files.createSymbolicLink(folder.resolve("chain"), Path.of("bin/relative"));
        for (Path script : List.of(home.resolve("certbridge"), absolute, relative, chain)) {
            CliRun run = run(script, "order", "two words").requireDone();
            assertThat(run.out()).contains("-cp " + bothJars() + " dev.certbridge.cli.Main order two words");
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

    @Test
    void only_commands_that_are_not_live_get_the_stubs_and_the_archive_that_the_first_run_makes() throws Exception {
        Path script = home.resolve("certbridge");
        for (String option : List.of("--live", "--ote", "--live=true")) {
            assertThat(run(script, "order", "a", option).requireDone().out())
                    .startsWith("java -XX:TieredStopAtLevel=1 -jar " + home + "/cli/target/certbridge.jar order a "
                            + option);
        }
        assertThat(archives()).isEmpty();
        String first = run(script, "order").requireDone().out();
        assertThat(archives()).singleElement().satisfies(archive -> {
            assertThat(first).contains("-XX:SharedArchiveFile=" + archive).contains(bothJars());
            assertThat(run(script, "order").out()).isEqualTo(first);
        });
    }

    @Test
    void changed_jars_get_a_new_archive_and_the_old_one_is_removed() throws Exception {
        Path script = home.resolve("certbridge");
        run(script).requireDone();
        List<Path> before = archives();
        Files.writeString(home.resolve("cli/target/certbridge-stub.jar"), "longer jar");
        run(script).requireDone();
        assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void without_an_archive_the_script_runs_the_same_command() throws Exception {
        Path script = home.resolve("certbridge");
        String with = run(script, "order").requireDone().out();
        String without = with.replaceFirst("-XX:SharedArchiveFile=.*jsa ", "");
        assertThat(without).isNotEqualTo(with);

        archives().forEach(archive -> archive.toFile().delete());
        Files.delete(tools.resolve("mktemp"));
        tool("mktemp", "echo the folder is read-only >&2; exit 1");
        requireSame(run(script, "order"), without);
        assertThat(archives()).isEmpty();

        Files.delete(tools.resolve("mktemp"));
        Files.createSymbolicLink(tools.resolve("mktemp"), found("mktemp"));
        for (String option : List.of("ArchiveClassesAtExit", "SharedArchiveFile")) {
            tool("java", """
                    for argument; do
                        case $argument in -XX:ArchiveClassesAtExit=*) echo part >"${argument#*=}" ;; esac
                        case $argument in -XX:%s=*) exit 134 ;; esac
                    done
                    echo java "$@" in "$LC_ALL"
                    """.formatted(option));
            requireSame(run(script, "order"), without);
            assertThat(archives())
                    .as("says that this JVM creates none")
                    .singleElement()
                    .satisfies(empty -> assertThat(empty).isEmptyFile());
            requireSame(run(script, "order"), without);
            archives().forEach(archive -> archive.toFile().delete());
        }

        for (String tool : List.of("readlink", "cksum", "ls")) {
            Files.delete(tools.resolve(tool));
        }
        requireSame(run(script, "order"), without);
    }

    @Test
    void without_the_second_jar_the_script_runs_the_first() throws Exception {
        Path release = Files.createDirectories(folder.resolve("release"));
        Files.copy(Path.of("src/dist/certbridge"), release.resolve("certbridge"));
        executable(release.resolve("certbridge"));
        Files.copy(LAUNCH, release.resolve("launch.sh"));
        Files.writeString(release.resolve("certbridge.jar"), "jar");
        assertThat(run(release.resolve("certbridge"), "order").requireDone().out())
                .contains(" -jar " + release + "/certbridge.jar order");
        Files.writeString(release.resolve("certbridge-stub.jar"), "jar");
        assertThat(run(release.resolve("certbridge"), "order").requireDone().out())
                .contains("-cp " + release + "/certbridge.jar:" + release + "/certbridge-stub.jar ");
        Path colon = Files.move(release, folder.resolve("a:b"));
        assertThat(run(colon.resolve("certbridge"), "order").requireDone().out())
                .contains(" -jar " + colon + "/certbridge.jar order");
    }

    private static void requireSame(CliRun run, String out) {
        assertThat(run.requireDone().out()).isEqualTo(out);
        assertThat(run.err()).isEmpty();
    }

    private String bothJars() {
        return home + "/cli/target/certbridge.jar:" + home + "/cli/target/certbridge-stub.jar";
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("cli/target"))) {
            return files.filter(file -> !file.toString().endsWith(".jar")).toList();
        }
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
