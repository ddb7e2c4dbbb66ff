package dev.certbridge.conformance.wire;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A table of status, body and outcome; the first row that fits decides.
 *
 * @param rows in order
 */
record ExpectedOutcomes(List<Row> rows) {

    /**
     * One line of it.
     *
     * @param status a status, a range or {@code *}
     * @param body the name of a body, or {@code *}
     * @param outcome in the words of {@code x-outcome}
     */
    record Row(String status, String body, String outcome) {
        private boolean fits(int seen, String name) {
            return (body.equals("*") || body.equals(name)) && (status.equals("*") || within(seen));
        }

        private boolean within(int seen) {
            String[] ends = status.split("-");
            return seen >= Integer.parseInt(ends[0]) && seen <= Integer.parseInt(ends[ends.length - 1]);
        }
    }

    static ExpectedOutcomes of(String table) {
        return new ExpectedOutcomes(table.lines()
                .map(line -> line.strip().split("\\s+"))
                .map(cells -> new Row(cells[0], cells[1], cells[2]))
                .toList());
    }

    /** Returns this table, followed by another one. */
    ExpectedOutcomes then(ExpectedOutcomes other) {
        return new ExpectedOutcomes(
                Stream.concat(rows.stream(), other.rows.stream()).toList());
    }

    /** Returns this table without the rows of a body. */
    ExpectedOutcomes without(String body) {
        return new ExpectedOutcomes(
                rows.stream().filter(row -> !row.body().equals(body)).toList());
    }

    String outcome(int status, String body) {
        return rows.stream()
                .filter(row -> row.fits(status, body))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    /** The whole table, each status with each body. */
    Map<String, String> over(Collection<Integer> statuses, Map<String, String> bodies) {
        Map<String, String> all = new TreeMap<>();
        for (int status : statuses) {
            bodies.keySet().forEach(body -> all.put(status + " " + body, outcome(status, body)));
        }
        return all;
    }
}
