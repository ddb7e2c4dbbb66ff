package dev.certbridge.cli;

import java.util.Locale;

/**
 * Text as it may be shown on a terminal. Much of what is printed comes from a reseller, who must not be able to move the
 * cursor, to begin a line that looks like ours, or to turn the order of the characters around.
 */
final class PrintableText {

    private PrintableText() {}

    /** Returns the text in one line: line breaks, control and format characters become escapes such as {@code \}{@code u001b}. */
    static String of(String text) {
        return escaped(text, "");
    }

    /** Returns the same, with line feeds and carriage returns left as they are. */
    static String lines(String text) {
        return escaped(text, "\n\r");
    }

    /** Returns the same, with line feeds left as they are: for a document whose line breaks are its own. */
    static String document(String text) {
        return escaped(text, "\n");
    }

    private static String escaped(String text, String kept) {
        if (text.codePoints().noneMatch(c -> unsafe(c) && kept.indexOf(c) < 0)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (unsafe(c) && kept.indexOf(c) < 0) {
                for (char unit : Character.toChars(c)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** Control characters, every format character (bidirectional controls among them), separators, and half pairs. */
    private static boolean unsafe(int c) {
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
