package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Starts the program on the module path, without any further flag, at a stub. */
class MainTest {

    @Test
    void a_modular_program_orders_and_waits() throws Exception {
        String modules = System.getProperty("module.path") + File.pathSeparator + Path.of("target", "classes");
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().readsUntilIssued(1))) {
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-p",
                            modules,
                            "-m",
                            "shop/shop.Main",
                            stub.uri().toString(),
                            stub.apiKey())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(program.getInputStream().readAllBytes());
            System.out.print(output);
            assertEquals(0, program.waitFor(), output);
            assertTrue(output.contains("module shop ordered certbridge:regfish:"), output);
            assertTrue(output.contains("found provider regfish"), output);
            assertEquals(1, stub.ledger().orders());
        }
    }
}
