package dev.certbridge.conformance.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.Transport;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests what the class paths of users do: they have other versions of the libraries, and lack some. The libraries are
 * real jars in a class loader of their own.
 */
class LibraryVersionsTest {

    /** Filled by the dependency plugin. */
    private static final Path OTHER_VERSIONS = Path.of("target", "other-versions");

    private final Map<String, Path> classPath = new HashMap<>();

    @TempDir
    private Path folder;

    LibraryVersionsTest() {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.put(
                    Path.of(entry).getFileName().toString().replaceFirst("-\\d[^-]*\\.jar$", "")
                            + (entry.endsWith(".jar") ? "" : entry),
                    Path.of(entry));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "httpclient5-5.3.1 | httpclient5 5.3.1 (*) is too old; use 5.4 or newer",
                "httpcore5-5.2.5 | httpcore5 5.2.5 (*) is too old; use 5.3 or newer",
                "httpclient5-5.4.4 httpcore5-5.2.5 | httpcore5 5.2.5 (*) is too old; use 5.3 or newer",
                "jackson-core-2.13.5 jackson-databind-2.13.5 | jackson-core 2.13.5 (*) is too old; use 2.19 or newer; jackson-databind 2.13.5 (*) is too old; use 2.19 or newer",
                "feign-core-10.12 | feign-core 10.12 (*) is too old; use 13.6 or newer",
                "jackson-annotations-2.20 | jackson-annotations 2.20 (*), jackson-core * (*), jackson-databind * (*), jackson-datatype-jsr310 * (*) do not fit together. Use the versions that certbridge-client-runtime depends on (*JsonSerializeAs)"
            })
    void a_library_that_cannot_be_used_is_named_with_its_version_at_connect(String replaced, String message)
            throws Exception {
        for (String jar : replaced.split(" ")) {
            use(OTHER_VERSIONS.resolve(jar + ".jar"));
        }
        assertRefused("certbridge cannot use the libraries on the class path: " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.github.openfeign:feign-core 13.6",
                "org.apache.httpcomponents.client5:httpclient5 5.4",
                "org.apache.httpcomponents.core5:httpcore5 5.3",
                "org.apache.httpcomponents.core5:httpcore5-h2 5.3",
                "com.fasterxml.jackson.core:jackson-annotations 2.19",
                "com.fasterxml.jackson.core:jackson-core 2.19",
                "com.fasterxml.jackson.datatype:jackson-datatype-jsr310 2.19",
                "org.slf4j:slf4j-api 2.0"
            })
    void a_missing_library_is_named_at_connect(String library) throws Exception {
        String name = library.replaceAll(".*:| .*", "");
        assertThat(classPath.remove(name)).isNotNull();
        assertRefused("certbridge cannot use the libraries on the class path: *" + name + " is missing; add " + library
                + " or newer*");
    }

    @Test
    void a_missing_bouncy_castle_is_named_when_the_key_is_created() throws Exception {
        assertThat(classPath.remove("bcpkix-jdk18on")).isNotNull();
        assertRefused("certbridge cannot use the Bouncy Castle libraries on the class path: bcpkix-jdk18on (missing),"
                + " bcprov-jdk18on (*), bcutil-jdk18on (*). Use the same version of all three libraries, 1.71"
                + " or newer (*)");
    }

    @Test
    void bouncy_castle_of_two_versions_is_named_when_the_key_is_created() throws Exception {
        use(OTHER_VERSIONS.resolve("bcpkix-jdk18on-1.71.jar"));
        assertRefused("certbridge cannot use the Bouncy Castle libraries on the class path: bcpkix-jdk18on"
                + " (*bcpkix-jdk18on-1.71.jar), bcprov-jdk18on (*), bcutil-jdk18on (*). Use the same version of"
                + " all three libraries, 1.71 or newer (*)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bcpkix-jdk18on-1.71 bcprov-jdk18on-1.71 bcutil-jdk18on-1.71",
                "feign-core-13.6",
                "httpclient5-5.4.4 httpcore5-5.3.4 httpcore5-h2-5.3.4",
                "jackson-annotations-2.19.2 jackson-core-2.19.2 jackson-databind-2.19.2 jackson-datatype-jsr310-2.19.2",
                // Works, although newer versions are asked for.
                "slf4j-api-1.7.36"
            })
    void the_oldest_versions_order(String replaced) throws Exception {
        for (String jar : replaced.split(" ")) {
            use(OTHER_VERSIONS.resolve(jar + ".jar"));
        }
        assertThat(results(1)).allMatch(result -> result.startsWith("ordered "), "ordered");
    }

    @Test
    void jars_of_two_versions_of_certbridge_are_refused_at_connect() throws Exception {
        ResellerProvider provider = ResellerProvider.all().get(0);
        List<Path> jars = Stream.of(ResellerProvider.class, Transport.class, OrderBooks.class, provider.getClass())
                .map(LibraryVersionsTest::location)
                .toList();
        for (Path older : jars) {
            for (Path jar : jars) {
                useJar(jar, jar.equals(older) ? "0.1.0" : "0.2.0");
            }
            String first = older.equals(jars.get(0)) ? "0.1.0" : "0.2.0";
            String second = older.equals(jars.get(0)) ? "0.2.0" : "0.1.0";
            assertThat(result(provider.name(), 0))
                    .matches(pattern("the class path has jars of two versions of certbridge: " + first + " (*) and "
                            + second + " (*). Use one version for all jars, for instance with"
                            + " dev.certbridge:certbridge-bom"));
        }
        for (Path jar : jars) {
            useJar(jar, "0.1.0");
        }
        assertThat(result(provider.name(), 1)).startsWith("ordered ");
    }

    @Test
    void a_missing_sqlite_driver_is_named_when_the_book_is_opened() throws Exception {
        assertThat(classPath.remove("sqlite-jdbc")).isNotNull();
        assertThatThrownBy(this::openBook)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the SQLite driver is missing. Add org.xerial:sqlite-jdbc to the class path");
    }

    @Test
    void a_sqlite_driver_that_is_too_old_is_named_with_its_version_when_the_book_is_opened() throws Exception {
        use(OTHER_VERSIONS.resolve("sqlite-jdbc-3.8.11.2.jar"));
        assertThatThrownBy(this::openBook)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SQLite 3.8.11 did not accept synchronous=EXTRA")
                .hasMessageEndingWith("use a newer org.xerial:sqlite-jdbc");
    }

    /** Opens a book in SQLite in a class loader with the libraries of the class path. */
    private void openBook() throws Throwable {
        try (URLClassLoader loader = loader()) {
            loader.loadClass(OrderBooks.class.getName())
                    .getMethod("sqlite", Path.class, Path.class)
                    .invoke(null, folder.resolve("orders.db"), folder);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private URLClassLoader loader() throws MalformedURLException {
        URL[] urls = new URL[classPath.size()];
        int i = 0;
        for (Path entry : classPath.values()) {
            urls[i++] = entry.toUri().toURL();
        }
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private void use(Path jar) {
        assertThat(jar).exists();
        String name = jar.getFileName().toString().replaceFirst("-\\d[^-]*\\.jar$", "");
        assertThat(classPath.put(name, jar)).isNotNull();
    }

    private void assertRefused(String message) throws Exception {
        assertThat(results(0)).allMatch(result -> result.matches(pattern(message)), message);
    }

    /** Returns a regular expression in which each star stands for any text without a line break. */
    private static String pattern(String text) {
        return ("\\Q" + text + "\\E").replace("*", "\\E.*\\Q");
    }

    private List<String> results(int orders) throws Exception {
        List<String> results = new ArrayList<>();
        for (ResellerProvider provider : ResellerProvider.all()) {
            results.add(result(provider.name(), orders));
        }
        return results;
    }

    /** Runs the program twice in one JVM, because a class that failed once fails in another way the next time. */
    private String result(String reseller, int orders) throws Exception {
        StubProvider provider = StubProvider.named(reseller);
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        try (StubReseller stub = provider.start(StubOptions.defaults());
                URLClassLoader loader = loader()) {
            Thread.currentThread().setContextClassLoader(loader);
            List<String> connection = List.of(
                    reseller,
                    stub.uri().toString(),
                    stub.apiKey(),
                    provider.account().orElse(ResellerProvider.NO_ACCOUNT));
            String first = run(loader, connection);
            assertThat(stub.ledger().orders()).isEqualTo(orders);
            if (orders == 0) {
                assertThat(stub.journal().received()).isZero();
                assertThat(run(loader, connection)).as("second connect").startsWith(first.substring(0, 60));
            }
            return first;
        } finally {
            Thread.currentThread().setContextClassLoader(ours);
        }
    }

    @SuppressWarnings("unchecked")
    private static String run(ClassLoader loader, List<String> connection) throws ReflectiveOperationException {
        Object program = loader.loadClass(ConnectingProgram.class.getName())
                .getConstructor()
                .newInstance();
        return ((Function<List<String>, String>) program).apply(connection);
    }

    private static Path location(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** Puts a jar with the content of this entry on the class path, in its place. The manifest has this version. */
    private void useJar(Path entry, String version) throws IOException {
        String key = classPath.entrySet().stream()
                .filter(one -> one.getValue().equals(entry) || one.getValue().startsWith(folder.resolve(name(entry))))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        Path jar = Files.createDirectories(folder.resolve(name(entry))).resolve(version + ".jar");
        classPath.put(key, jar);
        if (Files.exists(jar)) {
            return;
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, "certbridge " + name(entry));
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        try (FileSystem opened = Files.isDirectory(entry) ? null : FileSystems.newFileSystem(entry);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            Path root = opened == null ? entry : opened.getPath("/");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = root.relativize(file).toString();
                    if (!name.equals("META-INF/MANIFEST.MF")) {
                        out.putNextEntry(new JarEntry(name));
                        Files.copy(file, (OutputStream) out);
                    }
                }
            }
        }
    }

    private static String name(Path entry) {
        return Integer.toHexString(entry.hashCode());
    }
}
