package dev.certbridge.client.transport;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A body that is decoded. It fails once the deadline of its call has passed, but not within its first second. */
final class DecodedBody extends FilterInputStream {

    private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

    private final long until;
    private @Nullable IOException failure;

    /** {@code deadline} is in {@link System#nanoTime}. */
    DecodedBody(byte[] bytes, long deadline) {
        super(new ByteArrayInputStream(bytes));
        long least = System.nanoTime() + LEAST;
        this.until = deadline - least > 0 ? deadline : least;
    }

    /** Thrown when the deadline had passed. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** A parser asks for some kilobytes at a time. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (System.nanoTime() - until > 0) {
            failure = new IOException("its deadline passed while it was decoded");
            throw failure;
        }
        return super.read(into, offset, length);
    }
}
