package dev.certbridge.cli;

import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test of commands at stubs, which are closed after the test. */
abstract class StubbedCommandTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path folder;

    private final List<ServedStub> served = new ArrayList<>();

    ServedStub serve(String reseller) {
        return serve(StubProvider.named(reseller).start(StubOptions.defaults()));
    }

    /** Starts a stub whose certificates are not issued within a second. */
    ServedStub serveSlow(String reseller) {
        return serve(StubProvider.named(reseller).start(StubOptions.defaults().readsUntilIssued(12)));
    }

    ServedStub serve(StubReseller stub) {
        served.add(new ServedStub(stub, folder));
        return served.get(served.size() - 1);
    }

    @AfterEach
    void close() {
        served.forEach(ServedStub::close);
    }

    /** A test that runs once for each reseller, with its name. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @ParameterizedTest(name = "at {0}")
    @ValueSource(strings = {"realtime", "regfish"})
    @interface EveryReseller {}
}
