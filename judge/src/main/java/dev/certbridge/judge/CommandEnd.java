package dev.certbridge.judge;

import java.util.List;

/**
 * The end of a command.
 *
 * @param description how the command ended, for example {@code exit code 0}
 * @param byItself true if the command ended within its time limit, false if the judge ended it
 * @param lastLines the last lines of its output, without the API key
 */
public record CommandEnd(String description, boolean byItself, List<String> lastLines) {

    public CommandEnd {
        lastLines = List.copyOf(lastLines);
    }
}
