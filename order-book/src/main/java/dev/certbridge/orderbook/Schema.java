package dev.certbridge.orderbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The scripts that create and migrate the tables of a book. The script with number n migrates a book from version n - 1
 * to version n.
 */
final class Schema {

    static final Schema CURRENT =
            new Schema(IntStream.rangeClosed(1, 7).mapToObj(Schema::script).toList());

    /** The first version that requires names in Unicode form NFC. Java code converts the names, because SQL cannot. */
    private static final int COMPOSED_INTENTS = 4;

    static final String VERSIONS = "certbridge_schema";

    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (\\w+)");

    private final List<String> scripts;

    private Schema(List<String> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    /** Returns the schema of an earlier version, for tests. */
    Schema upTo(int version) {
        return new Schema(scripts.subList(0, version));
    }

    /** Returns this schema with one more version, for tests. */
    Schema followedBy(String script) {
        return new Schema(Stream.concat(scripts.stream(), Stream.of(script)).toList());
    }

    /** Returns true if one of the given tables belongs to a book. */
    boolean isIn(List<String> tables) {
        return !Collections.disjoint(tables, tables());
    }

    /**
     * Creates or migrates the tables of a book. The caller must lock the database before the call, and commit after the
     * call.
     *
     * @param tables the names of the existing tables
     * @throws IllegalStateException the book has a newer version than this program supports, or a table of the book is
     *     missing
     */
    void bringUp(Sql sql, List<String> tables, Instant now) {
        boolean exists = isIn(tables);
        if (!exists) {
            sql.run("CREATE TABLE " + VERSIONS + " (version INTEGER NOT NULL PRIMARY KEY, applied TEXT NOT NULL)");
        } else if (!tables.contains(VERSIONS)) {
            throw incomplete(VERSIONS + " is missing");
        }
        int version = Math.toIntExact(sql.number("SELECT COALESCE(MAX(version), 0) FROM " + VERSIONS));
        if (exists && version == 0) {
            throw incomplete(VERSIONS + " has no rows");
        }
        if (version > scripts.size()) {
            throw new IllegalStateException("the order book has version " + version + ", but this certbridge supports"
                    + " only versions up to " + scripts.size() + ". Use the newer certbridge that wrote the book");
        }
        if (exists) {
            List<String> missing = new ArrayList<>(tables(version));
            missing.removeAll(tables);
            if (!missing.isEmpty()) {
                throw incomplete(String.join(" is missing, table ", missing) + " is missing");
            }
        }
        for (int next = version + 1; next <= scripts.size(); next++) {
            statements(scripts.get(next - 1)).forEach(sql::run);
            if (next == COMPOSED_INTENTS) {
                List.of("certbridge_attempt", "certbridge_order").forEach(table -> composeIntents(sql, table));
                composeBudgets(sql);
            }
            sql.update("INSERT INTO " + VERSIONS + " (version, applied) VALUES (?, ?)", next, now.toString());
        }
    }

    /**
     * Rewrites the names of intents to the form that {@link dev.certbridge.reseller.order.Intent} uses. Earlier
     * versions stored a name as the user typed it, for instance in a decomposed Unicode form or with blanks at its
     * ends. Without this conversion, the book would not find an intent with such a name, and would let the intent order
     * again.
     */
    private static void composeIntents(Sql sql, String table) {
        sql.texts("SELECT DISTINCT intent FROM " + table + " WHERE intent IS NOT NULL")
                .forEach(name -> {
                    String composed = StoredText.intentName(name);
                    if (!composed.equals(name)) {
                        sql.update("UPDATE " + table + " SET intent = ? WHERE intent = ?", composed, name);
                    }
                });
    }

    /**
     * Rewrites the names of budgets to the form that {@link dev.certbridge.reseller.book.Budget} uses. If several
     * budgets would get the same name, only one budget gets the name, and the others become unusable. No budget then
     * allows more spending than before.
     */
    private static void composeBudgets(Sql sql) {
        sql.texts("SELECT name FROM certbridge_budget ORDER BY name").forEach(name -> {
            String plain = StoredText.budgetName(name);
            if (!plain.equals(name) && !sql.exists("SELECT 1 FROM certbridge_budget WHERE name = ?", plain)) {
                sql.update("UPDATE certbridge_budget SET name = ? WHERE name = ?", plain, name);
                sql.update("UPDATE certbridge_attempt SET budget = ? WHERE budget = ?", plain, name);
            }
        });
    }

    /** Returns the names of all tables of a book of the newest version. */
    List<String> tables() {
        return tables(scripts.size());
    }

    private List<String> tables(int version) {
        return Stream.concat(
                        Stream.of(VERSIONS),
                        scripts.stream()
                                .limit(version)
                                .flatMap(script -> CREATED.matcher(script).results())
                                .map(created -> created.group(1)))
                .toList();
    }

    private static IllegalStateException incomplete(String problem) {
        return new IllegalStateException("the order book is incomplete: table " + problem
                + ". Nothing is sent. Restore all tables of the book from the newest backup, open it with the same"
                + " recovery folder, and compare it with the reseller (certbridge audit, certbridge unresolved) before"
                + " you order anything");
    }

    /** Splits a script into statements. In a script, a semicolon occurs only at the end of a statement. */
    private static List<String> statements(String script) {
        String bare = script.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(bare.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String script(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream text = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
