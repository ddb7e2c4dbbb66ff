package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.ReservedNames;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.WireFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the pages about settings, faults and reserved names with the stubs; {@code -Dreadme.update=true} writes
 * them.
 */
class FaultPageAudit {

    private static final Path PAGE = Path.of("..", "docs", "misbehaviour.md");
    private static final String HEAD = "| setting | effect | catches |\n|---|---|---|\n";

    /** They start a stub, make time pass, or take a constant with a row of its own. */
    private static final Set<String> WITHOUT_ROW =
            Set.of("start", "issuesAfter", "end", "namesProcessesIn", "quotesWith", "echoes");

    @Test
    void the_page_lists_the_faults_of_every_answer() throws IOException {
        List<StubSettingDoc> settings = StubSettingDoc.constants("WireFault.java");
        assertThat(settings).hasSize(WireFault.values().length);
        requireTable(
                "answers",
                rows(
                        settings,
                        setting -> setting.name() + "` or `"
                                + WireFault.valueOf(setting.name()).word()));
    }

    @Test
    void the_page_lists_the_mutations_of_a_body() throws IOException {
        List<StubSettingDoc> settings = StubSettingDoc.constants("BodyMutation.java").stream()
                .filter(setting -> !setting.name().startsWith("UNHEARD"))
                .toList();
        assertThat(settings).hasSize(BodyMutation.values().length);
        requireTable(
                "bodies",
                rows(
                        settings,
                        setting -> setting.name() + "` or `"
                                + BodyMutation.valueOf(setting.name()).word()));
    }

    static List<StubProvider> stubs() {
        return StubProvider.all();
    }

    @ParameterizedTest
    @MethodSource("stubs")
    void the_page_lists_the_settings_of_every_stub(StubProvider stub) throws IOException {
        String type = stub.type().getSimpleName();
        StringBuilder rows =
                new StringBuilder(rows(settings(stub.name() + "/" + type + ".java", type), StubSettingDoc::name));
        for (String constants : constants(stub.type())) {
            rows.append(optionalRows(
                    StubSettingDoc.constants(stub.name() + "/" + constants + ".java"),
                    setting -> constants + "." + setting.name()));
        }
        requireTable(stub.name(), rows.toString());
    }

    /** Returns the enums whose constants have the rows that the methods taking them lack. */
    private static List<String> constants(Class<?> stub) {
        return Stream.of(stub.getMethods())
                .filter(method -> WITHOUT_ROW.contains(method.getName()))
                .filter(method -> method.getParameterCount() == 1)
                .map(method -> method.getParameterTypes()[0])
                .filter(Class::isEnum)
                .map(Class::getSimpleName)
                .sorted()
                .toList();
    }

    private static List<StubSettingDoc> settings(String source, String type) throws IOException {
        return StubSettingDoc.methods(source, type).stream()
                .filter(setting -> !WITHOUT_ROW.contains(setting.name()))
                .toList();
    }

    /** Requires that each names the mistake that it catches. */
    private static String rows(List<StubSettingDoc> settings, Function<StubSettingDoc, String> label) {
        assertThat(settings)
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(setting.catches())
                        .as("%s names in its Javadoc the client that it catches", setting.name())
                        .isNotEmpty());
        return optionalRows(settings, label);
    }

    /** Leaves out the constant that is the behaviour of a good reseller. */
    private static String optionalRows(List<StubSettingDoc> settings, Function<StubSettingDoc, String> label) {
        return settings.stream()
                .filter(setting -> !setting.catches().isEmpty())
                .map(setting -> setting.row(label.apply(setting)))
                .collect(Collectors.joining());
    }

    private static void requireTable(String part, String rows) throws IOException {
        new GeneratedPart(PAGE, part).requireIs(HEAD + rows);
    }

    /** A setting or fault of a stub, as its Javadoc describes it. */
    record StubSettingDoc(String name, String does, String catches) {

        private static final Path SOURCES =
                Path.of("..", "stub-resellers", "src", "main", "java", "dev", "certbridge", "stub");
        private static final String JAVADOC = "/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*";
        private static final Pattern CONSTANT = Pattern.compile(JAVADOC + "([A-Z][A-Z0-9_]*)(?=[\\s({,;])");
        private static final Pattern VERDICT = Pattern.compile("[;.] (?:[Cc]atches|[Ff]inds) (.*)");

        /** Returns every constant of an enum. */
        static List<StubSettingDoc> constants(String source) throws IOException {
            return matches(source, CONSTANT);
        }

        /** Returns every method that returns the stub. */
        static List<StubSettingDoc> methods(String source, String stub) throws IOException {
            return matches(source, Pattern.compile(JAVADOC + "public " + stub + " (\\w+)\\("));
        }

        private static List<StubSettingDoc> matches(String source, Pattern pattern) throws IOException {
            return pattern.matcher(Files.readString(SOURCES.resolve(source)))
                    .results()
                    .map(match -> of(match.group(2), text(match.group(1))))
                    .toList();
        }

        private static StubSettingDoc of(String name, String text) {
            var verdict = VERDICT.matcher(text);
            return verdict.find()
                    ? new StubSettingDoc(name, text.substring(0, verdict.start()) + ".", verdict.group(1))
                    : new StubSettingDoc(name, text, "");
        }

        /** Returns the text of a Javadoc comment as one line, without its tags. */
        private static String text(String javadoc) {
            return javadoc.replaceAll("\\n\\s*\\* ?", " ")
                    .replaceAll("\\{@(?:code|value) ([^}]*)}", "`$1`")
                    .replaceAll("\\{@link #?([^} ]*)[^}]*}", "`$1`")
                    .replaceAll("<p>", "")
                    .replaceAll("\\s@(?:return|param|throws)\\b.*", "")
                    .replaceAll("\\s+", " ")
                    .strip();
        }

        /** Returns a row of a table, under this name. */
        String row(String label) {
            return "| `" + label + "` | " + does.replace("|", "\\|") + " | " + catches.replace("|", "\\|") + " |\n";
        }
    }

    static List<String> resellers() {
        return StubProvider.all().stream()
                .map(StubProvider::name)
                .filter(name -> Files.isDirectory(Path.of("..", "specs", name)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("resellers")
    void the_page_lists_every_reserved_name_and_key(String reseller) throws IOException {
        new GeneratedPart(Path.of("..", "docs", "reserved-names.md"), reseller)
                .requireIs(ReservedNames.table(reseller));
    }
}
