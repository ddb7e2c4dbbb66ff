package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The waivers from {@code conformance-tests/waivers.yaml}. A waiver accepts gaps of the matrix. */
record Waivers(List<Waiver> all) {

    /** The maximum number of waivers in the file. */
    static final int MOST = 10;

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Set<String> KEYS = Set.of("reseller", "operation", "status", "columns", "reason");

    /** A waiver for the gaps of one row. */
    record Waiver(OperationStatus row, Set<MatrixColumn> columns, String reason) {}

    Waivers {
        all = List.copyOf(all);
    }

    static Waivers none() {
        return new Waivers(List.of());
    }

    /** Reads the waivers of this repository from the class path. */
    static Waivers ofKit() {
        try (InputStream in = Waivers.class.getResourceAsStream("/dev/certbridge/conformance/waivers.yaml")) {
            return parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read waivers.yaml", e);
        }
    }

    /**
     * Reads a YAML list of entries with {@code reseller}, {@code operation}, {@code status}, {@code columns} (a list of
     * lower-case {@link MatrixColumn}s) and {@code reason}.
     *
     * @throws IllegalArgumentException if an entry is invalid or repeated, or if there are more than {@value #MOST}
     *     entries; the message is one line
     */
    static Waivers parse(String yaml) {
        List<Waiver> waivers = new ArrayList<>();
        Set<OperationStatus> rows = new HashSet<>();
        try (JsonParser parser = YAML.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    int line = parser.currentTokenLocation().getLineNr();
                    Waiver waiver = waiver(parser.readValueAsTree(), line);
                    if (!rows.add(waiver.row())) {
                        throw invalid(line, "repeats another entry; keep one");
                    }
                    waivers.add(waiver);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read waivers.yaml", e);
        }
        if (waivers.size() > MOST) {
            throw new IllegalArgumentException("waivers.yaml has " + waivers.size() + " entries, and at most " + MOST
                    + " are allowed. Fill gaps instead");
        }
        return new Waivers(waivers);
    }

    Optional<Waiver> find(OperationStatus row, MatrixColumn column) {
        return all.stream()
                .filter(waiver -> waiver.row().equals(row) && waiver.columns().contains(column))
                .findFirst();
    }

    private static Waiver waiver(JsonNode entry, int line) {
        Set<String> given = entry.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        if (!given.equals(KEYS)) {
            throw invalid(line, "needs exactly reseller, operation, status, columns and reason, but has " + given);
        }
        String status = entry.get("status").asText();
        String reason = entry.get("reason").asText().strip();
        if (reason.isEmpty()) {
            throw invalid(line, "has no reason; write why the gap is accepted");
        }
        if (!status.matches("[0-9]{3}")) {
            throw invalid(line, "has no HTTP status; write a number like 404");
        }
        OperationStatus row = new OperationStatus(
                entry.get("reseller").asText(), entry.get("operation").asText(), Integer.parseInt(status));
        return new Waiver(row, columns(entry.get("columns"), line), reason);
    }

    private static Set<MatrixColumn> columns(JsonNode names, int line) {
        Set<MatrixColumn> columns = EnumSet.noneOf(MatrixColumn.class);
        for (JsonNode name : names) {
            columns.add(MatrixColumn.find(name.asText())
                    .filter(MatrixColumn::isWaivable)
                    .orElseThrow(() -> invalid(
                            line,
                            "names " + name.asText() + ", which is not a column with waivers; use evidence,"
                                    + " open, example, stub, pact or rule")));
        }
        if (columns.isEmpty()) {
            throw invalid(line, "lists no columns; write them like [pact, rule]");
        }
        return columns;
    }

    private static IllegalArgumentException invalid(int line, String what) {
        return new IllegalArgumentException("waivers.yaml, line " + line + ": the entry " + what);
    }
}
