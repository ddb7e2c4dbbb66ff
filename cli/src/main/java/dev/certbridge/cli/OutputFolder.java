package dev.certbridge.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one certificate goes.
 *
 * @param path the folder
 * @param files what is written there
 */
record OutputFolder(Path path, List<String> files) {

    private static final List<String> WITHOUT_KEY = List.of("request.pem", "cert.pem", "chain.pem", "fullchain.pem");

    /** The folder of a name; a wildcard's star is spelled out, because shells and some file systems mind it. */
    static OutputFolder in(Path parent, String name, boolean keyElsewhere) {
        List<String> files = keyElsewhere
                ? WITHOUT_KEY
                : Stream.concat(Stream.of("privkey.pem"), WITHOUT_KEY.stream()).toList();
        return new OutputFolder(parent.resolve(name.replace("*", "_wildcard")), files);
    }

    /** Refuses to replace anything that was not said to be replaced. */
    void requireFree(boolean force) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is not a folder; nothing was ordered");
        }
        List<String> there = force
                ? List.of()
                : files.stream()
                        .filter(file -> Files.exists(path.resolve(file), LinkOption.NOFOLLOW_LINKS))
                        .toList();
        if (!there.isEmpty()) {
            throw new IllegalArgumentException(path + " already holds " + String.join(", ", there)
                    + "; nothing was ordered. Replace with --force, or write elsewhere with --out");
        }
    }
}
