package dev.certbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * Escapes text for a terminal. Text from a reseller must not move the cursor of the terminal, reverse the order of
 * characters, or look like a line of this program.
 */
final class PrintableText {

    private PrintableText() {}

    /** Returns the text in one line. Unsafe characters and line breaks are escaped, as in {@code \}{@code u001b}. */
    static String of(String text) {
        return escaped(text, "");
    }

    /** Escapes all unsafe characters in a text, except line feeds. */
    static String document(String text) {
        return escaped(text, "\n");
    }

    /**
     * Returns a writer that escapes all unsafe characters, except line breaks. The writer reports a failure of the
     * stream.
     */
    static PrintWriter writer(PrintWriter stream) {
        Writer escaping = new Writer() {
            @Override
            public void write(char[] text, int start, int length) {
                stream.write(escaped(new String(text, start, length), "\n\r"));
            }

            @Override
            public void flush() throws IOException {
                // A PrintWriter reports failures only through checkError.
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

    /** Returns true if a character is a control, format or separator character, a surrogate, or unassigned. */
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
