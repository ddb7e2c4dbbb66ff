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
 * The list of the files that were generated into a folder. The list is a file in the folder of the generated files.
 * Each line of the list has the contract, a tab and a generated file, because several contracts can share a folder and
 * even files.
 */
final class WrittenFiles {

    private final Path folder;
    private final Path list;

    WrittenFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.list = this.folder.resolve(Path.of(".openapi-generator", "written-files.txt"));
    }

    /**
     * Replaces the files of a contract in the list. Deletes each earlier file of this contract that is no longer in the
     * list.
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
