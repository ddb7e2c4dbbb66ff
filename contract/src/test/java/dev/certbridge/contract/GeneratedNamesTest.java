package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void the_generator_gave_every_computed_name(String provider) throws IOException {
        Set<String> generated = surface(provider);
        ContractDocument document = ContractDocument.named(provider);
        Set<String> computed = new TreeSet<>();
        document.operations().forEach(operation -> computed.add(operation.generated()));
        document.root().at("/components/schemas").properties().forEach(schema -> {
            ResolvedSchema shape = ResolvedSchema.of(document, schema.getValue(), schema.getKey());
            shape.properties().forEach((name, property) -> {
                computed.add(shape.model() + "." + GeneratedNames.getter(name));
                if (closed(property)) {
                    computed.add(shape.model() + "." + GeneratedNames.enumeration(name));
                }
            });
        });
        assertThat(generated).containsAll(computed);
        assertThat(computed).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource({"class, getPropertyClass", "dns_names, getDnsNames", "x-y, getXY", "saLanguage, getSaLanguage"})
    void a_getter_is_named_in_camel_case(String property, String getter) {
        assertThat(GeneratedNames.getter(property)).isEqualTo(getter);
    }

    private static boolean closed(JsonNode property) {
        return property.has("enum") || property.path("items").has("enum");
    }

    /** Returns the types, and the members with the name of their type. */
    private static Set<String> surface(String provider) throws IOException {
        Set<String> names = new TreeSet<>();
        String type = "";
        for (String line : Files.readAllLines(Path.of("..", "client-" + provider, "api-surface.txt"))) {
            if (line.startsWith("  ")) {
                String call = line.contains("(") ? line.substring(0, line.indexOf('(')) : line;
                names.add(type + "." + call.substring(call.lastIndexOf(' ') + 1));
            } else {
                type = line.strip();
                names.add(type);
            }
        }
        return names;
    }
}
