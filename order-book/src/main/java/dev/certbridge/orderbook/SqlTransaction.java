package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

final class SqlTransaction implements BookTransaction {

    /**
     * The query for attempts. The query names every column, so that a column of a newer version does not change the
     * result.
     */
    private static final String ATTEMPT = "SELECT number, intent, target, request, completes, verb, leave, deadline,"
            + " snapshot, budget, charge_currency, charge_cents, allowed_currency, allowed_cents, owner, begun, state,"
            + " status, headers, COALESCE(whole_id, order_id) AS seen_id, compared FROM certbridge_attempt WHERE ";

    private static final String ORDER =
            "SELECT COALESCE(whole_id, order_id) AS known_id, request, intent FROM certbridge_order WHERE ";
    private static final String RECORD =
            "SELECT COALESCE(whole_id, order_id) AS published_for, name, type, value FROM certbridge_record WHERE ";

    private final Sql sql;
    private final SqlBudgetSums sums;
    private final Supplier<Instant> clock;

    SqlTransaction(Sql sql, Supplier<Instant> clock) {
        this.sql = sql;
        this.sums = new SqlBudgetSums(sql);
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock.get();
    }

    @Override
    public Status status() {
        return sql.list(
                        "SELECT halted, (SELECT COALESCE(MAX(number), 0) FROM certbridge_attempt) FROM certbridge_book",
                        row -> new Status(Optional.ofNullable(StoredText.in(row, 1)), row.getLong(2)))
                .get(0);
    }

    @Override
    public Optional<Attempt> attempt(long number) {
        return sql.first(ATTEMPT + "number = ?", SqlTransaction::readAttempt, number);
    }

    @Override
    public Optional<Attempt> attempt(long number, String owner) {
        return sql.first(ATTEMPT + "number = ? AND owner = ?", SqlTransaction::readAttempt, number, owner);
    }

    @Override
    public List<Attempt> attemptsOf(Intent intent, Optional<String> keySha256) {
        return keySha256
                .map(key -> attempts("(intent = ? OR key_sha256 = ?)", intent.name(), key))
                .orElseGet(() -> attempts("intent = ?", intent.name()));
    }

    @Override
    public List<Attempt> accepted(OrderId id) {
        return attempts("order_id = ? AND state = 'ACCEPTED'", StoredText.key(id));
    }

    /**
     * The query condition must have the same text as the condition of the index, so that the database uses the index.
     */
    @Override
    public List<Attempt> unresolved() {
        return attempts("state IN ('SENDING', 'UNKNOWN')");
    }

    /**
     * The query condition selects the attempts for which {@link Attempt#priceOpen} returns true. The first line of the
     * query condition has the same text as the condition of the index, so that the database uses the index.
     */
    @Override
    public List<Attempt> uncompared() {
        return attempts("state = 'ACCEPTED' AND compared = 0 AND allowed_cents IS NOT NULL"
                + " AND completes IS NULL AND verb <> 'STANDALONE_QUOTE'");
    }

    private List<Attempt> attempts(String condition, Object... values) {
        return sql.list(ATTEMPT + condition + " ORDER BY number", SqlTransaction::readAttempt, values);
    }

    @Override
    public void add(Attempt attempt) {
        Optional<SpendTerms.Charge> charge = attempt.terms().charge();
        Optional<Money> money = charge.flatMap(SpendTerms.Charge::money);
        Optional<Money> allowed = attempt.terms().allowed();
        sql.update(
                "INSERT INTO certbridge_attempt (number, intent, target, request, key_sha256, completes, verb, leave,"
                        + " deadline, snapshot, budget, charge_currency, charge_cents, allowed_currency,"
                        + " allowed_cents, owner, begun, state)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                attempt.number(),
                attempt.intent().name(),
                attempt.target(),
                RequestText.of(attempt.request()),
                attempt.request().hasCsr() ? attempt.request().csr().keySha256() : null,
                attempt.spendRequest().completes().orElse(null),
                attempt.type().name(),
                attempt.terms().sendWindow().toString(),
                attempt.terms().deadline().toString(),
                attempt.terms().snapshot().orElse(null),
                charge.map(SpendTerms.Charge::budget).orElse(null),
                money.map(Money::currency).orElse(null),
                money.map(Money::cents).orElse(null),
                allowed.map(Money::currency).orElse(null),
                allowed.map(Money::cents).orElse(null),
                attempt.owner(),
                attempt.begun().toString(),
                attempt.state().name());
        if (charge.isPresent()) {
            sums.add(attempt.number());
        }
    }

    @Override
    public void change(Attempt attempt) {
        if (attempt.terms().charge().isPresent()) {
            sums.changing("number", attempt.number(), () -> update(attempt));
        } else {
            update(attempt);
        }
    }

    private void update(Attempt attempt) {
        Optional<Money> money = attempt.terms().charge().flatMap(SpendTerms.Charge::money);
        Optional<Money> allowed = attempt.terms().allowed();
        sql.update(
                "UPDATE certbridge_attempt SET state = ?, status = ?, headers = ?, order_id = ?, whole_id = ?,"
                        + " charge_currency = ?, charge_cents = ?, allowed_currency = ?, allowed_cents = ?,"
                        + " compared = ?"
                        + " WHERE number = ?",
                attempt.state().name(),
                attempt.head().map(Attempt.Head::status).orElse(null),
                attempt.head().map(Attempt.Head::headers).orElse(null),
                attempt.orderId().map(StoredText::key).orElse(null),
                attempt.orderId().map(StoredText::whole).orElse(null),
                money.map(Money::currency).orElse(null),
                money.map(Money::cents).orElse(null),
                allowed.map(Money::currency).orElse(null),
                allowed.map(Money::cents).orElse(null),
                attempt.compared() ? 1 : 0,
                attempt.number());
    }

    @Override
    public void reason(long attempt, String reason) {
        sql.update("UPDATE certbridge_attempt SET reason = ? WHERE number = ?", reason, attempt);
    }

    private static Attempt readAttempt(ResultSet row) throws SQLException {
        SpendRequest request = new SpendRequest(
                StoredText.intent(StoredText.in(row, "intent")),
                StoredText.in(row, "target"),
                RequestText.parse(StoredText.in(row, "request")),
                Optional.ofNullable(StoredText.in(row, "completes")));
        Optional<Money> money = money(StoredText.in(row, "charge_currency"), row.getLong("charge_cents"));
        long snapshot = row.getLong("snapshot");
        boolean noSnapshot = row.wasNull();
        SpendTerms terms = new SpendTerms(
                SpendType.valueOf(StoredText.in(row, "verb")),
                Duration.parse(StoredText.in(row, "leave")),
                Duration.parse(StoredText.in(row, "deadline")),
                noSnapshot ? Optional.empty() : Optional.of(snapshot),
                Optional.ofNullable(StoredText.in(row, "budget")).map(budget -> new SpendTerms.Charge(budget, money)),
                money(StoredText.in(row, "allowed_currency"), row.getLong("allowed_cents")));
        int status = row.getInt("status");
        Attempt attempt = new Attempt.Builder(
                        row.getLong("number"),
                        request,
                        terms,
                        StoredText.in(row, "owner"),
                        Instant.parse(StoredText.in(row, "begun")))
                .build()
                .in(Attempt.State.valueOf(StoredText.in(row, "state")));
        String headers = StoredText.in(row, "headers");
        attempt = headers == null ? attempt : attempt.with(new Attempt.Head(status, headers));
        String id = StoredText.in(row, "seen_id");
        attempt = id == null ? attempt : attempt.with(OrderId.parse(id));
        return row.getInt("compared") == 0 ? attempt : attempt.afterComparison();
    }

    private static Optional<Money> money(@Nullable String currency, long cents) {
        return Optional.ofNullable(currency).map(present -> new Money(present, cents));
    }

    @Override
    public Optional<KnownOrder> order(OrderId id) {
        return sql.first(ORDER + "order_id = ?", SqlTransaction::readOrder, StoredText.key(id));
    }

    @Override
    public List<KnownOrder> orders(String target, String providerId) {
        return sql.list(
                ORDER + "target = ? AND provider_id = ? ORDER BY order_id",
                SqlTransaction::readOrder,
                target,
                StoredText.key(providerId));
    }

    private static KnownOrder readOrder(ResultSet row) throws SQLException {
        return new KnownOrder(
                OrderId.parse(StoredText.in(row, "known_id")),
                RequestText.parse(StoredText.in(row, "request")),
                Optional.ofNullable(StoredText.in(row, "intent")).map(StoredText::intent));
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
        long number = listings().nextNumber();
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
                        "SELECT number, target, taken, seen FROM certbridge_snapshot WHERE number = ?",
                        row -> new Snapshot(
                                StoredText.in(row, "target"),
                                Instant.parse(StoredText.in(row, "taken")),
                                new TreeSet<>(KeyedLines.parse(StoredText.in(row, "seen"))
                                        .values())),
                        number)
                .or(() -> listings().snapshot(number));
    }

    @Override
    public ListingTables listings() {
        return new SqlListingTables(sql);
    }

    @Override
    public Optional<Budget> budget(String name) {
        return sql.first(
                "SELECT name, orders, currency, cents FROM certbridge_budget WHERE name = ?",
                row -> Budget.of(
                        name, row.getLong("orders"), new Money(StoredText.in(row, "currency"), row.getLong("cents"))),
                name);
    }

    @Override
    public void put(Budget budget) {
        sql.update(
                "INSERT INTO certbridge_budget (name, orders, currency, cents) VALUES (?, ?, ?, ?) ON CONFLICT (name)"
                        + " DO UPDATE SET orders = excluded.orders, currency = excluded.currency, cents ="
                        + " excluded.cents",
                budget.name(),
                budget.orders(),
                budget.money().currency(),
                budget.money().cents());
    }

    @Override
    public List<Spent> spent(String budget) {
        return sums.of(budget);
    }

    @Override
    public void addRefund(OrderId id, Money refund) {
        String key = StoredText.key(id);
        if (!sql.exists("SELECT 1 FROM certbridge_refund WHERE order_id = ?", key)) {
            sums.changing(
                    "order_id",
                    key,
                    () -> sql.update(
                            "INSERT INTO certbridge_refund (order_id, currency, cents) VALUES (?, ?, ?)",
                            key,
                            refund.currency(),
                            refund.cents()));
        }
    }

    @Override
    public void halted(Optional<String> reason) {
        sql.update("UPDATE certbridge_book SET halted = ?", reason.orElse(null));
    }

    @Override
    public Optional<Hold> held(String name) {
        return sql.first(
                "SELECT name, holder, held_until FROM certbridge_hold WHERE name = ?",
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
        sql.update(
                "INSERT INTO certbridge_record (order_id, whole_id, target, provider_id, name, type, value)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_id, name, type, value) DO NOTHING",
                StoredText.key(published.order()),
                StoredText.whole(published.order()),
                published.order().target(),
                StoredText.key(published.order().providerId()),
                published.record().name(),
                published.record().type(),
                published.record().value());
    }

    @Override
    public void remove(PublishedRecord published) {
        sql.update(
                "DELETE FROM certbridge_record WHERE order_id = ? AND name = ? AND type = ? AND value = ?",
                StoredText.key(published.order()),
                published.record().name(),
                published.record().type(),
                published.record().value());
    }

    @Override
    public List<PublishedRecord> recordsAbout(OrderId order) {
        return sql.list(
                RECORD + "target = ? AND provider_id = ? ORDER BY name, type, value",
                SqlTransaction::readRecord,
                order.target(),
                StoredText.key(order.providerId()));
    }

    @Override
    public List<PublishedRecord> recordsAt(String name) {
        return sql.list(RECORD + "name = ?", SqlTransaction::readRecord, name);
    }

    private static PublishedRecord readRecord(ResultSet row) throws SQLException {
        return new PublishedRecord(
                OrderId.parse(StoredText.in(row, "published_for")),
                new DnsRecord(
                        StoredText.in(row, "name"), StoredText.in(row, "type"), StoredText.in(row, "value"), false));
    }
}
