package dev.certbridge.cli;

import java.io.File;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * The class path of this program. The classes that live commands need are in {@code certbridge.jar}. The stubs and the
 * conformance kit, with their many libraries, are in {@code certbridge-stub.jar} beside certbridge.jar. Live commands
 * never load certbridge-stub.jar.
 */
final class ProgramClassPath {

    /** The commands whose classes are in {@code certbridge-stub.jar}. */
    static final Set<String> STUB_COMMANDS = Set.of("conformance", "stub", "judge", "spec");

    private static final String STUB_JAR = "certbridge-stub.jar";
    private static final String STUB_CLASS = "dev/certbridge/stub/StubProvider.class";

    /**
     * The class that records the log messages of libraries. This class is loaded only once, because all libraries use
     * the same copy of SLF4J.
     */
    private static final String RECORDER = "dev.certbridge.conformance.rule.Slf4jRecorder";

    private ProgramClassPath() {}

    /** Returns true if the stubs and the conformance kit are on the class path. */
    static boolean hasStubs() {
        return Main.class.getClassLoader().getResource(STUB_CLASS) != null;
    }

    /** Throws if the stubs are not on the class path. */
    static void requireStubs(String what) {
        if (!hasStubs()) {
            throw new IllegalArgumentException(
                    "nothing was sent: " + what + " needs " + STUB_JAR + ". Put it beside certbridge.jar");
        }
    }

    /**
     * Returns {@code certbridge-stub.jar} if these arguments need the jar. Returns empty if the jar does not exist or
     * is already on the class path.
     */
    static Optional<Path> stubJarFor(String... arguments) throws URISyntaxException {
        boolean live = arguments.length > 0
                && !STUB_COMMANDS.contains(arguments[0])
                && Stream.of(arguments).anyMatch(each -> each.startsWith("--live") || each.startsWith("--ote"));
        if (live || hasStubs()) {
            return Optional.empty();
        }
        URL program = Main.class.getProtectionDomain().getCodeSource().getLocation();
        return Optional.of(Path.of(program.toURI()).resolveSibling(STUB_JAR)).filter(Files::isRegularFile);
    }

    /**
     * Runs this program in a new class loader, and returns its exit code. If {@code last} is given, the new class
     * loader also loads the libraries again.
     *
     * @param first a jar or folder to put before the class path of this program
     * @param last a jar or folder to put after the class path of this program
     */
    static int run(
            Optional<Path> first,
            Optional<Path> last,
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            String... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new ProgramLoader(urls(first, last), last.isEmpty())) {
            thread.setContextClassLoader(loader);
            Method run = loader.loadClass(Main.class.getName())
                    .getDeclaredMethod("run", PrintWriter.class, PrintWriter.class, Map.class, String[].class);
            run.setAccessible(true);
            return (int) run.invoke(null, out, err, environment, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException | java.io.IOException e) {
            throw new IllegalStateException("this program cannot load itself again: " + e, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Loads the resources and classes of certbridge from the given URLs. If {@code sharesLibraries} is true, uses the
     * libraries that are already loaded.
     */
    private static final class ProgramLoader extends URLClassLoader {

        private final boolean sharesLibraries;

        ProgramLoader(URL[] urls, boolean sharesLibraries) {
            super(urls, ClassLoader.getPlatformClassLoader());
            this.sharesLibraries = sharesLibraries;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return sharesLibraries && (!name.startsWith("dev.certbridge.") || name.startsWith(RECORDER))
                    ? Main.class.getClassLoader().loadClass(name)
                    : super.findClass(name);
        }
    }

    private static URL[] urls(Optional<Path> first, Optional<Path> last) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        if (first.isPresent()) {
            urls.add(first.get().toUri().toURL());
        }
        if (Main.class.getClassLoader() instanceof URLClassLoader joined) {
            urls.addAll(List.of(joined.getURLs()));
        } else {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        if (last.isPresent()) {
            urls.add(last.get().toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /**
     * Replaces a command whose classes are in {@code certbridge-stub.jar}, if the jar is missing. The replacement
     * command fails with a message that names the jar.
     */
    @Command(description = "Needs " + STUB_JAR + " beside certbridge.jar.")
    static final class MissingCommand implements java.util.concurrent.Callable<Integer> {

        private final String name;

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        MissingCommand(String name) {
            this.name = name;
        }

        @Override
        public Integer call() {
            throw new IllegalArgumentException(name + " needs " + STUB_JAR + ". Put it beside certbridge.jar");
        }
    }
}
