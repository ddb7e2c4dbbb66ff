package dev.certbridge.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Tests the start of an application whose class path lacks a library, in a class loader of its own. */
class WrongLibraryTest {

    /** Starts the application. Returns the description and the action that Boot prints. */
    public static final class StartingProgram implements Supplier<List<String>> {

        @Override
        public List<String> get() {
            List<String> printed = new ArrayList<>();
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(CertbridgeAutoConfiguration.class))
                    .withPropertyValues("certbridge.book.in-memory=true", "certbridge.regfish.api-key=secret-1")
                    .run(started -> {
                        FailureAnalysis analysis = BootVersion.analysis(started.getStartupFailure());
                        printed.add(analysis.getDescription());
                        printed.add(analysis.getAction());
                    });
            return printed;
        }
    }

    @Test
    void a_missing_library_ends_the_start_with_one_description_and_one_action() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("httpcore5-h2")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            Supplier<?> program = (Supplier<?>) loader.loadClass(StartingProgram.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(program.get())
                    .isEqualTo(List.of(
                            "regfish cannot be connected: certbridge cannot use the libraries on the class path:"
                                    + " httpcore5-h2 is missing; add org.apache.httpcomponents.core5:httpcore5-h2 5.3 or"
                                    + " newer",
                            "Nothing was ordered. Correct the dependencies of the application. The command mvn"
                                    + " dependency:tree shows where they come from."));
        } finally {
            Thread.currentThread().setContextClassLoader(ours);
        }
    }
}
