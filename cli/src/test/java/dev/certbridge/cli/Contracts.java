package dev.certbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Contracts as {@code --spec-dir} takes them. */
final class Contracts {

    private Contracts() {}

    /** The text of the one inside this program. */
    static String of(String reseller) throws IOException {
        try (InputStream in =
                Contracts.class.getResourceAsStream("/dev/certbridge/specs/" + reseller + "/openapi.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Puts one of regfish into a folder. */
    static void write(Path folder, String contract) throws IOException {
        Files.createDirectories(folder.resolve("regfish"));
        Files.writeString(folder.resolve("regfish/openapi.yaml"), contract);
    }
}
