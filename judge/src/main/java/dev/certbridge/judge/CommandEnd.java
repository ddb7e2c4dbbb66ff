package dev.certbridge.judge;

import java.util.List;

/**
 * The end of a command.
 *
 * @param description a text about the way in which the command ended, for example {@code exit code 0}
 * @param byItself true if the command ended by itself within its time limit, or false if the judge ended the command
 * @param lastLines the last lines of the output of the command, without the API key
 */
public record CommandEnd(String description, boolean byItself, List<String> lastLines) {

    public CommandEnd {
        lastLines = List.copyOf(lastLines);
    }
}
