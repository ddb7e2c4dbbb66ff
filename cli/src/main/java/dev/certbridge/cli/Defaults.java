package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** What a command does when it is not told, and how it ends: at the foot of its help, taken from the code. */
final class Defaults {

    private Defaults() {}

    static void addTo(CommandLine command) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Ordered by default:");
        for (Subject subject : Subject.all()) {
            lines.add("  %-9s for %s".formatted(subject.name(), subject.defaultValidity()));
            lines.add("    one name       " + subject.defaultProduct(List.of("www.example.com")));
            lines.add("    several names  " + subject.defaultProduct(List.of("www.example.com", "shop.example.com")));
            lines.add("    a wildcard     " + subject.defaultProduct(List.of("*.example.com")));
        }
        lines.add("");
        lines.add("Exit codes:");
        Arrays.stream(ExitCode.values())
                .map(exit -> "  %d  %s".formatted(exit.code(), exit.meaning()))
                .forEach(lines::add);
        lines.add("  With several resellers 4 wins, then the highest.");
        command.getCommandSpec().usageMessage().footer(lines.toArray(String[]::new));
    }
}
