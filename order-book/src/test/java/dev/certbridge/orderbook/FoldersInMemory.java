package dev.certbridge.orderbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary folders in memory where a machine has room for them; {@code junit-platform.properties} names it. A book flushes
 * every commit, and waiting for the disk was most of what its tests did. Nothing that is tested is lost: settings are read
 * back as they are, and what a killed process wrote stays. Only a machine that loses its power would tell the difference.
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
