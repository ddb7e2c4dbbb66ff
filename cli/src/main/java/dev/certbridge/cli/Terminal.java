package dev.certbridge.cli;

import java.io.Console;
import java.io.InputStream;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The terminal of one run of the command line.
 *
 * @param in standard input
 * @param interactive true if a person reads standard output on a terminal
 * @param columns a function that returns the width of the terminal in characters
 */
record Terminal(InputStream in, boolean interactive, IntSupplier columns) {

    private static final Pattern ID = Pattern.compile("certbridge(-certificate)?:\\S+");
    private static final Pattern HASHES = Pattern.compile("(:([A-Za-z0-9_-]{43}|-)){2}$");
    private static final int SHORTEST_ID = 20;

    /** Returns a terminal without input, whose output is a file or a pipe. */
    static Terminal none() {
        return new Terminal(InputStream.nullInputStream(), false, () -> Integer.MAX_VALUE);
    }

    /** Returns the terminal of this process. */
    static Terminal ofProcess() {
        return new Terminal(
                System.in,
                isInteractive(System.console()),
                () -> CommandSpec.create().usageMessage().autoWidth(true).width());
    }

    /**
     * Shortens the ids in a line of a list, so that the line fits the width of the terminal. Returns the line unchanged
     * if standard output is not a terminal.
     */
    String fit(String line) {
        if (!interactive) {
            return line;
        }
        int width = columns.getAsInt();
        StringBuilder fitting = new StringBuilder();
        Matcher ids = ID.matcher(line);
        while (ids.find()) {
            int excess = line.length() - ids.start() + fitting.length() - width;
            ids.appendReplacement(fitting, "");
            fitting.append(shorten(ids.group(), excess));
        }
        return ids.appendTail(fitting).toString();
    }

    /**
     * Removes the hashes at the end of an id. If the id is still too long, also removes its beginning. A shortened id
     * always contains the order number of the reseller.
     */
    private static String shorten(String id, int excess) {
        if (excess <= 0) {
            return id;
        }
        int target = Math.max(SHORTEST_ID, id.length() - excess);
        String unhashed = HASHES.matcher(id).replaceFirst("…");
        return unhashed.length() <= target ? unhashed : "…" + unhashed.substring(unhashed.length() - target + 1);
    }

    private static boolean isInteractive(Console console) {
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on, there is a console also if the output is redirected. Java 17 has no such method.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
