package dev.certbridge.stub.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.stub.Schedule;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.junit.StubExtension;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Stubs and their JUnit extension work without the jar of {@code reseller-api}. */
class WithoutClientTest {

    private static URL[] classPathWithoutApi() throws Exception {
        Path api = Path.of(CertificateReseller.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.equals(api))
                .map(WithoutClientTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(entry + " has no URL", e);
        }
    }

    @Test
    void a_stub_runs_takes_settings_and_is_an_extension() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPathWithoutApi(), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            assertThatThrownBy(() -> loader.loadClass(CertificateReseller.class.getName()))
                    .isInstanceOf(ClassNotFoundException.class);
            loader.loadClass(Use.class.getName()).getMethod("run").invoke(null);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Loaded without {@code reseller-api}. */
    public static final class Use {

        private static final ExtensionContext ANY = null;

        private Use() {}

        /** Uses a stub, its settings and the extension. */
        public static void run() {
            try (StubReseller stub = RegfishStub.start(StubOptions.defaults())) {
                stub.play(Schedule.parse("stub:statusGoesBackwards"));
            }
            StubExtension<RegfishStub> extension = StubExtension.of(RegfishStub.class);
            extension.beforeAll(ANY);
            extension.beforeEach(ANY);
            extension.get().prefill(1);
            extension.afterEach(ANY);
            extension.afterAll(ANY);
        }
    }
}
