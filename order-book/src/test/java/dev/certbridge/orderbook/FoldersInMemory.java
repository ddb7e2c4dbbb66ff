package dev.certbridge.orderbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary folders in memory if the machine has room for them; {@code junit-platform.properties} names this class. A book syncs
 * every commit, and tests mostly waited for the disk. Nothing that is tested depends on the disk: settings are read back, and
 * files of a killed process stay. Only a power cut would make a difference.
 */
final class FoldersInMemory implements TempDirFactory {

    private static final Path MEMORY = Path.of("/dev/shm");
    /** A container often has 64 MiB, which one database would fill. */
    private static final long ROOM = 2L << 30;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        boolean roomy = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM;
        return roomy ? Files.createTempDirectory(MEMORY, "certbridge-") : Files.createTempDirectory("certbridge-");
    }
}
