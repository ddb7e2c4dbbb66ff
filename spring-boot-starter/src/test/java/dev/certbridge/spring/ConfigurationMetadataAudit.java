package dev.certbridge.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The committed metadata, by which editors complete properties, has every property of the order book and of each
 * reseller. With {@code -Dreadme.update=true}, the file is written.
 */
class ConfigurationMetadataAudit {

    private static final Path FILE = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
            Map.entry("file", "SQLite file of the order book, for an application on one host."),
            Map.entry("recoveryFolder", "Folder for outcomes of orders that the database could not record."),
            Map.entry("schema", "Schema of the order book in the PostgreSQL database of the application."),
            Map.entry("inMemory", "Whether the order book is lost when the application stops. For tests only."),
            Map.entry("apiKey", "API key."),
            Map.entry("account", "Account that is charged for orders."),
            Map.entry("customer", "Another name for account."),
            Map.entry("environment", "Environment of the reseller."),
            Map.entry("ote", "Whether the test environment is used."),
            Map.entry("uri", "Address of a stub, which replaces the address of the environment."),
            Map.entry("connectTimeout", "Time limit for connecting."),
            Map.entry("readTimeout", "Time limit for a read, retries included."),
            Map.entry("spendTimeout", "Time limit for an operation that can cost money."),
            Map.entry("first", "Pause after the first poll of a waiting order."),
            Map.entry("longest", "Longest pause between two polls."),
            Map.entry("proxy", "HTTP proxy as host:port."));

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void the_metadata_has_every_property() throws IOException {
        ArrayNode properties = json.createArrayNode();
        add(properties, "certbridge.book", OrderBookProperties.class);
        ResellerProvider.all()
                .forEach(provider -> add(properties, "certbridge." + provider.name(), ResellerProperties.class));
        ObjectNode metadata = json.createObjectNode();
        metadata.set("properties", properties);
        String written = json.writerWithDefaultPrettyPrinter().writeValueAsString(metadata) + "\n";
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(FILE, written);
        }
        assertThat(FILE).content().isEqualTo(written);
    }

    private static void add(ArrayNode properties, String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            if (name.equals("customer") && isRefused(prefix)) {
                continue;
            }
            if (component.getType() == PollingProperties.class) {
                add(properties, prefix + "." + name, PollingProperties.class);
                continue;
            }
            assertThat(DESCRIPTIONS).containsKey(name);
            ObjectNode property = properties
                    .addObject()
                    .put(
                            "name",
                            prefix + "." + name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
                    .put("type", boxed(component.getType()).getName())
                    .put("description", DESCRIPTIONS.get(name));
            DefaultValue value = component.getAnnotation(DefaultValue.class);
            if (value != null) {
                property.put("defaultValue", value.value()[0]);
            } else if (component.getType() == boolean.class) {
                property.put("defaultValue", false);
            }
        }
    }

    /** Returns true for a reseller that refuses the customer, because the API key names the account. */
    private static boolean isRefused(String prefix) {
        return ResellerProvider.all().stream()
                .anyMatch(provider -> prefix.equals("certbridge." + provider.name())
                        && !provider.environments().get(0).accountRequired());
    }

    @Test
    void the_guide_lists_every_property() throws IOException {
        String guide = Files.readString(Path.of("../docs/spring-boot.md"));
        json.readTree(FILE.toFile()).get("properties").forEach(property -> {
            String name = property.get("name").asText();
            int group = name.indexOf('.', "certbridge.".length());
            assertThat(guide)
                    .contains(name.startsWith("certbridge.book.") ? "`" + name + "`" : name.substring(group) + "`");
        });
    }

    private static Class<?> boxed(Class<?> type) {
        return type == boolean.class ? Boolean.class : type;
    }
}
