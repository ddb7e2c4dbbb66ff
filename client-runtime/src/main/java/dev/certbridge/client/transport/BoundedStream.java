package dev.certbridge.client.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what is read, and ends a body that is too long as a whole or in one entry. Remembers how it broke off. */
final class BoundedStream extends FilterInputStream {

    private final long longest;
    private final int longestEntry;
    private long count;
    private long entryFrom;
    private @Nullable IOException failure;

    BoundedStream(InputStream in, long longest, int longestEntry) {
        super(in);
        this.longest = longest;
        this.longestEntry = longestEntry;
    }

    /** The next entry begins about here: a parser reads ahead by a few kilobytes. */
    void entryBegins() {
        entryFrom = count;
    }

    /** What ended this stream, if something did. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = super.read(buffer, offset, length);
            count += Math.max(read, 0);
            if (count > longest) {
                throw new BoundedBody.UnreadableException("the answer is longer than " + longest + " bytes");
            }
            if (count - entryFrom > longestEntry) {
                throw new BoundedBody.UnreadableException("an entry is longer than " + longestEntry + " bytes");
            }
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Not passed on: closing would read on to the end, also of what is too long. */
    @Override
    public void close() {}
}
