package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** Checks that every published pom has what Maven Central requires, and the same addresses. */
class PublishedPomAudit {

    private static final Path ROOT = Path.of("..");
    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    static Stream<String> poms() throws Exception {
        return Stream.concat(
                Stream.of("bom/pom.xml"),
                LicenceAudit.modules().stream().map(module -> module + "/target/published.pom"));
    }

    @ParameterizedTest
    @MethodSource("poms")
    void a_published_pom_is_complete(String file) throws Exception {
        Document pom = read(file);
        String home = text(read("pom.xml"), "/project/properties/certbridge.home");
        assertThat(text(pom, "/project/groupId")).isEqualTo("dev.certbridge");
        assertThat(text(pom, "/project/version")).isEqualTo(text(read("pom.xml"), "/project/version"));
        assertThat(text(pom, "/project/name")).startsWith("certbridge ");
        assertThat(text(pom, "/project/description")).isNotBlank();
        assertThat(text(pom, "/project/url")).isEqualTo(home).startsWith("https://");
        assertThat(text(pom, "/project/licenses/license/name")).isEqualTo("Apache-2.0");
        assertThat(text(pom, "/project/licenses/license/url")).startsWith("https://www.apache.org/licenses/");
        assertThat(text(pom, "/project/developers/developer/name")).isNotBlank();
        assertThat(text(pom, "/project/scm/connection")).isEqualTo("scm:git:" + home + ".git");
        assertThat(text(pom, "/project/scm/developerConnection")).isEqualTo("scm:git:" + home + ".git");
        assertThat(text(pom, "/project/scm/url")).isEqualTo(home);
        assertThat(text(pom, "/project/parent")).isEmpty();
    }

    @Test
    void every_dependency_of_a_published_pom_has_a_version() throws Exception {
        for (String module : LicenceAudit.modules()) {
            Document pom = read(module + "/target/published.pom");
            assertThat(text(pom, "count(/project/dependencies/dependency[not(version) or contains(version, '$')])"))
                    .as(module)
                    .isEqualTo("0");
        }
    }

    @Test
    void every_artifact_has_a_module_name() throws Exception {
        for (String module : LicenceAudit.modules()) {
            assertThat(Files.exists(ROOT.resolve(module + "/src/main/java/module-info.java"))
                            || Files.readString(ROOT.resolve(module + "/pom.xml"))
                                    .contains("<Automatic-Module-Name>dev.certbridge."))
                    .as(module)
                    .isTrue();
        }
    }

    @Test
    void the_examples_and_their_guide_use_this_version() throws Exception {
        String version = text(read("pom.xml"), "/project/version");
        try (Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
            List<Path> poms = examples.map(example -> example.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
            assertThat(poms).hasSizeGreaterThan(6);
            for (Path pom : poms) {
                assertThat(text(read(ROOT.relativize(pom).toString()), "/project/properties/certbridge.version"))
                        .as(pom.toString())
                        .isEqualTo(version);
            }
        }
        assertThat(Files.readString(ROOT.resolve("docs/changing-a-contract.md")))
                .contains("<certbridge.version>" + version + "</certbridge.version>");
    }

    private static Document read(String file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(file).toFile());
    }

    /** Returns the text at a path, with the properties of the same pom; empty if there is none. */
    private static String text(Document pom, String path) throws Exception {
        return XPATH.evaluate(path, pom)
                .replace("${certbridge.home}", XPATH.evaluate("/project/properties/certbridge.home", pom));
    }
}
