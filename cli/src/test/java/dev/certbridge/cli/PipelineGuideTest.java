package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Tests that the commands and pipelines in {@code docs/conformance-in-ci.md} are valid. */
class PipelineGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "conformance-in-ci.md");
    private static final Path EXAMPLE = Path.of("../examples/kit/src/test/java/shop/CountingResellerTest.java");
    private static final String COMMAND =
            "(?:\\./certbridge|java -jar certbridge-[\\d.]+/certbridge\\.jar) (conformance[^'\n`]*)";
    private static final String JAVA = "(?s)```java\n(.*?)\\}\n```";
    private static final String YAML = "(?s)```yaml\n(.*?)```";

    @Test
    void every_command_is_one_that_the_command_line_understands() throws IOException {
        List<String> commands = found(COMMAND);
        assertThat(commands).hasSizeGreaterThan(4).anyMatch(command -> command.contains("--spec-dir"));
        for (String command : commands) {
            assertThatCode(() -> CliRun.commandLine().parseArgs(command.strip().split(" ")))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void every_pipeline_in_yaml_can_be_read() throws IOException {
        List<String> pipelines = found(YAML);
        assertThat(pipelines).hasSize(2);
        for (String pipeline : pipelines) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(pipeline);
            assertThat(read).asString().contains("./certbridge conformance --report target/conformance");
            assertThat(read.toString().contains("mvn -B -ntp -f certbridge/pom.xml install -DskipTests"))
                    .isEqualTo(pipeline.startsWith("# GitHub"));
            assertThat(pipeline).contains("your-project:", "mvn -B -ntp verify");
        }
    }

    @Test
    void every_kind_and_every_server_is_on_two_screens() throws IOException {
        assertThat(Files.readAllLines(GUIDE))
                .hasSizeLessThanOrEqualTo(90)
                .contains(
                        "## Your project, with JUnit",
                        "## A changed contract, with the executable jar",
                        "# GitHub Actions: .github/workflows/conformance.yml",
                        "# GitLab: .gitlab-ci.yml",
                        "// Jenkins: Jenkinsfile, with the names of the tools in your Jenkins");
    }

    @Test
    void the_test_class_is_that_of_the_example() throws IOException {
        assertThat(found(JAVA))
                .singleElement()
                .satisfies(shown -> assertThat(Files.readString(EXAMPLE)).contains(shown.strip()));
    }

    private static List<String> found(String wanted) throws IOException {
        return GuideTest.results(wanted, Files.readString(GUIDE)).toList();
    }
}
