package dev.certbridge.contract;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Computes the names that openapi-generator gives to classes and methods. A test compares these names with the
 * generated code.
 */
final class GeneratedNames {

    private static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9]+");
    // A getter cannot have the name getClass(), because java.lang.Object has that method.
    private static final Set<String> TAKEN = Set.of("Class");

    private GeneratedNames() {}

    static String api(String tag) {
        return upperCamel(tag) + "Api";
    }

    static String method(String operationId) {
        String name = upperCamel(operationId);
        return name.isEmpty() ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    static String model(String schema) {
        return upperCamel(schema);
    }

    static String getter(String property) {
        String name = upperCamel(property);
        return "get" + (TAKEN.contains(name) ? "Property" + name : name);
    }

    static String enumeration(String property) {
        return upperCamel(property) + "Enum";
    }

    private static String upperCamel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : SEPARATOR.split(name)) {
            if (!word.isEmpty()) {
                camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return camel.toString();
    }
}
