package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options that select the key of an order. Users give either a CSR from another program, or the type of the key to
 * create.
 */
final class KeyOptions {

    /** The maximum size of a CSR file, in bytes. A CSR with a thousand names has about 40 KiB. */
    private static final int LARGEST_CSR = 256 * 1024;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--csr",
            order = 20,
            paramLabel = "FILE",
            description = "Use the CSR (PEM) in this file, or - for standard input. certbridge never reads the"
                    + " private key of the CSR.")
    private @Nullable Path file;

    @Option(
            names = "--key",
            order = 20,
            paramLabel = "TYPE",
            completionCandidates = KeyTypeNames.class,
            description = "Create a key of this type: ${COMPLETION-CANDIDATES}. Default: ec-p256.")
    private @Nullable KeyType type;

    /**
     * Reads the CSR if {@code --csr} is given. Throws if the CSR file cannot be read, or if {@code --csr} and
     * {@code --key} are both given.
     */
    Choice read() {
        if (file != null && type != null) {
            throw new IllegalArgumentException("--csr and --key exclude each other; the CSR determines the key");
        }
        return new Choice(Optional.ofNullable(file).map(this::read), Optional.ofNullable(type));
    }

    private Csr read(Path path) {
        return path.equals(OutputOptions.STANDARD_STREAM)
                ? readFrom(
                        "standard input",
                        CliContext.of(Objects.requireNonNull(command))
                                .terminal()
                                .in())
                : csrIn(path);
    }

    /** Reads the CSR in a file. */
    static Csr csrIn(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no CSR file " + file);
        }
        if (!Files.isRegularFile(file)) {
            // Opening a pipe may block, and a device may have no end.
            throw new IllegalArgumentException(
                    "the CSR file " + file + " is a folder, a device or a pipe; give the CSR (PEM) in a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return readFrom("the CSR file " + file, in);
        } catch (IOException e) {
            throw new IllegalArgumentException("the CSR file " + file + " cannot be read", e);
        }
    }

    private static Csr readFrom(String what, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(LARGEST_CSR + 1);
            if (bytes.length > LARGEST_CSR) {
                throw new IllegalArgumentException(
                        what + " has more than " + LARGEST_CSR + " bytes; give the CSR (PEM) alone");
            }
            return Csr.parse(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException(what + " cannot be read", e);
        }
    }

    /**
     * The key that the arguments select.
     *
     * @param csr the CSR that another program created
     * @param type the type of the key to create, or empty for the default type
     */
    record Choice(Optional<Csr> csr, Optional<KeyType> type) {

        /** Creates a key of the selected type, and a CSR for these domain names. */
        KeyAndCsr generate(List<String> names) {
            return type.orElse(KeyType.EC_P256).generate(names);
        }

        /**
         * Returns the ending of the names under which keys of this type are stored. The ending is empty for the default
         * key type.
         */
        String suffix() {
            return type.filter(selected -> selected != KeyType.EC_P256)
                    .map(selected -> "-" + JsonOutput.word(selected))
                    .orElse("");
        }

        /** Returns true if a certificate for this key satisfies the arguments. */
        boolean matches(PublicKey key) {
            return csr.map(Csr::publicKey).filter(wanted -> !wanted.equals(key)).isEmpty()
                    && type.filter(wanted -> !KeyType.find(key).equals(Optional.of(wanted)))
                            .isEmpty();
        }
    }

    /** The names of all key types, for help and completion. */
    static final class KeyTypeNames implements Iterable<String> {

        @Override
        public java.util.Iterator<String> iterator() {
            return List.of(KeyType.values()).stream().map(JsonOutput::word).iterator();
        }
    }
}
