package dev.certbridge.conformance.wrong;

import dev.certbridge.conformance.rule.RuleDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rules and wrong clients against each other. */
final class WrongTable {

    private WrongTable() {}

    /** A row for each rule and a column for each client: {@code #} made for it, {@code x} broken too. */
    static String text() {
        StringBuilder table = new StringBuilder();
        WrongClient[] clients = WrongClient.values();
        for (int i = 0; i < clients.length; i++) {
            table.append("%2d %s%n".formatted(i + 1, clients[i].words()));
        }
        table.append("    ");
        for (int i = 0; i < clients.length; i++) {
            table.append("%3d".formatted(i + 1));
        }
        for (RuleDefinition rule : RuleDefinition.all()) {
            table.append("%n%-4s".formatted(rule.number()));
            for (WrongClient client : clients) {
                table.append("  ").append(mark(client, rule.number()));
            }
        }
        return table.append('\n').toString();
    }

    /** The clients that were made for a rule. */
    static String madeFor(RuleDefinition rule) {
        return named(Arrays.stream(WrongClient.values())
                .filter(client -> client.own().contains(rule.number()))
                .toList());
    }

    /** The clients that break a rule as well. */
    static String breakToo(RuleDefinition rule) {
        return named(Arrays.stream(WrongClient.values())
                .filter(client -> !client.own().contains(rule.number()))
                .filter(client -> client.broken().contains(rule.number()))
                .toList());
    }

    private static String named(List<WrongClient> clients) {
        return clients.stream().map(WrongClient::words).collect(Collectors.joining(", "));
    }

    private static char mark(WrongClient client, String rule) {
        return client.own().contains(rule) ? '#' : client.broken().contains(rule) ? 'x' : '.';
    }
}
