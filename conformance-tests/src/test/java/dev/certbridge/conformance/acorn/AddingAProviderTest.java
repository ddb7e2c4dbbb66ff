package dev.certbridge.conformance.acorn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/adding-a-provider.md} is the list of places, and a third provider needs no other. */
class AddingAProviderTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve("docs").resolve("adding-a-provider.md");
    private static final Path ACORN = ROOT.resolve("conformance-tests/src/test");
    private static final List<String> BUILT_IN = List.of("regfish", "realtime");

    /** A row of the first table. */
    record Row(String place, String acorn) {}

    static List<Row> rows() {
        return tableAfter("## The places")
                .map(cells -> new Row(path(cells[1]), cells[3]))
                .toList();
    }

    static List<String> lists() {
        return tableAfter("## Lists that name every reseller")
                .map(cells -> path(cells[1]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_place_exists_for_the_built_in_resellers(Row row) {
        for (String name : BUILT_IN) {
            String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            assertThat(ROOT.resolve(row.place().replace("<name>", name).replace("<Name>", capital)))
                    .exists();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_place_exists_for_acorn_too(Row row) {
        if (row.place().startsWith("conformance-tests/pacts/")) {
            assertThat(row.acorn()).doesNotContain("`").isNotBlank();
        } else {
            assertThat(ACORN.resolve(path(row.acorn()))).exists();
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void each_list_names_the_built_in_resellers(String file) throws IOException {
        assertThat(Files.readString(ROOT.resolve(file))).contains(BUILT_IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contract",
                "reseller-api",
                "order-book",
                "client-runtime",
                "stub-resellers",
                "conformance-tests",
                "cli"
            })
    void every_main_class_that_names_both_is_listed(String module) throws IOException {
        List<String> listed = lists();
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            assertThat(files.filter(Files::isRegularFile).filter(AddingAProviderTest::namesBoth))
                    .extracting(file -> ROOT.relativize(file).toString())
                    .allSatisfy(file -> assertThat(listed).contains(file));
        }
    }

    /** In code: a word in a comment is an example. */
    private static boolean namesBoth(Path file) {
        try {
            String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
            return Pattern.compile("\"regfish\"|\\bRegfish").matcher(code).find()
                    && Pattern.compile("\"realtime\"|\\bRealtime").matcher(code).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void acorn_is_found_beside_the_built_in_ones() {
        assertThat(ResellerProvider.all())
                .extracting(ResellerProvider::name)
                .contains("acorn")
                .containsAll(BUILT_IN);
        assertThat(ClientUnderTest.all())
                .extracting(ClientUnderTest::name)
                .contains("acorn")
                .containsAll(BUILT_IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "specs",
                "contract",
                "reseller-api",
                "order-book",
                "client-runtime",
                "client-regfish",
                "client-realtime",
                "stub-resellers",
                "conformance-tests",
                "cli"
            })
    void no_main_file_knows_acorn(String module) throws IOException {
        assertThat(mainFiles(module))
                .isNotEmpty()
                .allSatisfy(
                        file -> assertThat(Files.readString(file, ISO_8859_1).toLowerCase(Locale.ROOT))
                                .as("%s", file)
                                .doesNotContain("acorn"));
    }

    /** Never looks into what is built: it comes and goes while the other tests run. */
    private static List<Path> mainFiles(String module) throws IOException {
        List<Path> main = new ArrayList<>();
        try (Stream<Path> parts = Files.list(ROOT.resolve(module))) {
            for (Path part : parts.filter(part -> !part.endsWith("target")).toList()) {
                try (Stream<Path> files = Files.walk(part)) {
                    files.filter(AddingAProviderTest::isMain).forEach(main::add);
                }
            }
        }
        return main;
    }

    private static boolean isMain(Path file) {
        return Files.isRegularFile(file) && !file.toString().contains("/src/test/");
    }

    /** The rows below the head of the first table after this heading. */
    private static Stream<String[]> tableAfter(String heading) {
        List<String> lines = document().lines().toList();
        int begin = 0;
        while (!lines.get(begin).startsWith(heading)) {
            begin++;
        }
        return lines.subList(begin, lines.size()).stream()
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split(" *\\| *"));
    }

    /** What stands between the cell's backticks. */
    private static String path(String cell) {
        assertThat(cell).startsWith("`").endsWith("`");
        return cell.substring(1, cell.length() - 1);
    }

    private static String document() {
        try {
            return Files.readString(DOCUMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
