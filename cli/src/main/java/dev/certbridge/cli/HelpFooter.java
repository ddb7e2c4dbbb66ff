package dev.certbridge.cli;

import dev.certbridge.conformance.RealService;
import dev.certbridge.conformance.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What commands do when they are not told, and how they end: at the foot of their help, taken from the code. */
final class HelpFooter {

    private static final Set<String> ORDERING = Set.of("order", "quote", "renew");
    private static final Set<String> OTHER_ENDS = Set.of("spec", "conformance");

    private HelpFooter() {}

    static void addTo(CommandLine root) {
        root.getSubcommands().forEach((name, command) -> {
            if (!OTHER_ENDS.contains(name) && !command.getSubcommands().isEmpty()) {
                addTo(command);
                return;
            }
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            List<String> lines = new ArrayList<>(Arrays.asList(usage.footer()));
            if (ORDERING.contains(name)) {
                products(lines);
            }
            if (command.getCommandSpec().findOption("--live") != null) {
                keys(lines);
            }
            if (!OTHER_ENDS.contains(name)) {
                exitCodes(lines);
            }
            usage.footer(lines.toArray(String[]::new));
        });
    }

    private static void products(List<String> lines) {
        lines.add("");
        lines.add("Ordered by default, at stubs:");
        for (Subject subject : Subject.all()) {
            lines.add("  %-9s for %s".formatted(subject.name(), subject.defaultValidity()));
            lines.add("    one name       " + subject.defaultProduct(List.of("www.example.com")));
            lines.add("    several names  " + subject.defaultProduct(List.of("www.example.com", "shop.example.com")));
            lines.add("    a wildcard     " + subject.defaultProduct(List.of("*.example.com")));
        }
    }

    private static void keys(List<String> lines) {
        lines.add("");
        lines.add("Environment variables of the real services:");
        for (Subject subject : Subject.all()) {
            for (RealService service : subject.realServices()) {
                lines.add("  %-9s --%-5s %s, %s%s"
                        .formatted(
                                subject.name(),
                                service.environment(),
                                service.keyVariable(),
                                service.accountVariable(),
                                service.accountNeeded() ? "" : " (a label)"));
            }
        }
        lines.add(
                "  HTTPS_PROXY is the proxy, http://user:password@host:port; NO_PROXY lists hosts to reach without it.");
    }

    private static void exitCodes(List<String> lines) {
        lines.add("");
        lines.add("Exit codes:");
        Arrays.stream(ExitCode.values())
                .map(exit -> String.format(Locale.ROOT, "  %d  %s", exit.code(), exit.meaning()))
                .forEach(lines::add);
        lines.add("  With several resellers 4 wins, then the highest.");
    }
}
