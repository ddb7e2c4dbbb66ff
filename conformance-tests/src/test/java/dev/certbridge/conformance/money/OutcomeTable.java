package dev.certbridge.conformance.money;

import dev.certbridge.conformance.money.SpendOutcome.Kind;
import dev.certbridge.reseller.book.Reconciliation;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The outcomes of every intent by row, and the bookings of the ledger. */
final class OutcomeTable {

    /** The counts of one row. */
    static final class Line {
        private final Map<Kind, Integer> outcomes = new EnumMap<>(Kind.class);
        private int intents;
        private int bookings;
        private int replays;
        private int placed;
        private int candidates;
        private int notListed;

        synchronized void add(Kind kind) {
            outcomes.merge(kind, 1, Integer::sum);
        }

        synchronized void found(Reconciliation found) {
            if (found instanceof Reconciliation.Placed) {
                placed++;
            } else if (found instanceof Reconciliation.Candidates) {
                candidates++;
            } else {
                notListed++;
            }
        }

        synchronized void ended(int booked, int replayed) {
            intents++;
            bookings += booked;
            replays += replayed;
        }

        synchronized int intents() {
            return intents;
        }

        /** Bookings that came of what we sent, and not of what was sent again on the way. */
        synchronized int bookings() {
            return bookings - replays;
        }

        @Override
        public synchronized String toString() {
            StringBuilder cells = new StringBuilder();
            for (Kind kind : Kind.values()) {
                cells.append("%10d".formatted(outcomes.getOrDefault(kind, 0)));
            }
            return cells
                    + "%10d%10d%10d%10d%10d%10d".formatted(placed, candidates, notListed, intents, bookings, replays);
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();

    synchronized Line line(String name) {
        return lines.computeIfAbsent(name, unused -> new Line());
    }

    /** Returns the table as text. */
    synchronized String table() {
        StringBuilder table = new StringBuilder("%-44s".formatted("outcomes:"));
        for (String head :
                "ordered overspent priced refused unknown placed candidate notlisted intents bookings replays"
                        .split(" ")) {
            table.append("%10s".formatted(head));
        }
        lines.forEach((name, line) -> table.append(System.lineSeparator())
                .append("%-44s".formatted(name))
                .append(line));
        return table.toString();
    }
}
