package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the code and the commands of {@code docs/judging-a-client.md} run and print what the page says. */
class JudgeGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "judging-a-client.md");

    @TempDir
    private Path folder;

    @Test
    void the_page_is_short() throws IOException {
        assertThat(Files.readString(GUIDE).lines())
                .hasSizeLessThanOrEqualTo(130)
                .allMatch(line -> line.startsWith("|") || line.length() <= 160);
    }

    @Test
    void the_commands_end_with_the_codes_of_the_page_and_print_its_output() throws Exception {
        assumeTrue(isInstalled("python3") && isInstalled("openssl"), "the commands need python3 and openssl");
        Files.writeString(folder.resolve("order.py"), blocks("python").get(0));
        StringBuilder printed = new StringBuilder();
        for (String line : blocks("sh").stream().flatMap(String::lines).toList()) {
            if (line.startsWith("./certbridge ")) {
                printed.append(certbridge(line));
            } else {
                Process process = new ProcessBuilder("sh", "-c", line)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                assertThat(process.waitFor()).as(line).isZero();
            }
        }
        assertThat(blocks("text")).isNotEmpty().allMatch(block -> printed.indexOf(block) >= 0);
        assertThat(folder.resolve("report/judge.html")).isNotEmptyFile();
        assertThat(verdicts()).isEqualToNormalizingNewlines("""
                quiet                     k - k - - k k k k -
                lost-answer               k k k - - - - k k -
                bad-gateway-after-booking k k k - - - - k k -
                unavailable-retry-after   k k k - - - - k k -
                rate-limited-seconds      k k - - - - - k k -
                rate-limited-date         k k - - - - - k k -
                slow-answer               k - k - - k k k k -
                truncated-answer          k k k - - - - k k -
                late-failure              k - k - - k k k k -
                odd-but-legal             k - k - - k k k k k
                """);
    }

    /** Returns the verdicts of the report in the order of the rules: k for kept, b for broken, or a hyphen. */
    private String verdicts() throws IOException {
        StringBuilder table = new StringBuilder();
        for (JsonNode result : new ObjectMapper()
                .readTree(folder.resolve("report/judge.json").toFile())
                .path("results")) {
            table.append(
                    String.format(Locale.ROOT, "%-25s", result.path("scenario").asText()));
            result.path("rules").forEach(rule -> {
                String verdict = rule.path("verdict").asText();
                table.append(' ').append(verdict.equals("not seen") ? "-" : verdict.substring(0, 1));
            });
            table.append('\n');
        }
        return table.toString();
    }

    /** Runs a line in this process, with all files in the folder of this test. */
    private String certbridge(String line) {
        Matcher exit = Pattern.compile(" # exit code (\\d)$").matcher(line);
        int expected = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
        String[] words = Stream.of(line.replaceFirst(" #.*", "").split(" "))
                .skip(1)
                .map(word -> word.matches("report|order\\.py|request\\.pem")
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
        CliRun run = CliRun.of(words);
        assertThat(run.exit()).as("%s%n%s%s", line, run.out(), run.err()).isEqualTo(expected);
        return run.out();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }

    /** Returns the blocks of a language. */
    private static List<String> blocks(String language) throws IOException {
        return GuideTest.results("(?s)```" + language + "\n(.*?)```", Files.readString(GUIDE))
                .toList();
    }
}
