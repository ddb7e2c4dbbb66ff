package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.fleet.FleetEntry;
import dev.certbridge.fleet.FleetPlan;
import dev.certbridge.fleet.FleetReport;
import dev.certbridge.fleet.FleetState;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints the plan and the result of {@code certbridge keep}, and derives the exit code. */
final class KeepOutput {

    private static final List<ExitCode> SERIOUS =
            List.of(ExitCode.OUTCOME_UNKNOWN, ExitCode.FAILED, ExitCode.ACTION_REQUIRED, ExitCode.DEADLINE);

    private final Output output;
    private final Instant now;

    KeepOutput(Output output) {
        this.output = output;
        this.now = output.context().options().clock().instant();
    }

    /**
     * Prints the result of a run.
     *
     * @param delivered the ids of the certificates that were delivered in this run
     */
    int report(FleetReport report, Set<String> delivered) {
        // What is still due could not be ordered.
        ExitCode exit = exit(report.entries(), ExitCode.FAILED);
        ObjectNode document = document(report.entries(), report.ordered());
        output.print(document.put("exit", exit.code()), lines -> {
            sorted(report.entries()).stream()
                    .filter(entry -> entry.state() != FleetState.VALID
                            || delivered.contains(entry.spec().id()))
                    .forEach(entry -> lines.item(line(entry)));
            lines.item(summary(report.entries()) + "; " + report.ordered().size() + " ordered");
        });
        return exit.code();
    }

    /**
     * Prints the plan of a run.
     *
     * @param dueOnly true to print only certificates that need attention
     */
    int plan(FleetPlan plan, boolean dueOnly) {
        ExitCode exit = exit(plan.entries(), ExitCode.DONE);
        output.print(planned(plan).put("exit", exit.code()), lines -> {
            sorted(plan.entries()).stream()
                    .filter(entry -> !dueOnly || entry.state() != FleetState.VALID)
                    .forEach(entry -> lines.item(line(entry)));
            lines.item(summary(plan.entries()) + "; a run orders " + plan.due().size() + cost(plan));
        });
        return exit.code();
    }

    /** Returns the plan as JSON. */
    ObjectNode planned(FleetPlan plan) {
        return document(plan.entries(), List.of());
    }

    /** Returns the maximum cost of a plan, as the last words of a sentence. */
    static String cost(FleetPlan plan) {
        List<String> parts = new ArrayList<>();
        plan.mostExpensive().values().stream().map(Money::toString).forEach(parts::add);
        if (plan.unquoted() > 0) {
            parts.add(plan.unquoted() + " without a price");
        }
        return parts.isEmpty() ? "" : ", for at most " + String.join(" and ", parts);
    }

    /** Returns the entries in a sequence that begins with those that need attention. */
    static List<FleetEntry> sorted(List<FleetEntry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(FleetEntry::state)
                        .reversed()
                        .thenComparing(entry -> entry.notAfter().orElse(Instant.MIN))
                        .thenComparing(entry -> entry.spec().id()))
                .toList();
    }

    /** Returns the number of full days until a certificate ends. Returns empty if no certificate is deployed. */
    Optional<Long> daysLeft(FleetEntry entry) {
        return entry.notAfter().map(end -> Duration.between(now, end).toDays());
    }

    private String line(FleetEntry entry) {
        String days = daysLeft(entry).map(left -> left + " d").orElse("-");
        String price = entry.most().map(most -> " [" + most + "]").orElse("");
        return String.format(
                Locale.ROOT,
                "%-15s %6s  %s: %s%s",
                JsonOutput.word(entry.state()),
                days,
                entry.spec().id(),
                entry.message(),
                price);
    }

    /** Returns the number of certificates in each state. */
    static String summary(List<FleetEntry> entries) {
        Map<FleetState, Long> counts = entries.stream()
                .collect(Collectors.groupingBy(
                        FleetEntry::state, () -> new EnumMap<>(FleetState.class), Collectors.counting()));
        return entries.size()
                + (entries.size() == 1 ? " certificate: " : " certificates: ")
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + JsonOutput.word(count.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private ObjectNode document(List<FleetEntry> entries, List<Intent> ordered) {
        ObjectNode node =
                JsonOutput.list("certificates", sorted(entries).stream().map(this::entry));
        JsonOutput.texts(node, "ordered", ordered.stream().map(Intent::name).toList());
        FleetPlan plan = new FleetPlan(entries);
        ArrayNode most = node.putArray("mostExpensive");
        plan.mostExpensive().values().stream().map(Money::toString).forEach(most::add);
        return node.put("unquoted", plan.unquoted());
    }

    private ObjectNode entry(FleetEntry entry) {
        ObjectNode node = JsonOutput.object();
        node.put("id", entry.spec().id());
        node.put("reseller", entry.spec().reseller());
        node.put("product", entry.spec().product());
        JsonOutput.texts(node, "names", entry.spec().names());
        node.put("state", JsonOutput.word(entry.state()));
        JsonOutput.text(node, "notAfter", entry.notAfter());
        node.put("daysLeft", daysLeft(entry).orElse(null));
        JsonOutput.text(node, "dueAt", entry.dueAt());
        JsonOutput.text(node, "serial", entry.serial());
        JsonOutput.text(node, "intent", entry.intent().map(Intent::name));
        JsonOutput.text(node, "orderId", entry.order());
        JsonOutput.text(node, "most", entry.most().flatMap(KeepOutput::limit));
        return node.put("message", entry.message());
    }

    /** Returns the price limit, or empty if there is no price limit. */
    static Optional<Money> limit(Spending spending) {
        return spending instanceof Spending.UpTo upTo ? Optional.of(upTo.limit()) : Optional.empty();
    }

    /**
     * Returns the exit code for the states of certificates: the first code in {@link #SERIOUS} that belongs to one of
     * the states. The code of a failed certificate takes precedence over the code of a certificate that waits for its
     * order. In {@link ExitCode#worst}, the code of a waiting order takes precedence over the code of a failure.
     *
     * @param due the exit code if a certificate is due
     */
    private static ExitCode exit(List<FleetEntry> entries, ExitCode due) {
        Function<FleetEntry, ExitCode> code = entry -> switch (entry.state()) {
            case VALID, TAKEN -> ExitCode.DONE;
            case DUE -> due;
            case WAITING -> ExitCode.DEADLINE;
            case DELIVERY_FAILED, FAILED -> ExitCode.FAILED;
            case ACTION_REQUIRED -> ExitCode.ACTION_REQUIRED;
            case OUTCOME_UNKNOWN -> ExitCode.OUTCOME_UNKNOWN;
        };
        Set<ExitCode> codes = entries.stream().map(code).collect(Collectors.toSet());
        return SERIOUS.stream().filter(codes::contains).findFirst().orElse(ExitCode.DONE);
    }
}
