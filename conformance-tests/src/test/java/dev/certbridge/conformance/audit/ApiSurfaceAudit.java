package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.transport.DocumentedStatuses;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the signatures of every generated client with the reviewed file. */
class ApiSurfaceAudit {

    /** Writes the files instead of comparing: {@code mvn -B verify -Dapi-surface.update=true}. */
    private static final boolean UPDATE = Boolean.getBoolean("api-surface.update");

    static List<String> providers() {
        return ResellerProvider.all().stream().map(ResellerProvider::name).toList();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void the_generated_client_is_the_one_that_was_reviewed(String provider) throws IOException {
        Path file = Path.of("..", "client-" + provider, "api-surface.txt");
        List<String> generated = ApiSurface.of(provider);
        if (UPDATE) {
            Files.write(file, generated);
        }
        assertThat(generated)
                .as(
                        "client-%s/api-surface.txt; if the change is intended, run with -Dapi-surface.update=true",
                        provider)
                .isEqualTo(Files.readAllLines(file));
    }

    /** The public signatures of a generated client, one line each, in an order that does not change. */
    static final class ApiSurface {

        private ApiSurface() {}

        static List<String> of(String provider) throws IOException {
            Path classes = Path.of("..", "client-" + provider, "target", "classes");
            Map<String, TreeSet<String>> byType = new TreeMap<>();
            try (Stream<Path> files = Files.walk(classes.resolve("dev/certbridge/" + provider + "/generated"))) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .map(file -> load(classes.relativize(file)))
                        .filter(type -> Modifier.isPublic(type.getModifiers()))
                        .forEach(type -> byType.put(type.getName(), members(type)));
            }
            return byType.entrySet().stream()
                    .flatMap(entry -> Stream.concat(
                            Stream.of(simple(entry.getKey())),
                            entry.getValue().stream().map(line -> "  " + line)))
                    .toList();
        }

        private static Class<?> load(Path file) {
            String name = file.toString().replace('/', '.').replaceAll("\\.class$", "");
            try {
                return Class.forName(name, false, ApiSurface.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(name + " is not on the class path", e);
            }
        }

        /** Methods, and constants of enums. What only a constructor, a builder or a setter repeats is left out. */
        private static TreeSet<String> members(Class<?> type) {
            TreeSet<String> members = new TreeSet<>();
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && !method.isSynthetic()
                        && !Modifier.isStatic(method.getModifiers())
                        && (type.isInterface() || method.getName().startsWith("get"))) {
                    members.add(line(method));
                }
            }
            if (type.isEnum()) {
                Arrays.stream(type.getEnumConstants()).forEach(constant -> members.add("constant " + constant));
            }
            return members;
        }

        private static String line(Method method) {
            String parameters = Arrays.stream(method.getGenericParameterTypes())
                    .map(parameter -> simple(parameter.getTypeName()))
                    .collect(Collectors.joining(", "));
            DocumentedStatuses statuses = method.getAnnotation(DocumentedStatuses.class);
            return (method.isAnnotationPresent(Deprecated.class) ? "deprecated " : "")
                    + simple(method.getGenericReturnType().getTypeName())
                    + " " + method.getName() + "(" + parameters + ")"
                    + (statuses == null ? "" : " " + Arrays.toString(statuses.value()));
        }

        private static String simple(String typeName) {
            return typeName.replaceAll("[a-z]+\\.(?=[a-zA-Z])", "").replace('$', '.');
        }
    }
}
