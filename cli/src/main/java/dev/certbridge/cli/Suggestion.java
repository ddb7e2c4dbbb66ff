package dev.certbridge.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Finds the known word that a mistyped word probably means. */
final class Suggestion {

    private Suggestion() {}

    /** Returns the text "; did you mean X?" to add to a message. Returns an empty text if no known word is similar. */
    static String hint(String typed, Collection<String> known) {
        return nearest(typed, known).map(word -> "; did you mean " + word + "?").orElse("");
    }

    /**
     * Returns the message for wrong arguments. If an option or command is misspelled, the message suggests a similar
     * one.
     */
    static String message(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return failure.getMessage();
        }
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        String typed = unmatched.getUnmatched().get(0).split("=")[0];
        Stream<String> known = typed.startsWith("-")
                ? command.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName)
                : command.subcommands().keySet().stream();
        return failure.getMessage() + hint(typed, known.toList());
    }

    /**
     * Returns the most similar known word. Returns empty if more than a third of the letters differ from every known
     * word.
     */
    static Optional<String> nearest(String typed, Collection<String> known) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(word -> distance(lower, word.toLowerCase(Locale.ROOT))));
    }

    /**
     * Returns the number of edits that change one word into the other (optimal string alignment). An edit inserts,
     * deletes or replaces a letter, or swaps two adjacent letters.
     */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
