package dev.certbridge.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The list of the files that were generated into a folder. The list is stored in the same folder. Each line has the
 * contract, a tab and a file, because several contracts can share a folder and even files.
 */
final class WrittenFiles {

    private final Path folder;
    private final Path list;

    WrittenFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.list = this.folder.resolve(Path.of(".openapi-generator", "written-files.txt"));
    }

    /**
     * Replaces the listed files of a contract. Deletes each file that was listed for this contract before and is not
     * listed for any contract now.
     */
    void replace(String contract, Set<Path> files) {
        try {
            Set<String> earlier = new TreeSet<>();
            Set<String> now = new TreeSet<>();
            List<String> lines = new ArrayList<>();
            for (String line : Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
                String[] parts = line.split("\t", 2);
                if (parts[0].equals(contract)) {
                    earlier.add(parts[1]);
                } else {
                    now.add(parts[1]);
                    lines.add(line);
                }
            }
            for (Path file : files) {
                String name =
                        folder.relativize(file.toAbsolutePath().normalize()).toString();
                now.add(name);
                lines.add(contract + "\t" + name);
            }
            earlier.removeAll(now);
            for (String stale : earlier) {
                Files.deleteIfExists(folder.resolve(stale));
            }
            Files.createDirectories(list.getParent());
            Files.write(list, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot update the list of generated files " + list, e);
        }
    }
}
