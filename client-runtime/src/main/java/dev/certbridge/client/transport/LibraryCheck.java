package dev.certbridge.client.transport;

import dev.certbridge.reseller.spi.JarVersion;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the libraries on the class path can be used, when a program connects for the first time. Java links the
 * classes of a library only when its code runs, so without this check, a wrong version could end the first order with
 * an {@link Error}. The check compares versions only after a class could not be linked, so the check accepts every
 * version that works.
 */
final class LibraryCheck {

    private static final String PREFIX = "certbridge cannot use the libraries on the class path: ";

    private static volatile boolean passed;
    private static volatile @Nullable Throwable firstFailure;

    private LibraryCheck() {}

    /**
     * Creates a request with Feign and reads a response with Jackson, but sends nothing. This method also links {@code
     * TlsConfig}, because the creation of an HttpClient links all required classes except {@code TlsConfig}.
     *
     * @throws IllegalStateException a library is missing or cannot be used
     */
    static void run(ErrorMapper errors) {
        if (passed) {
            return;
        }
        try {
            link(errors);
        } catch (LinkageError | IllegalStateException e) {
            // Feign 10 throws the second one. Only the first failure names the library, because a class that failed to
            // initialize fails in another way the next time.
            firstFailure = firstFailure == null ? e : firstFailure;
            throw failure(firstFailure);
        }
        passed = true;
    }

    private static void link(ErrorMapper errors) {
        Objects.requireNonNull(TlsConfig.DEFAULT);
        Credential none = Credential.header("x", "x");
        Echo echo = GeneratedCallHandler.client(
                Echo.class,
                "certbridge",
                (request, call) -> ApiResponse.of(call.origin, call.kind, 200, new Header[0], none)
                        .with(Objects.requireNonNull(call.body), System.nanoTime()),
                errors);
        OffsetDateTime date = Instant.EPOCH.atOffset(ZoneOffset.UTC);
        echo.send("path", Map.of("filter", "a"), Map.of("date", date), SpendPermit.once());
    }

    /** An operation for this check that returns the body of its request. */
    interface Echo {
        @RequestLine("POST /{id}")
        Map<String, OffsetDateTime> send(
                @Param("id") String id,
                @QueryMap Map<String, String> filters,
                Map<String, OffsetDateTime> body,
                SpendPermit spend);
    }

    /**
     * Returns the exception about libraries that cannot be used. The message names the libraries that are missing or
     * too old. If no library is missing or too old, the message names the libraries whose classes the error names.
     */
    static IllegalStateException failure(Throwable error) {
        List<String> problems = Library.ALL.stream()
                .map(Library::problem)
                .flatMap(Optional::stream)
                .toList();
        if (!problems.isEmpty()) {
            return new IllegalStateException(PREFIX + String.join("; ", problems), error);
        }
        List<Library> named = Library.ALL.stream()
                .filter(library -> library.isNamedIn(error.toString()))
                .toList();
        String found = (named.isEmpty() ? Library.ALL : named)
                .stream().map(Library::found).collect(Collectors.joining(", "));
        return new IllegalStateException(
                PREFIX + found + " do not fit together. Use the versions that certbridge-client-runtime depends on ("
                        + error.toString().lines().findFirst().orElse("") + ")",
                error);
    }

    /**
     * A library that the transport needs.
     *
     * @param group the group id in Maven
     * @param name the artifact id in Maven
     * @param className a class of the library
     * @param oldest the oldest version that can be used
     */
    private record Library(String group, String name, String className, String oldest) {

        static final List<Library> ALL = List.of(
                new Library("io.github.openfeign", "feign-core", "feign.Feign", "13.6"),
                new Library(
                        "org.apache.httpcomponents.client5",
                        "httpclient5",
                        "org.apache.hc.client5.http.classic.HttpClient",
                        "5.4"),
                new Library("org.apache.httpcomponents.core5", "httpcore5", "org.apache.hc.core5.http.HttpHost", "5.3"),
                new Library(
                        "org.apache.httpcomponents.core5",
                        "httpcore5-h2",
                        "org.apache.hc.core5.http2.HttpVersionPolicy",
                        "5.3"),
                new Library(
                        "com.fasterxml.jackson.core",
                        "jackson-annotations",
                        "com.fasterxml.jackson.annotation.JsonInclude",
                        "2.19"),
                new Library(
                        "com.fasterxml.jackson.core", "jackson-core", "com.fasterxml.jackson.core.JsonFactory", "2.19"),
                new Library(
                        "com.fasterxml.jackson.core",
                        "jackson-databind",
                        "com.fasterxml.jackson.databind.ObjectMapper",
                        "2.19"),
                new Library(
                        "com.fasterxml.jackson.datatype",
                        "jackson-datatype-jsr310",
                        "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule",
                        "2.19"),
                new Library("org.slf4j", "slf4j-api", "org.slf4j.LoggerFactory", "2.0"));

        /**
         * Returns a problem text if the library is missing or too old. Returns an empty result if the version of the
         * library is new enough or unknown.
         */
        Optional<String> problem() {
            if (type() == null) {
                return Optional.of(name + " is missing; add " + group + ":" + name + " " + oldest + " or newer");
            }
            return version()
                    .filter(version -> version.matches("\\d.*"))
                    .filter(version -> Version.parse(version).compareTo(Version.parse(oldest)) < 0)
                    .map(version -> found() + " is too old; use " + oldest + " or newer");
        }

        /**
         * Returns true if the text contains the name of a class from the project of the library. A project may have
         * several libraries.
         */
        boolean isNamedIn(String text) {
            String project = className.replaceFirst("^((?:\\w+\\.){1,3}).*", "$1");
            return text.replace('/', '.').contains(project);
        }

        /** Returns the name, the version and the location of the library. */
        String found() {
            Class<?> type = type();
            return name + " " + version().orElse("of unknown version") + " ("
                    + (type == null ? "missing" : JarVersion.location(type)) + ")";
        }

        private @Nullable Class<?> type() {
            try {
                return Class.forName(className, false, LibraryCheck.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                return null;
            }
        }

        private Optional<String> version() {
            String file = "META-INF/maven/" + group + "/" + name + "/pom.properties";
            try (InputStream in = LibraryCheck.class.getClassLoader().getResourceAsStream(file)) {
                Properties properties = new Properties();
                if (in != null) {
                    properties.load(in);
                }
                return Optional.ofNullable(properties.getProperty("version"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
