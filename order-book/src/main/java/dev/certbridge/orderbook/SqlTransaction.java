package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The pages of a book in a database, within one transaction. */
final class SqlTransaction implements BookTransaction {

    private static final String ORDER =
            "SELECT COALESCE(whole_id, order_id) AS known_id, request, intent FROM certbridge_order ";

    private final Sql sql;
    private final Supplier<Instant> clock;
    private final AttemptTable attempts;
    private final RecordTable records;

    SqlTransaction(Sql sql, Supplier<Instant> clock) {
        this.sql = sql;
        this.clock = clock;
        this.attempts = new AttemptTable(sql);
        this.records = new RecordTable(sql);
    }

    @Override
    public Instant now() {
        return clock.get();
    }

    @Override
    public long lastAttempt() {
        return attempts.last();
    }

    @Override
    public Optional<Attempt> attempt(long number) {
        return attempts.byNumber(number);
    }

    @Override
    public List<Attempt> attemptsOf(Intent intent) {
        return attempts.of(intent);
    }

    @Override
    public List<Attempt> attemptsWithKey(String keySha256) {
        return attempts.withKey(keySha256);
    }

    @Override
    public List<Attempt> accepted(OrderId id) {
        return attempts.accepted(id);
    }

    @Override
    public List<Attempt> unresolved() {
        return attempts.unresolved();
    }

    @Override
    public List<Attempt> uncompared() {
        return attempts.uncompared();
    }

    @Override
    public void add(Attempt attempt) {
        attempts.add(attempt);
    }

    @Override
    public void change(Attempt attempt) {
        attempts.change(attempt);
    }

    @Override
    public void reason(long attempt, String reason) {
        attempts.reason(attempt, reason);
    }

    @Override
    public List<Taken> taken(String budget) {
        return attempts.taken(budget);
    }

    @Override
    public Optional<KnownOrder> order(OrderId id) {
        return sql.first(ORDER + "WHERE order_id = ?", SqlTransaction::recorded, StoredText.key(id));
    }

    @Override
    public List<KnownOrder> orders(String target, String providerId) {
        return sql.list(
                ORDER + "WHERE target = ? AND provider_id = ? ORDER BY order_id",
                SqlTransaction::recorded,
                target,
                StoredText.key(providerId));
    }

    private static KnownOrder recorded(ResultSet row) throws SQLException {
        return new KnownOrder(
                OrderId.parse(StoredText.in(row, "known_id")),
                RequestText.parse(StoredText.in(row, "request")),
                Optional.ofNullable(StoredText.in(row, "intent")).map(StoredIntent::of));
    }

    @Override
    public void put(KnownOrder order) {
        sql.update(
                "INSERT INTO certbridge_order (order_id, whole_id, target, provider_id, request, intent)"
                        + " VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (order_id) DO UPDATE SET request = excluded.request, intent = excluded.intent",
                StoredText.key(order.id()),
                StoredText.whole(order.id()),
                order.id().target(),
                StoredText.key(order.id().providerId()),
                RequestText.of(order.request()),
                order.intent().map(Intent::name).orElse(null));
    }

    @Override
    public long add(Snapshot snapshot) {
        long number = 1
                + sql.list("SELECT COALESCE(MAX(number), 0) FROM certbridge_snapshot", row -> row.getLong(1))
                        .get(0);
        Map<String, String> seen = new LinkedHashMap<>();
        new TreeSet<>(snapshot.seen()).forEach(text -> seen.put(Integer.toString(seen.size() + 1), text));
        sql.update(
                "INSERT INTO certbridge_snapshot (number, target, taken, seen) VALUES (?, ?, ?, ?)",
                number,
                snapshot.target(),
                snapshot.at().toString(),
                KeyedLines.of(seen));
        return number;
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return sql.first(
                "SELECT * FROM certbridge_snapshot WHERE number = ?",
                row -> new Snapshot(
                        StoredText.in(row, "target"),
                        Instant.parse(StoredText.in(row, "taken")),
                        new TreeSet<>(
                                KeyedLines.parse(StoredText.in(row, "seen")).values())),
                number);
    }

    @Override
    public Optional<Budget> budget(String name) {
        return sql.first(
                "SELECT * FROM certbridge_budget WHERE name = ?",
                row -> new Budget(
                        name, row.getLong("orders"), new Money(StoredText.in(row, "currency"), row.getLong("cents"))),
                name);
    }

    @Override
    public void put(Budget budget) {
        sql.update(
                "INSERT INTO certbridge_budget (name, orders, currency, cents) VALUES (?, ?, ?, ?) ON CONFLICT (name)"
                        + " DO UPDATE SET orders = excluded.orders, currency = excluded.currency, cents = excluded.cents",
                budget.name(),
                budget.orders(),
                budget.money().currency(),
                budget.money().cents());
    }

    @Override
    public void addRefund(OrderId id, Money refund) {
        sql.update(
                "INSERT INTO certbridge_refund (order_id, currency, cents) VALUES (?, ?, ?)"
                        + " ON CONFLICT (order_id) DO NOTHING",
                StoredText.key(id),
                refund.currency(),
                refund.cents());
    }

    @Override
    public Optional<String> halted() {
        return sql.list("SELECT halted FROM certbridge_book", row -> Optional.ofNullable(StoredText.in(row, 1)))
                .get(0);
    }

    @Override
    public void halted(Optional<String> reason) {
        sql.update("UPDATE certbridge_book SET halted = ?", reason.orElse(null));
    }

    @Override
    public Optional<Hold> held(String name) {
        return sql.first(
                "SELECT * FROM certbridge_hold WHERE name = ?",
                row -> new Hold(
                        OrderId.parse(StoredText.in(row, "holder")), Instant.parse(StoredText.in(row, "held_until"))),
                name);
    }

    @Override
    public void put(String name, Hold hold) {
        sql.update(
                "INSERT INTO certbridge_hold (name, holder, held_until) VALUES (?, ?, ?) ON CONFLICT (name)"
                        + " DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until",
                name,
                hold.holder().toString(),
                hold.until().toString());
    }

    @Override
    public void release(String name) {
        sql.update("DELETE FROM certbridge_hold WHERE name = ?", name);
    }

    @Override
    public void add(PublishedRecord published) {
        records.add(published);
    }

    @Override
    public void remove(PublishedRecord published) {
        records.remove(published);
    }

    @Override
    public List<PublishedRecord> recordsAbout(OrderId order) {
        return records.about(order);
    }

    @Override
    public List<PublishedRecord> recordsAt(String name) {
        return records.at(name);
    }
}
