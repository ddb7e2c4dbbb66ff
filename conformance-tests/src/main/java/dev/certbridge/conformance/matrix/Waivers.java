package dev.certbridge.conformance.matrix;

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

/** The holes that are accepted for now, from {@code conformance-tests/waivers.yaml}. */
public final class Waivers {

    /** As many as there may be, ever. */
    public static final int MOST = 10;

    private static final Set<String> KEYS = Set.of("reseller", "operation", "status", "columns", "reason");

    private final List<Waiver> all;

    private Waivers(List<Waiver> all) {
        this.all = List.copyOf(all);
    }

    /** No waivers. */
    public static Waivers none() {
        return new Waivers(List.of());
    }

    /** Those of this repository, from the class path. */
    public static Waivers ofKit() {
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
     * @throws IllegalArgumentException in one line that says which entry and why, when one lacks its reason or anything
     *     else, when two are alike, or when there are more than {@value #MOST}
     */
    public static Waivers parse(String yaml) {
        List<Waiver> waivers = new ArrayList<>();
        Set<OperationStatus> places = new HashSet<>();
        for (YamlNode entry : YamlNode.document(yaml).items()) {
            Waiver waiver = waiver(entry);
            if (!places.add(waiver.pair())) {
                throw wrong(entry, "repeats the pair of another; keep one");
            }
            waivers.add(waiver);
        }
        if (waivers.size() > MOST) {
            throw new IllegalArgumentException("waivers.yaml has " + waivers.size() + " entries, and at most " + MOST
                    + " are allowed: fill holes instead");
        }
        return new Waivers(waivers);
    }

    /** Every waiver, in the order of the file. */
    public List<Waiver> all() {
        return all;
    }

    Optional<Waiver> of(OperationStatus pair, MatrixColumn column) {
        return all.stream()
                .filter(waiver -> waiver.pair().equals(pair) && waiver.columns().contains(column))
                .findFirst();
    }

    private static Waiver waiver(YamlNode entry) {
        Map<String, YamlNode> given = entry.entries();
        if (!given.keySet().equals(KEYS)) {
            throw wrong(
                    entry, "needs exactly reseller, operation, status, columns and reason, but has " + given.keySet());
        }
        if (entry.get("reason").text().isBlank()) {
            throw wrong(entry, "has no reason; say why the hole is accepted for now");
        }
        if (!entry.get("status").text().matches("[0-9]{3}")) {
            throw wrong(entry, "has no HTTP status; write a number like 404");
        }
        OperationStatus pair = new OperationStatus(
                entry.get("reseller").text(),
                entry.get("operation").text(),
                Integer.parseInt(entry.get("status").text()));
        return new Waiver(pair, columns(entry), entry.get("reason").text().strip());
    }

    private static Set<MatrixColumn> columns(YamlNode entry) {
        Set<MatrixColumn> columns = EnumSet.noneOf(MatrixColumn.class);
        for (YamlNode name : entry.get("columns").items()) {
            columns.add(MatrixColumn.named(name.text())
                    .filter(MatrixColumn::waivable)
                    .orElseThrow(() -> wrong(
                            entry,
                            "names " + name.text() + ", which is no column that can be waived; evidence, open, example,"
                                    + " stub, pact and rule are")));
        }
        if (columns.isEmpty()) {
            throw wrong(entry, "lists no columns; write them like [pact, rule]");
        }
        return columns;
    }

    private static IllegalArgumentException wrong(YamlNode entry, String what) {
        return new IllegalArgumentException("waivers.yaml, line " + entry.line() + ": the entry " + what);
    }
}
