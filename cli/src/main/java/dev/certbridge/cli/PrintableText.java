package dev.certbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * Escapes text for a terminal. Much of what is printed comes from a reseller, who must not be able to move the cursor, to
 * imitate our lines, or to reverse the order of the characters.
 */
final class PrintableText {

    private PrintableText() {}

    /** Returns the text in one line: line breaks, control and format characters become escapes such as {@code \}{@code u001b}. */
    static String of(String text) {
        return escaped(text, "");
    }

    /** Returns the text with all escapes but those of line feeds: for a document of several lines. */
    static String document(String text) {
        return escaped(text, "\n");
    }

    /** Returns a writer that escapes everything but line breaks, flushes every line, and fails when the stream has failed. */
    static PrintWriter writer(PrintWriter stream) {
        Writer escaping = new Writer() {
            @Override
            public void write(char[] text, int start, int length) {
                stream.write(escaped(new String(text, start, length), "\n\r"));
            }

            @Override
            public void flush() throws IOException {
                // A PrintWriter reports failures only here.
                if (stream.checkError()) {
                    throw new IOException("the stream cannot be written");
                }
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
        return new PrintWriter(escaping, true);
    }

    private static String escaped(String text, String kept) {
        if (text.codePoints().noneMatch(c -> isUnsafe(c) && kept.indexOf(c) < 0)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isUnsafe(c) && kept.indexOf(c) < 0) {
                for (char unit : Character.toChars(c)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** Covers control and format characters (bidirectional controls among them), separators and unpaired surrogates. */
    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
