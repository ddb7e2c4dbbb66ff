package dev.certbridge.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A description of the date and the machine of a measurement, without the name of the machine. */
final class Machine {

    private Machine() {}

    static String described() throws IOException {
        return "Measured " + LocalDate.now(ZoneOffset.UTC) + ", " + processor() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors shared with the server, "
                + System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
                + System.getProperty("os.name") + ".";
    }

    private static String processor() throws IOException {
        Path reported = Path.of("/proc/cpuinfo");
        if (!Files.exists(reported)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(reported).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
