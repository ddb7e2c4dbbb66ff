package dev.certbridge.cli;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A certificate in a PEM file. The private key is in the same PEM file, or in a file beside it.
 *
 * @param file the path of the PEM file, as the user wrote it
 * @param issued the certificate, which has at least one name
 */
record PemCertificate(Path file, IssuedCertificate issued) {

    /** The maximum size of a PEM file, in bytes. */
    private static final int LARGEST = 1024 * 1024;

    private static final Pattern OTHER_BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]*(?:PRIVATE KEY|PARAMETERS))-----.*?-----END \\1-----", Pattern.DOTALL);

    /** Reads a file. Throws IllegalArgumentException if the file has no certificate or cannot be read. */
    static PemCertificate read(Path file) {
        String text = text(file);
        try {
            String certificates = OTHER_BLOCK.matcher(text).replaceAll("");
            String read = certificates.contains("-----BEGIN ") ? certificates : text;
            IssuedCertificate issued = IssuedCertificate.parse(read.getBytes(StandardCharsets.ISO_8859_1));
            if (issued.names().isEmpty()) {
                throw new IllegalArgumentException("the " + issued + " cannot be ordered again");
            }
            return new PemCertificate(file, issued);
        } catch (IllegalArgumentException e) {
            throw wrong(file, e.getMessage());
        }
    }

    /**
     * Reads the private key. Throws IllegalArgumentException if there is no private key, or if the private key does not
     * belong to the certificate.
     */
    KeyAndCsr key() {
        String name = file.getFileName().toString();
        List<Path> beside = Stream.of(name + ".key", name.replaceFirst("\\.[^.]+$", "") + ".key", "privkey.pem")
                .map(file::resolveSibling)
                .toList();
        Path found = text(file).contains("PRIVATE KEY-----")
                ? file
                : beside.stream()
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow(
                                () -> wrong("the file has no private key, and none of these files exists: " + beside));
        try {
            return KeyAndCsr.of(text(found).getBytes(StandardCharsets.ISO_8859_1), issued);
        } catch (IllegalArgumentException e) {
            throw wrong(found, e.getMessage());
        }
    }

    IllegalArgumentException wrong(String message) {
        return wrong(file, message);
    }

    private static IllegalArgumentException wrong(Path file, String message) {
        return new IllegalArgumentException(file + ": " + message);
    }

    /** Returns the contents of a file as text, with one character for each byte. */
    private static String text(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw wrong(file, "this is not a file, or is larger than 1 MiB; name a PEM file");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw wrong(file, "the file cannot be read; check its permissions");
        }
    }
}
