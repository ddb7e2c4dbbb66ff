package dev.certbridge.spring;

import dev.certbridge.reseller.spi.ResellerProvider;
import java.lang.reflect.RecordComponent;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The names of all properties. If a property has an unknown name, the application does not start. For instance, an
 * ignored misspelling of {@code uri} would send orders to the live address.
 */
final class PropertyNames {

    static final String PREFIX = "certbridge";

    /**
     * The names of the property sources that contain settings of other programs too: environment variables and system
     * properties.
     */
    private static final Set<String> SHARED = Set.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{([\\w.-]+)[:}]");

    /**
     * The documented names of the properties. Each key of the map is a documented name without its dashes, and without
     * the dots after the name of the reseller.
     */
    private final Map<String, String> known = new TreeMap<>();

    PropertyNames(List<ResellerProvider> providers) {
        add("book", "", OrderBookProperties.class);
        providers.forEach(provider -> add(provider.name(), "", ResellerProperties.class));
    }

    private void add(String group, String parent, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = parent + dashed(component.getName());
            if (component.getType() == PollingProperties.class) {
                add(group, name + ".", PollingProperties.class);
            } else {
                known.put(PREFIX + "." + uniform(group) + "." + uniform(name), PREFIX + "." + group + "." + name);
            }
        }
    }

    /**
     * Throws if a property that begins with {@code certbridge} is unknown, or if the value of a property still contains
     * a placeholder. An environment variable or a system property can belong to another program, such as a build that
     * sets {@code certbridge.version}. An environment variable or system property is therefore checked only if its name
     * contains the order book, a reseller, or a setting of a reseller, such as {@code uri}.
     */
    void check(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                Object underlying = source.getUnderlyingSource();
                boolean shared =
                        underlying instanceof PropertySource<?> properties && SHARED.contains(properties.getName());
                names.stream().forEach(name -> requireKnown(name, shared));
            }
        }
        Binder binder = Binder.get(environment);
        known.values()
                .forEach(name -> binder.bind(name, Bindable.of(Object.class))
                        .ifBound(value -> requireResolved(name, value.toString())));
    }

    private void requireKnown(ConfigurationPropertyName name, boolean shared) {
        int elements = name.getNumberOfElements();
        if (elements < 2 || !name.getElement(0, Form.UNIFORM).equals(PREFIX)) {
            return;
        }
        String group = PREFIX + "." + name.getElement(1, Form.UNIFORM) + ".";
        boolean knownGroup = known.keySet().stream().anyMatch(one -> one.startsWith(group));
        StringBuilder uniform = new StringBuilder(group);
        for (int i = 2; i < elements; i++) {
            uniform.append(name.getElement(i, Form.UNIFORM));
        }
        String documented = known.get(uniform.toString());
        // Only in the names of environment variables, a dot can stand for a dash.
        boolean isKnown = documented != null && (shared || documented.split("\\.").length == elements);
        boolean isForeign = shared && !knownGroup && !isTail(uniform.substring(group.length()));
        if (isKnown || knownGroup && elements == 2 || isForeign) {
            return;
        }
        String nearest = known.keySet().stream()
                .filter(one -> !knownGroup || one.startsWith(group))
                .min(Comparator.comparingInt(one -> distance(one, uniform.toString())))
                .orElseThrow();
        throw new CertbridgeConfigurationException(
                name + " is not a property of certbridge, so its value would be ignored.",
                "Remove the property or correct its name. The most similar property is " + known.get(nearest) + ".");
    }

    /** Returns true if this is the name of a property of the order book or of a reseller. */
    private boolean isTail(String name) {
        return known.keySet().stream().anyMatch(one -> one.split("\\.", 3)[2].equals(name));
    }

    private static void requireResolved(String name, String value) {
        Matcher unresolved = UNRESOLVED.matcher(value);
        if (unresolved.find()) {
            throw new CertbridgeConfigurationException(
                    name + " refers to " + unresolved.group(1) + ", which is not set.",
                    "Set the environment variable or the property " + unresolved.group(1) + ".");
        }
        // A missing key has a message of its own. Any other empty value would count as not set, for example an empty
        // address as the live address.
        if (value.isBlank() && !name.endsWith(".api-key")) {
            throw new CertbridgeConfigurationException(
                    name + " is empty.", "Set the property to a value, or" + " remove the property.");
        }
    }

    static String dashed(String component) {
        return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String uniform(String name) {
        return name.replaceAll("[.-]", "").toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the number of characters that must be inserted, removed or replaced to change one text into the other
     * text.
     */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            int diagonal = i - 1;
            for (int j = 0; j <= to.length(); j++) {
                int above = row[j];
                if (i == 0 || j == 0) {
                    row[j] = i + j;
                } else {
                    int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                    row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                }
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
