package dev.certbridge.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The source file of a contract on the class path. Reports name the source file, because a person edits this file to
 * change the contract. If a contract was copied to the class path, the file {@code origin.txt} beside the copy contains
 * the path of the source file.
 *
 * @param path the path of the source file, with slashes
 * @param copied true if the contract was copied from this file
 * @param hasLines true if the contract has the same lines as this file; false if the contract was combined from several
 *     files
 */
public record ContractOrigin(String path, boolean copied, boolean hasLines) {

    private static final String FILE = "origin.txt";

    /**
     * Returns the origin of a contract on the class path. If the class path has no {@code origin.txt}, the origin is
     * the path of the contract in the repository of certbridge.
     */
    public static ContractOrigin of(String reseller) {
        String resource = "/dev/certbridge/specs/" + reseller + "/" + FILE;
        try (InputStream in = ContractOrigin.class.getResourceAsStream(resource)) {
            if (in == null) {
                return new ContractOrigin("specs/" + reseller + "/openapi.yaml", false, true);
            }
            List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
            return new ContractOrigin(lines.get(0), true, Boolean.parseBoolean(lines.get(1)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /**
     * Returns the origin of a contract that is copied from a file. The path is relative if the file is below the
     * working folder, because code hosts need a relative path.
     */
    public static ContractOrigin copiedFrom(Path file, ContractDocument contract) throws IOException {
        Path working = Path.of("").toAbsolutePath();
        Path whole = file.toAbsolutePath().normalize();
        Path shown = whole.startsWith(working) ? working.relativize(whole) : whole;
        return new ContractOrigin(
                shown.toString().replace('\\', '/'),
                true,
                Files.readString(file).equals(contract.text()));
    }

    /** Writes the origin beside the copy of the contract. */
    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), path + "\n" + hasLines + "\n");
    }

    /**
     * Returns the path of the source file with a line of the contract. If the contract was combined from several files,
     * the method returns only the path.
     */
    public String at(int line) {
        return hasLines ? path + ":" + line : path;
    }
}
