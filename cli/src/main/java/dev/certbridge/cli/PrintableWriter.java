package dev.certbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Standard output or standard error behind {@link PrintableText}: everything that a command prints is safe to show on a
 * terminal. Fails once the stream behind it has failed, so that a lost result is noticed.
 */
final class PrintableWriter extends Writer {

    private final PrintWriter stream;

    private PrintableWriter(PrintWriter stream) {
        this.stream = stream;
    }

    /** Returns a writer to this stream that shows every line at once. */
    static PrintWriter to(PrintWriter stream) {
        return new PrintWriter(new PrintableWriter(stream), true);
    }

    @Override
    public void write(char[] text, int start, int length) {
        stream.write(PrintableText.lines(new String(text, start, length)));
    }

    @Override
    public void flush() throws IOException {
        // Flushes first; a stream never tells of a failure otherwise.
        if (stream.checkError()) {
            throw new IOException("the stream cannot be written");
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
