package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.regfish.RegfishStub;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a stub that was never closed does not keep its program running. */
class OpenStubTest {

    @TempDir
    private Path folder;

    /** A program that answers a request and then fails. */
    static final class FailingProgram {
        public static void main(String[] arguments) throws Exception {
            RegfishStub stub = RegfishStub.start();
            HttpRequest request = HttpRequest.newBuilder(stub.uri()).build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            throw new IllegalStateException("the program failed");
        }
    }

    @Test
    void a_program_that_fails_ends_although_its_stub_is_open() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                FailingProgram.class.getName());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Path output = folder.resolve("output");
        Process program = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(1);
            assertThat(output).content().contains("the program failed");
        } finally {
            program.destroyForcibly();
        }
    }
}
