package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Compares the module table of {@code docs/architecture.md} with the poms, and the size of each module with the whole.
 */
class ModuleTableAudit {

    private static final Path ROOT = Path.of("..");
    private static final String PREFIX = "certbridge-";
    private static final double LARGEST_SHARE = 0.25;

    @Test
    void the_table_lists_every_module_with_its_description_and_the_modules_it_uses() throws Exception {
        StringBuilder table = new StringBuilder("| module | what it is | uses |\n|---|---|---|\n");
        for (String module : modules()) {
            Document pom = pom(module);
            table.append("| `%s` | %s | %s |\n"
                    .formatted(module, child(pom.getDocumentElement(), "description"), String.join(", ", uses(pom))));
        }
        new GeneratedPart(ROOT.resolve(Path.of("docs", "architecture.md")), "modules").requireIs(table.toString());
    }

    @Test
    void a_module_uses_only_modules_that_stand_before_it() throws Exception {
        List<String> before = new ArrayList<>();
        for (String module : modules()) {
            assertThat(before).as("what %s may use", module).containsAll(uses(pom(module)));
            before.add(module);
        }
    }

    @Test
    void no_module_has_more_than_a_quarter_of_the_main_lines() throws Exception {
        Map<String, Long> lines = new LinkedHashMap<>();
        for (String module : modules()) {
            lines.put(module, mainLines(module));
        }
        long all = lines.values().stream().mapToLong(Long::longValue).sum();
        assertThat(lines.values())
                .as("main lines by module: %s", lines)
                .allSatisfy(some -> assertThat((double) some).isLessThanOrEqualTo(all * LARGEST_SHARE));
    }

    private static List<String> modules() throws Exception {
        return elements(pom(".").getDocumentElement(), "module")
                .map(Element::getTextContent)
                .filter(module -> Files.isDirectory(ROOT.resolve(module)))
                .filter(module -> !module.startsWith("benchmarks"))
                .toList();
    }

    private static List<String> uses(Document pom) {
        return elements(pom.getDocumentElement(), "dependency")
                // Not the versions that a BOM manages.
                .filter(dependency -> dependency.getParentNode().getParentNode() == pom.getDocumentElement())
                .filter(dependency -> !child(dependency, "scope").equals("test"))
                .map(dependency -> child(dependency, "artifactId"))
                .filter(artifact -> artifact.startsWith(PREFIX))
                .map(artifact -> artifact.substring(PREFIX.length()))
                .distinct()
                .toList();
    }

    private static long mainLines(String module) throws IOException {
        Path main = ROOT.resolve(module).resolve(Path.of("src", "main", "java"));
        if (!Files.isDirectory(main)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(main)) {
            long lines = 0;
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).collect(Collectors.toList())) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        }
    }

    private static Document pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
    }

    private static String child(Element parent, String name) {
        return elements(parent, name)
                .filter(element -> element.getParentNode() == parent)
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static Stream<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }
}
