package dev.certbridge.stub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** Verifies a chain with openssl. */
public final class Openssl {

    private Openssl() {}

    /** Returns the output of {@code openssl verify}, with the exit code at the end. */
    public static String verify(Path folder, X509Certificate root, X509Certificate intermediate, X509Certificate leaf)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-CAfile",
                        write(folder, "root.pem", root),
                        "-untrusted",
                        write(folder, "intermediate.pem", intermediate),
                        write(folder, "leaf.pem", leaf))
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text + "exit " + process.waitFor();
    }

    private static String write(Path folder, String name, X509Certificate certificate) throws IOException {
        return Files.writeString(folder.resolve(name), PemText.of(certificate)).toString();
    }
}
