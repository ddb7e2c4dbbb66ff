package dev.certbridge.reseller.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body as long as it may be, but never slow: every mebibyte that arrived gives the deadline's time anew. */
final class ProlongingStream extends FilterInputStream {

    private static final int MEBIBYTE = 1024 * 1024;

    private final Deadline deadline;
    private int sinceProlonged;

    ProlongingStream(InputStream in, Deadline deadline) {
        super(in);
        this.deadline = deadline;
    }

    /** Only the head and the end of gzip are read byte by byte, and those few do not count. */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        arrived(read);
        return read;
    }

    private void arrived(int bytes) {
        sinceProlonged += Math.max(bytes, 0);
        if (sinceProlonged >= MEBIBYTE) {
            sinceProlonged = 0;
            deadline.again();
        }
    }
}
