package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.contentOf;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.cli.KeepFile.Book;
import dev.certbridge.cli.KeepFile.Dns;
import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import wiremock.com.networknt.schema.InputFormat;
import wiremock.com.networknt.schema.JsonSchema;
import wiremock.com.networknt.schema.JsonSchemaFactory;
import wiremock.com.networknt.schema.SpecVersion;

/** Tests of the file of {@code certbridge keep} and of its published JSON Schema. */
class KeepFileTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    /**
     * A file with a mistake.
     *
     * @param line the line that the message names
     * @param by "schema" if the JSON Schema refuses the file too, "accepted" if it cannot, "yaml" if it is not YAML
     */
    record BadFile(int line, String by, String message, String text) {

        static List<BadFile> all() {
            return blocks("bad-files.txt")
                    .map(block -> {
                        String[] head = block.lines().findFirst().orElseThrow().split(" \\| ", 3);
                        return new BadFile(Integer.parseInt(head[0]), head[1], head[2], after(block));
                    })
                    .toList();
        }
    }

    static Stream<String> good() {
        return blocks("good-files.txt").map(KeepFileTest::after);
    }

    private static Stream<String> blocks(String name) {
        return Stream.of(contentOf(Path.of("src", "test", "keep", name).toFile(), UTF_8)
                        .split("(?m)^=== "))
                .skip(1);
    }

    private static String after(String block) {
        return block.substring(block.indexOf('\n') + 1);
    }

    @ParameterizedTest
    @MethodSource("dev.certbridge.cli.KeepFileTest$BadFile#all")
    void a_mistake_is_reported_with_its_line_and_the_schema_finds_what_it_can(BadFile bad) {
        assertThatThrownBy(() -> read(bad.text()))
                .isInstanceOf(KeepFileException.class)
                .hasMessageStartingWith(folder.resolve("keep.yaml") + ":" + bad.line() + ": ")
                .hasMessageContaining(bad.message())
                .message()
                .doesNotContain("\n", "not-a-real-key");
        switch (bad.by()) {
            case "schema" -> assertThat(problems(bad.text())).isNotEmpty();
            case "accepted" -> assertThat(problems(bad.text())).isEmpty();
            default -> assertThatThrownBy(() -> problems(bad.text())).isInstanceOf(YAMLException.class);
        }
    }

    @Test
    void there_are_many_bad_files() {
        assertThat(BadFile.all()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_file_is_accepted_by_the_reader_and_the_schema(String text) {
        assertThat(read(text).specs()).isNotEmpty();
        assertThat(problems(text)).isEmpty();
    }

    @Test
    void values_of_a_certificate_precede_the_defaults() {
        KeepFile file = read(good().toList().get(1));
        CertificateSpec www = file.specs().get(0);
        CertificateSpec second = file.specs().get(1);
        CertificateSpec other = file.specs().get(2);
        assertThat(www.names()).containsExactly("www.example.com", "*.example.com");
        assertThat(www.validity()).contains(Validity.months(12));
        assertThat(www.keyType()).isEqualTo(KeyType.RSA_3072);
        assertThat(www.dcvByName()).containsEntry("www.example.com", DcvMethod.email("admin@example.com"));
        assertThat(www.deploy()).containsExactly("/bin/sh", "-c", "systemctl reload nginx");
        assertThat(www.spending()).isEqualTo(Spending.upTo("EUR", "25.00").from("shop/2026-11"));
        assertThat(www.replaces()).isPresent();
        assertThat(second.keyType()).isEqualTo(KeyType.EC_P384);
        assertThat(second.deploy()).containsExactly("systemctl", "reload", "nginx");
        assertThat(second.group()).contains("shop");
        assertThat(other.validity()).isEmpty();
        assertThat(other.spending()).isEqualTo(Spending.unquoted().from("all"));
        assertThat(other.approver()).as("of another reseller").isEmpty();
        assertThat(other.keyType()).isEqualTo(KeyType.RSA_3072);
    }

    @Test
    void relative_paths_start_at_the_folder_of_the_file() {
        KeepFile small = read(good().toList().get(0));
        assertThat(small.folder().value()).isEqualTo(folder.resolve("certificates"));
        assertThat(small.keys().value()).isEqualTo(folder.resolve("keys"));
        assertThat(small.book().value()).isEqualTo(new Book.File(folder.resolve("orders.db")));
        assertThat(small.dns()).isEmpty();
        KeepFile hosts = read(good().toList().get(2));
        assertThat(hosts.book().value()).isInstanceOf(Book.Database.class);
        assertThat(hosts.dns().orElseThrow().value())
                .isEqualTo(new Dns.Update("192.0.2.53:5353", Optional.of("example.com"), folder.resolve("dns.key")));
    }

    @Test
    void a_validity_above_the_limit_of_the_day_and_equal_certificates_get_a_warning() {
        KeepFile file = read("""
                defaults: {reseller: regfish, product: RapidSSL, spending: unquoted}
                certificates:
                  - {id: a, names: [a.example.com], validity: 300d}
                  - {id: b, names: [a.example.com], validity: 200d}
                """);
        assertThat(file.warnings())
                .satisfiesExactly(
                        first -> assertThat(first).contains("keep.yaml:3: warning: ", "300 days", "200 days"),
                        second -> assertThat(second).contains("keep.yaml:4: warning: ", "the same names"));
    }

    @Test
    void a_file_that_is_missing_no_file_or_not_text_is_refused() throws Exception {
        for (Path file : List.of(folder, folder.resolve("missing.yaml"), Path.of("/dev/zero"))) {
            assertThatThrownBy(() -> KeepFileReader.read(file, CLOCK))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString());
        }
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
        assertThatThrownBy(() -> KeepFileReader.read(binary, CLOCK)).hasMessageContaining("not UTF-8");
        Path control = Files.writeString(folder.resolve("control"), "folder: a\u0001b");
        assertThatThrownBy(() -> KeepFileReader.read(control, CLOCK)).hasMessageContaining("not valid YAML");
    }

    @Test
    void the_example_of_the_documentation_is_accepted() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "fleet.md"));
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        String example = page.substring(start, page.indexOf("```", start));
        assertThat(read(example).specs()).hasSize(4);
        assertThat(read(example).warnings()).isEmpty();
        assertThat(problems(example)).isEmpty();
    }

    @Test
    void a_damaged_file_is_accepted_or_refused_in_one_line() {
        Random random = new Random(20);
        List<String> texts =
                Stream.concat(good(), BadFile.all().stream().map(BadFile::text)).toList();
        String marks = "{}[]:,-&*!|>'\"%@`#? \n\t\0\u0085~0aé";
        for (int run = 0; run < 4000; run++) {
            StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                int at = random.nextInt(text.length() + 1);
                text.replace(
                        at,
                        Math.min(text.length(), at + random.nextInt(3)),
                        String.valueOf(marks.charAt(random.nextInt(marks.length()))));
            }
            try {
                read(text.toString());
            } catch (KeepFileException e) {
                assertThat(e.getMessage())
                        .as(text.toString())
                        .doesNotContain("\n")
                        .doesNotContain("null");
            }
        }
    }

    @Test
    void ten_thousand_certificates_are_read() {
        StringBuilder text = new StringBuilder("""
                defaults: {reseller: regfish, product: RapidSSL, spending: unquoted}
                certificates:
                """);
        for (int i = 0; i < 10_000; i++) {
            text.append("  - {id: c%d, names: [c%d.example.com]}\n".formatted(i, i));
        }
        assertThat(read(text.toString()).specs()).hasSize(10_000);
    }

    private KeepFile read(String text) {
        try {
            return KeepFileReader.read(Files.writeString(folder.resolve("keep.yaml"), text), CLOCK);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what the published schema finds in a YAML document. */
    static List<String> problems(String text) {
        Object document = new Yaml(new SafeConstructor(options())).load(text);
        String json = new ObjectMapper().valueToTree(document).toString();
        return Holder.SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return options;
    }

    private static final class Holder {
        private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(contentOf(
                        Path.of("..", "docs", "json", "keep-file.schema.json").toFile(), UTF_8));
    }
}
