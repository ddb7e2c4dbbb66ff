package dev.certbridge.cli;

import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.reseller.spi.ResellerProvider.Environment;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Adds the default products, the environment variables and the exit codes to the help of the commands. */
final class HelpFooter {

    private static final Set<String> ORDERING = Set.of("order", "quote", "renew");
    private static final Set<String> OTHER_EXIT_CODES = Set.of("spec", "conformance", "judge");

    private HelpFooter() {}

    /**
     * Adds an example and the exit codes to the help of a command line. Also completes the help of each subcommand.
     *
     * @param clock the clock that determines the default validity
     */
    static void addTo(CommandLine root, Clock clock) {
        addExitCodes(root);
        addToCommands(root, clock);
    }

    private static void addExitCodes(CommandLine root) {
        UsageMessageSpec usage = root.getCommandSpec().usageMessage();
        List<String> lines = new ArrayList<>(List.of("", "Example:"));
        lines.addAll(List.of(usage.footer()));
        exitCodes(lines);
        usage.footer(lines.toArray(String[]::new));
    }

    private static void addToCommands(CommandLine root, Clock clock) {
        root.getSubcommands().forEach((name, command) -> {
            if (!OTHER_EXIT_CODES.contains(name) && !command.getSubcommands().isEmpty()) {
                addToCommands(command, clock);
                if (command.getCommandSpec().findOption("--json") == null) {
                    return;
                }
            }
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            List<String> lines = new ArrayList<>(Arrays.asList(usage.footer()));
            if (!lines.isEmpty() && lines.get(0).startsWith("  certbridge ")) {
                lines.addAll(0, List.of("", "Example:"));
            }
            if (ORDERING.contains(name)) {
                products(lines, clock);
            }
            if (command.getCommandSpec().findOption("--live") != null) {
                keys(lines);
            }
            if (!OTHER_EXIT_CODES.contains(name)) {
                exitCodes(lines);
            }
            usage.footer(lines.toArray(String[]::new));
        });
    }

    private static void products(List<String> lines, Clock clock) {
        lines.add("");
        lines.add("Default products and validities at stubs:");
        for (ResellerProvider provider : ResellerProvider.all()) {
            lines.add("  %-9s for %s".formatted(provider.name(), ProductOptions.longest(provider, clock)));
            lines.add("    one name       " + provider.defaultProduct(List.of("www.example.com")));
            lines.add("    several names  " + provider.defaultProduct(List.of("www.example.com", "shop.example.com")));
            lines.add("    a wildcard     " + provider.defaultProduct(List.of("*.example.com")));
        }
    }

    private static void keys(List<String> lines) {
        lines.add("");
        lines.add("Environment variables for the real services:");
        for (ResellerProvider provider : ResellerProvider.all()) {
            for (Environment environment : provider.environments()) {
                lines.add("  %-9s --%-5s %s, %s%s"
                        .formatted(
                                provider.name(),
                                environment.name(),
                                environment.keyVariable(),
                                environment.accountVariable(),
                                environment.accountRequired() ? "" : " (optional label)"));
            }
        }
        lines.add("  HTTPS_PROXY  the proxy, such as http://user:password@host:port");
        lines.add("  NO_PROXY     the hosts to call without the proxy");
    }

    private static void exitCodes(List<String> lines) {
        lines.add("");
        lines.add("Exit codes:");
        Arrays.stream(ExitCode.values())
                .map(exit -> String.format(Locale.ROOT, "  %d  %s", exit.code(), exit.meaning()))
                .forEach(lines::add);
        lines.add("  With several resellers: exit code 4 if one code is 4, otherwise the highest.");
    }
}
