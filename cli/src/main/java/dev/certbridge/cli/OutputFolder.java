package dev.certbridge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Where one certificate goes.
 *
 * @param path the folder
 */
record OutputFolder(Path path) {

    private static final List<String> FILES =
            List.of("privkey.pem", "request.pem", "cert.pem", "chain.pem", "fullchain.pem");

    /** The folder of a name; a wildcard's star is spelled out, because shells and some file systems mind it. */
    static OutputFolder in(Path parent, String name) {
        return new OutputFolder(parent.resolve(name.replace("*", "_wildcard")));
    }

    /** Moves what is there into a folder of its own, so that {@code --force} loses no key; empty when nothing is. */
    Optional<Path> setAside() {
        List<String> there = there();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        int number = 1;
        while (Files.exists(path.resolve("replaced-" + number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        Path aside = path.resolve("replaced-" + number);
        try {
            Files.createDirectory(aside);
            move(there, path, aside);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move the old files of " + path + " to " + aside, e);
        }
        return Optional.of(aside);
    }

    /**
     * Undoes what was done for an order that was certainly not placed: the old files return.
     *
     * @param keyWritten whether there is a key of this order to remove
     */
    void takeBack(Optional<Path> aside, boolean keyWritten) {
        try {
            if (keyWritten) {
                Files.deleteIfExists(path.resolve("privkey.pem"));
                Files.deleteIfExists(path.resolve("request.pem"));
            }
            if (aside.isPresent()) {
                move(FILES, aside.get(), path);
                Files.delete(aside.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put the files of " + path + " back", e);
        }
    }

    private static void move(List<String> names, Path from, Path to) throws IOException {
        for (String name : names) {
            if (Files.exists(from.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                Files.move(from.resolve(name), to.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private List<String> there() {
        return FILES.stream()
                .filter(file -> Files.exists(path.resolve(file), LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Refuses to replace anything that was not said to be replaced. */
    void requireFree(boolean force) {
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new IllegalArgumentException(folder + " is not a folder; nothing was ordered");
            }
        }
        List<String> there = force ? List.of() : there();
        if (!there.isEmpty()) {
            throw new IllegalArgumentException(path + " already holds " + String.join(", ", there)
                    + "; nothing was ordered. Replace with --force, or write elsewhere with --out");
        }
    }
}
