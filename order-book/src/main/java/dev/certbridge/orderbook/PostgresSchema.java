package dev.certbridge.orderbook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a PostgreSQL database that contains a book.
 *
 * @param named true if the caller passed the name of the schema. If the caller passed no name, other schemas of the
 *     database must not contain books
 */
record PostgresSchema(String name, boolean named) {

    static final String DEFAULT = "certbridge";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]{1,63}");

    PostgresSchema {
        if (!NAME.matcher(name).matches() || name.startsWith("pg_") || name.equals("information_schema")) {
            throw new IllegalArgumentException(
                    "the schema \"" + name.strip().lines().findFirst().orElse("")
                            + "\" is not allowed. The name of a schema needs 1 to 63 letters, digits and _, must"
                            + " not begin with"
                            + " pg_, and must not be the name of a system schema");
        }
    }

    String quoted() {
        return '"' + name + '"';
    }

    /**
     * Creates the schema if the schema does not exist. The caller must lock the database before the call.
     *
     * @return the tables in the schema
     * @throws IllegalStateException another schema contains a book and the caller passed no name, or the database role
     *     may not create the schema
     */
    List<String> prepare(Sql sql, Schema schema) {
        List<String> books = sql.texts("SELECT DISTINCT n.nspname FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname IN ('"
                + String.join("', '", schema.tables())
                + "') AND c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1");
        List<String> others =
                books.stream().filter(other -> !other.equals(name)).toList();
        if (!named && !others.isEmpty()) {
            throw new IllegalStateException("this database already has a book in schema "
                    + String.join(" and in schema ", others)
                    + ". A second book would send the same intents again. Choose one book by its schema:"
                    + " OrderBooks.postgres(source, folder, \"" + others.get(0) + "\")");
        }
        List<String> tables = sql.texts(
                "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p')",
                name);
        if (schema.isIn(tables)) {
            requireRights(sql);
        } else {
            create(sql);
        }
        requireCurrent(sql.texts("SELECT current_schema()").get(0));
        return tables;
    }

    /** Throws if the current schema of the transaction is not the schema of the book. */
    private void requireCurrent(@Nullable String current) {
        if (!name.equals(current)) {
            throw new IllegalStateException(
                    "the order book is in schema " + name + ", but a statement of the same transaction used schema "
                            + current + ". Pass a DataSource that runs all statements of a transaction in one session"
                            + " of the database");
        }
    }

    /**
     * Throws if the database role lacks a privilege, because such a role could begin an attempt and then be unable to
     * end the attempt.
     */
    private void requireRights(Sql sql) {
        if (!may(sql, "has_schema_privilege(asked, 'USAGE')")) {
            throw denied(sql, "use", "GRANT USAGE ON SCHEMA " + quoted());
        }
        Optional<String> table = sql.text(
                "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND c.relname LIKE 'certbridge\\_%'"
                        + " AND NOT (has_table_privilege(c.oid, 'SELECT') AND (c.relname = ?"
                        + " OR has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')"
                        + " AND has_table_privilege(c.oid, 'DELETE')))",
                name, Schema.VERSIONS);
        if (table.isPresent()) {
            throw denied(
                    sql,
                    "write to table " + table.get() + " of",
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + quoted());
        }
    }

    private void create(Sql sql) {
        boolean created = sql.exists("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?", name);
        if (!created) {
            if (!may(sql, "has_database_privilege(current_database(), 'CREATE')")) {
                throw denied(
                        sql, "create", "CREATE SCHEMA " + quoted() + "; GRANT CREATE, USAGE ON SCHEMA " + quoted());
            }
            sql.run("CREATE SCHEMA " + quoted());
        } else if (!may(sql, "has_schema_privilege(asked, 'CREATE') AND has_schema_privilege(asked, 'USAGE')")) {
            throw denied(sql, "create the book in", "GRANT CREATE, USAGE ON SCHEMA " + quoted());
        }
    }

    private boolean may(Sql sql, String privilege) {
        return sql.first(
                        "SELECT " + privilege + " FROM (SELECT CAST(? AS text) AS asked) AS schema",
                        row -> row.getBoolean(1),
                        name)
                .orElse(false);
    }

    private IllegalStateException denied(Sql sql, String what, String remedy) {
        String role = sql.text("SELECT current_user").orElse("?");
        return new IllegalStateException("role " + role + " may not " + what + " schema " + name
                + " of the order book; the owner can allow it: " + remedy + " TO " + role);
    }
}
