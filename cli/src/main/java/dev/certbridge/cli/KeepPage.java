package dev.certbridge.cli;

import dev.certbridge.fleet.FleetEntry;
import dev.certbridge.fleet.FleetPlan;
import dev.certbridge.fleet.FleetState;
import dev.certbridge.reseller.order.Money;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An HTML page with all certificates of a file and a calendar of their renewals. The HTML page needs no script and no
 * other file.
 */
final class KeepPage {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Certificates</title>
            <style>
            body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #222 }
            table { border-collapse: collapse; width: 100% } th { text-align: left }
            th, td { padding: .3em .6em; border-bottom: 1px solid #ddd; vertical-align: top }
            .months { display: flex; flex-wrap: wrap; gap: 2em } .months table { width: auto }
            .months td, .months th { text-align: right; border: 0; min-width: 1.6em } .months caption { text-align: left }
            .months td.due { background: #fc6; font-weight: bold }
            .state { white-space: nowrap } .valid { color: #060 } .taken { color: #060 } .waiting, .due { color: #850 }
            .failed, .delivery-failed, .action-required, .outcome-unknown { color: #a00; font-weight: bold }
            </style>
            </head>
            <body>
            """;

    private final FleetPlan plan;
    private final Instant now;

    KeepPage(FleetPlan plan, Clock clock) {
        this.plan = plan;
        this.now = clock.instant();
    }

    /** Returns the page. */
    String html() {
        StringBuilder html = new StringBuilder(HEAD);
        html.append("<h1>Certificates</h1>\n<p>%s. A run now orders %s%s.</p>\n"
                .formatted(
                        escaped(KeepOutput.summary(plan.entries())),
                        plan.due().size(),
                        escaped(KeepOutput.cost(plan))));
        table(html);
        calendar(html);
        return html + "<p>State of " + now.truncatedTo(ChronoUnit.SECONDS) + ".</p>\n</body>\n</html>\n";
    }

    private void table(StringBuilder html) {
        html.append(
                "<table>\n<thead><tr><th>certificate<th>state<th>days left<th>ends<th>renewal<th>next step</thead>\n");
        for (FleetEntry entry : KeepOutput.sorted(plan.entries())) {
            String state = JsonOutput.word(entry.state());
            html.append("""
                    <tr><td>%s<br><small>%s</small><td class="state %s">%s<td>%s<td>%s<td>%s<td>%s
                    """.formatted(
                            escaped(entry.spec().id()),
                            escaped(String.join(", ", entry.spec().names())),
                            state,
                            state,
                            entry.notAfter()
                                    .map(end -> String.valueOf(
                                            Duration.between(now, end).toDays()))
                                    .orElse("-"),
                            day(entry.notAfter()),
                            day(entry.dueAt()),
                            escaped(entry.message())));
        }
        html.append("</table>\n");
    }

    /** Adds the months in which certificates are due, with the cost of each month. */
    private void calendar(StringBuilder html) {
        Map<YearMonth, Map<LocalDate, List<FleetEntry>>> months = new TreeMap<>();
        for (FleetEntry entry : plan.entries()) {
            dueDay(entry)
                    .ifPresent(day -> months.computeIfAbsent(YearMonth.from(day), unused -> new TreeMap<>())
                            .computeIfAbsent(day, unused -> new ArrayList<>())
                            .add(entry));
        }
        if (months.isEmpty()) {
            return;
        }
        html.append("<h2>Coming renewals</h2>\n<div class=\"months\">\n");
        months.forEach((month, days) -> {
            List<FleetEntry> all = days.values().stream().flatMap(List::stream).toList();
            html.append("<table><caption><b>%s %s</b><br>%s %s%s</caption>\n"
                    .formatted(
                            month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                            month.getYear(),
                            all.size(),
                            all.size() == 1 ? "renewal" : "renewals",
                            escaped(cost(all))));
            html.append("<tr><th>Mo<th>Tu<th>We<th>Th<th>Fr<th>Sa<th>Su\n<tr>");
            html.append("<td>".repeat(month.atDay(1).getDayOfWeek().getValue() - 1));
            for (int n = 1; n <= month.lengthOfMonth(); n++) {
                LocalDate day = month.atDay(n);
                if (n > 1 && day.getDayOfWeek().getValue() == 1) {
                    html.append("\n<tr>");
                }
                cell(html, n, days.getOrDefault(day, List.of()));
            }
            html.append("\n</table>\n");
        });
        html.append("</div>\n<p>Marked days have renewals; the number of certificates is in brackets.</p>\n");
    }

    private static void cell(StringBuilder html, int day, List<FleetEntry> due) {
        if (due.isEmpty()) {
            html.append("<td>").append(day);
            return;
        }
        String ids = due.stream().map(entry -> entry.spec().id()).collect(Collectors.joining(", "));
        html.append("<td class=\"due\" title=\"%s\">%s (%s)".formatted(escaped(ids), day, due.size()));
    }

    /**
     * Returns the day of the next renewal. For a certificate that is due, returns today. Returns empty if there is no
     * next renewal, for instance because the renewal is already ordered.
     */
    private Optional<LocalDate> dueDay(FleetEntry entry) {
        if (entry.state() == FleetState.DUE) {
            return Optional.of(day(now));
        }
        return entry.dueAt().filter(now::isBefore).map(KeepPage::day);
    }

    private static String cost(List<FleetEntry> due) {
        Map<String, Money> sums = new TreeMap<>();
        long unquoted = 0;
        for (FleetEntry entry : due) {
            Optional<Money> limit = KeepOutput.limit(entry.spec().spending());
            limit.ifPresent(money -> sums.merge(
                    money.currency(), money, (a, b) -> new Money(a.currency(), Math.addExact(a.cents(), b.cents()))));
            unquoted += limit.isPresent() ? 0 : 1;
        }
        List<String> parts = new ArrayList<>(
                sums.values().stream().map(sum -> "at most " + sum).toList());
        if (unquoted > 0) {
            parts.add(unquoted + " without a price");
        }
        return ", " + String.join(", ", parts);
    }

    private static String day(Optional<Instant> time) {
        return time.map(known -> day(known).toString()).orElse("-");
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
