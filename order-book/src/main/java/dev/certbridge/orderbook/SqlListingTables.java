package dev.certbridge.orderbook;

import dev.certbridge.reseller.spi.OpenOrder;
import dev.certbridge.reseller.spi.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The tables {@code certbridge_listing}, {@code certbridge_listed_ids} and {@code certbridge_account}. */
final class SqlListingTables implements ListingTables {

    private static final String LISTING = "SELECT number, target, taken, kept FROM certbridge_listing WHERE ";

    /**
     * The maximum number of parameters in a statement of this class. Every version of SQLite allows this number of
     * parameters.
     */
    private static final int MOST_PARAMETERS = 500;

    private final Sql sql;

    SqlListingTables(Sql sql) {
        this.sql = sql;
    }

    @Override
    public long nextNumber() {
        return 1
                + Math.max(
                        sql.number("SELECT COALESCE(MAX(number), 0) FROM certbridge_snapshot"),
                        sql.number("SELECT COALESCE(MAX(number), 0) FROM certbridge_listing"));
    }

    @Override
    public Map<Long, String> possibleOrders(String target) {
        String attempts = "SELECT number, owner FROM certbridge_attempt WHERE target = ? AND ";
        Map<Long, String> owners = new HashMap<>();
        sql.list(
                attempts + "state IN ('SENDING', 'UNKNOWN') UNION ALL " + attempts + "state = 'ABANDONED'",
                row -> owners.put(row.getLong("number"), StoredText.in(row, "owner")),
                target,
                target);
        return owners;
    }

    @Override
    public Map<Long, PossibleOrder> possibleOrders(Collection<Long> numbers) {
        Map<Long, PossibleOrder> orders = new HashMap<>();
        List<Long> all = List.copyOf(numbers);
        for (int from = 0; from < all.size(); from += MOST_PARAMETERS) {
            Object[] some = all.subList(from, Math.min(all.size(), from + MOST_PARAMETERS))
                    .toArray();
            sql.list(
                    "SELECT number, request, begun, leave, deadline FROM certbridge_attempt WHERE number IN (?"
                            + ", ?".repeat(some.length - 1) + ")",
                    row -> orders.put(
                            row.getLong("number"),
                            new PossibleOrder(
                                    RequestText.names(StoredText.in(row, "request")),
                                    Instant.parse(StoredText.in(row, "begun"))
                                            .plus(Duration.parse(StoredText.in(row, "leave")))
                                            .plus(Duration.parse(StoredText.in(row, "deadline"))))),
                    some);
        }
        return orders;
    }

    @Override
    public Account account(String target) {
        return sql.first(
                        "SELECT target, newest, began, reader, reading_until FROM certbridge_account WHERE target = ?",
                        SqlListingTables::readAccount,
                        target)
                .orElseGet(() -> new Account(target, 0, Optional.empty(), Optional.empty()));
    }

    private static Account readAccount(ResultSet row) throws SQLException {
        String until = StoredText.in(row, "reading_until");
        return new Account(
                StoredText.in(row, "target"),
                row.getLong("newest"),
                Optional.ofNullable(StoredText.in(row, "began")).map(Instant::parse),
                until == null
                        ? Optional.empty()
                        : Optional.of(new Reading(StoredText.in(row, "reader"), Instant.parse(until))));
    }

    @Override
    public void put(Account account) {
        sql.update(
                "INSERT INTO certbridge_account (target, newest, began, reader, reading_until, open_orders)"
                        + " VALUES (?, ?, ?, ?, ?, '') ON CONFLICT (target) DO UPDATE SET newest = excluded.newest,"
                        + " began = excluded.began, reader = excluded.reader, reading_until = excluded.reading_until",
                account.target(),
                account.newest(),
                account.began().map(Instant::toString).orElse(null),
                account.reading().map(Reading::reader).orElse(null),
                account.reading().map(reading -> reading.until().toString()).orElse(null));
    }

    @Override
    public List<OpenOrder> open(String target) {
        return sql.first(
                        "SELECT target, open_orders FROM certbridge_account WHERE target = ?",
                        row -> OpenOrderText.parse(StoredText.in(row, 2)),
                        target)
                .orElse(List.of());
    }

    @Override
    public Optional<Listing> listing(long number) {
        return sql.first(LISTING + "number = ?", SqlListingTables::readListing, number);
    }

    @Override
    public long oldest(String target) {
        return sql.list("SELECT MIN(number) FROM certbridge_listing WHERE target = ?", row -> row.getLong(1), target)
                .get(0);
    }

    private static Listing readListing(ResultSet row) throws SQLException {
        return new Listing(
                row.getLong("number"),
                StoredText.in(row, "target"),
                Instant.parse(StoredText.in(row, "taken")),
                Instant.parse(StoredText.in(row, "kept")));
    }

    @Override
    public void add(Account account, Listing listing, List<OpenOrder> open) {
        put(account);
        sql.update(
                "INSERT INTO certbridge_listing (number, target, taken, kept) VALUES (?, ?, ?, ?)",
                listing.number(),
                listing.target(),
                listing.taken().toString(),
                listing.kept().toString());
        sql.update(
                "UPDATE certbridge_account SET open_orders = ? WHERE target = ?",
                OpenOrderText.of(open),
                listing.target());
    }

    @Override
    public List<ListedIds> listed(String target) {
        return sql.list(
                "SELECT number, first_listing, ids FROM certbridge_listed_ids"
                        + " WHERE target = ? AND gone_listing IS NULL",
                row -> new ListedIds(row.getLong(1), row.getLong(2), List.copyOf(ids(row, 3))),
                target);
    }

    @Override
    public void add(String target, long firstListing, OptionalLong goneListing, List<String> ids) {
        Map<String, String> lines = new LinkedHashMap<>();
        ids.forEach(id -> lines.put(Integer.toString(lines.size() + 1), id));
        sql.update(
                "INSERT INTO certbridge_listed_ids (number, target, first_listing, gone_listing, ids)"
                        + " VALUES (?, ?, ?, ?, ?)",
                1 + sql.number("SELECT COALESCE(MAX(number), 0) FROM certbridge_listed_ids"),
                target,
                firstListing,
                goneListing.isPresent() ? goneListing.getAsLong() : null,
                KeyedLines.of(lines));
    }

    @Override
    public void remove(ListedIds group) {
        sql.update("DELETE FROM certbridge_listed_ids WHERE number = ?", group.number());
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return listing(number).map(listing -> new Snapshot(listing.target(), listing.taken(), ids(listing)));
    }

    private Set<String> ids(Listing listing) {
        Set<String> all = new HashSet<>();
        sql.list(
                        "SELECT number, ids FROM certbridge_listed_ids WHERE target = ? AND first_listing <= ?"
                                + " AND (gone_listing IS NULL OR gone_listing > ?)",
                        row -> ids(row, 2),
                        listing.target(),
                        listing.number(),
                        listing.number())
                .forEach(all::addAll);
        return all;
    }

    private static Collection<String> ids(ResultSet row, int column) throws SQLException {
        return KeyedLines.parse(StoredText.in(row, column)).values();
    }

    /**
     * In this statement, the conditions about states must have the same text as in the indexes, so that the database
     * uses the indexes.
     */
    @Override
    public void prune(Instant before) {
        String old = "kept < ? AND number NOT IN (SELECT newest FROM certbridge_account)"
                + " AND number NOT IN (SELECT snapshot FROM certbridge_attempt"
                + " WHERE state IN ('SENDING', 'UNKNOWN') AND snapshot IS NOT NULL)"
                + " AND number NOT IN (SELECT snapshot FROM certbridge_attempt"
                + " WHERE state = 'ABANDONED' AND snapshot IS NOT NULL)";
        if (!sql.exists("SELECT 1 FROM certbridge_listing WHERE " + old + " LIMIT 1", before.toString())) {
            return;
        }
        sql.update("DELETE FROM certbridge_listing WHERE " + old, before.toString());
        sql.run("DELETE FROM certbridge_listed_ids WHERE gone_listing IS NOT NULL AND NOT EXISTS"
                + " (SELECT 1 FROM certbridge_listing l WHERE l.target = certbridge_listed_ids.target"
                + " AND l.number >= certbridge_listed_ids.first_listing"
                + " AND l.number < certbridge_listed_ids.gone_listing)");
    }
}
