package dev.certbridge.cli;

import dev.certbridge.contract.ContractDocument;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * This program once more, with other contracts in front of its class path: stubs, checks and rules meet them as they would
 * after a build, and none of them has to know. What was generated stays what it is.
 */
final class ContractOverlayProcess {

    private final Map<String, ContractDocument> byReseller;

    private ContractOverlayProcess(Map<String, ContractDocument> byReseller) {
        this.byReseller = byReseller;
    }

    static ContractOverlayProcess inFrontOf(Map<String, ContractDocument> byReseller) {
        return new ContractOverlayProcess(byReseller);
    }

    /** Runs {@code conformance} on them and gives its exit code. */
    int conformance(CliContext surroundings, Optional<Path> report) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            Path folder = Files.createTempDirectory("certbridge-contracts");
            try (URLClassLoader loader = new URLClassLoader(urls(folder), ClassLoader.getPlatformClassLoader())) {
                thread.setContextClassLoader(loader);
                Method run = loader.loadClass(Main.class.getName())
                        .getDeclaredMethod("run", PrintWriter.class, PrintWriter.class, String[].class);
                run.setAccessible(true);
                return (int) run.invoke(null, surroundings.out(), surroundings.err(), arguments(report));
            } finally {
                thread.setContextClassLoader(before);
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot try the contracts: " + e.getMessage(), e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this program cannot load itself again: " + e, e);
        }
    }

    private String[] arguments(Optional<Path> report) {
        List<String> arguments = new ArrayList<>(List.of("conformance"));
        byReseller.keySet().forEach(reseller -> arguments.addAll(List.of("--at", reseller)));
        report.ifPresent(folder -> arguments.addAll(List.of("--report", folder.toString())));
        return arguments.toArray(String[]::new);
    }

    private URL[] urls(Path folder) throws IOException {
        for (Map.Entry<String, ContractDocument> contract : byReseller.entrySet()) {
            Path file = folder.resolve("dev/certbridge/specs/" + contract.getKey() + "/openapi.yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(file, contract.getValue().text());
        }
        List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(url(entry));
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(String entry) throws MalformedURLException {
        return Path.of(entry).toUri().toURL();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
