package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The attempts of a book in a database. */
final class AttemptTable {

    /** Named one by one, so that a column which a newer version adds changes no result here. */
    private static final String ALL = "SELECT number, intent, target, request, completes, verb, leave, deadline,"
            + " snapshot, budget, charge_currency, charge_cents, allowed_currency, allowed_cents, owner, begun, state,"
            + " status, headers, COALESCE(whole_id, order_id) AS seen_id, compared FROM certbridge_attempt ";

    private static final String OLDEST_FIRST = " ORDER BY number";
    private static final String NOTHING_ORDERED =
            BookRules.NOTHING_ORDERED.stream().map(state -> "'" + state + "'").collect(Collectors.joining(", "));

    private final Sql sql;

    AttemptTable(Sql sql) {
        this.sql = sql;
    }

    long last() {
        return sql.list("SELECT COALESCE(MAX(number), 0) FROM certbridge_attempt", row -> row.getLong(1))
                .get(0);
    }

    Optional<Attempt> byNumber(long number) {
        return sql.first(ALL + "WHERE number = ?", AttemptTable::attempt, number);
    }

    List<Attempt> of(Intent intent) {
        return sql.list(ALL + "WHERE intent = ?" + OLDEST_FIRST, AttemptTable::attempt, intent.name());
    }

    List<Attempt> withKey(String keySha256) {
        return sql.list(ALL + "WHERE key_sha256 = ?" + OLDEST_FIRST, AttemptTable::attempt, keySha256);
    }

    /** The condition is spelled as in the index, which would not be used otherwise. */
    List<Attempt> unresolved() {
        return sql.list(ALL + "WHERE state IN ('SENDING', 'UNKNOWN')" + OLDEST_FIRST, AttemptTable::attempt);
    }

    /** As {@link Attempt#priceOpen}; the first line is spelled as in the index. */
    List<Attempt> uncompared() {
        return sql.list(
                ALL + "WHERE state = 'ACCEPTED' AND compared = 0 AND allowed_cents IS NOT NULL"
                        + " AND completes IS NULL AND verb <> 'QUESTION'" + OLDEST_FIRST,
                AttemptTable::attempt);
    }

    List<Attempt> accepted(OrderId id) {
        return sql.list(
                ALL + "WHERE order_id = ? AND state = 'ACCEPTED'" + OLDEST_FIRST,
                AttemptTable::attempt,
                StoredText.key(id));
    }

    List<BookTransaction.Taken> taken(String budget) {
        return sql.list(
                "SELECT a.charge_currency, a.charge_cents, r.currency, r.cents FROM certbridge_attempt a"
                        + " LEFT JOIN certbridge_refund r ON r.order_id = a.order_id"
                        + " WHERE a.budget = ? AND a.state NOT IN (" + NOTHING_ORDERED + ")",
                row -> new BookTransaction.Taken(
                        new SpendTerms.Charge(budget, money(StoredText.in(row, 1), row.getLong(2))),
                        money(StoredText.in(row, 3), row.getLong(4))),
                budget);
    }

    void add(Attempt attempt) {
        Optional<SpendTerms.Charge> charge = attempt.sending().charge();
        Optional<Money> money = charge.flatMap(SpendTerms.Charge::money);
        Optional<Money> allowed = attempt.sending().allowed();
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
                attempt.wish().completes().orElse(null),
                attempt.verb().name(),
                attempt.sending().leave().toString(),
                attempt.sending().deadline().toString(),
                attempt.sending().snapshot().orElse(null),
                charge.map(SpendTerms.Charge::budget).orElse(null),
                money.map(Money::currency).orElse(null),
                money.map(Money::cents).orElse(null),
                allowed.map(Money::currency).orElse(null),
                allowed.map(Money::cents).orElse(null),
                attempt.owner(),
                attempt.begun().toString(),
                attempt.state().name());
    }

    void change(Attempt attempt) {
        Optional<Money> money = attempt.sending().charge().flatMap(SpendTerms.Charge::money);
        Optional<Money> allowed = attempt.sending().allowed();
        sql.update(
                "UPDATE certbridge_attempt SET state = ?, status = ?, headers = ?, order_id = ?, whole_id = ?,"
                        + " charge_currency = ?, charge_cents = ?, allowed_currency = ?, allowed_cents = ?, compared = ? WHERE number = ?",
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

    void reason(long number, String reason) {
        sql.update("UPDATE certbridge_attempt SET reason = ? WHERE number = ?", reason, number);
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        SpendRequest wish = new SpendRequest(
                StoredIntent.of(StoredText.in(row, "intent")),
                StoredText.in(row, "target"),
                RequestText.parse(StoredText.in(row, "request")),
                Optional.ofNullable(StoredText.in(row, "completes")));
        Optional<Money> money = money(StoredText.in(row, "charge_currency"), row.getLong("charge_cents"));
        long snapshot = row.getLong("snapshot");
        boolean noSnapshot = row.wasNull();
        SpendTerms sending = new SpendTerms(
                SpendType.valueOf(StoredText.in(row, "verb")),
                Duration.parse(StoredText.in(row, "leave")),
                Duration.parse(StoredText.in(row, "deadline")),
                noSnapshot ? Optional.empty() : Optional.of(snapshot),
                Optional.ofNullable(StoredText.in(row, "budget")).map(budget -> new SpendTerms.Charge(budget, money)),
                money(StoredText.in(row, "allowed_currency"), row.getLong("allowed_cents")));
        int status = row.getInt("status");
        return new Attempt(
                row.getLong("number"),
                wish,
                sending,
                StoredText.in(row, "owner"),
                Instant.parse(StoredText.in(row, "begun")),
                Attempt.State.valueOf(StoredText.in(row, "state")),
                Optional.ofNullable(StoredText.in(row, "headers")).map(headers -> new Attempt.Head(status, headers)),
                Optional.ofNullable(StoredText.in(row, "seen_id")).map(OrderId::parse),
                row.getInt("compared") != 0);
    }

    private static Optional<Money> money(@Nullable String currency, long cents) {
        return Optional.ofNullable(currency).map(known -> new Money(known, cents));
    }
}
