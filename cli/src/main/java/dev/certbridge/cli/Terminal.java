package dev.certbridge.cli;

import java.io.Console;
import java.io.InputStream;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The terminal of one run of the command line.
 *
 * @param in standard input
 * @param interactive true if a person reads standard output on a terminal
 * @param columns reads the width of the terminal in characters
 */
record Terminal(InputStream in, boolean interactive, IntSupplier columns) {

    /** Returns a terminal without input, whose output goes to a file or a pipe. */
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
