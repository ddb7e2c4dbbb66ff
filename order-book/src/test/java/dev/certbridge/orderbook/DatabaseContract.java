package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.ListingTurn;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of every book in a database. */
interface DatabaseContract
        extends IntentContract,
                SettlingContract,
                BudgetContract,
                BudgetSumContract,
                RaceContract,
                RecordContract,
                ListingContract {

    /** Opens the store of the same book once more. */
    Store store();

    /** Connects to the database of the book. */
    Connection database() throws SQLException;

    @Override
    default void age() throws SQLException {
        try (Connection connection = database()) {
            Sql sql = new Sql(connection);
            String old = Instant.now().minus(Duration.ofDays(2)).toString();
            sql.update("UPDATE certbridge_listing SET kept = ?", old);
            sql.update("UPDATE certbridge_account SET began = ?, reading_until = ?", old, old);
        }
    }

    /** Otherwise an account that gets one order after the other would have a row for each. */
    @Test
    default void small_groups_of_ids_become_one() throws SQLException {
        Set<String> listed = new HashSet<>();
        for (int i = 0; i < 120; i++) {
            listed.add("ID" + i);
            keepListing(book(), new Snapshot(TARGET, Instant.EPOCH, listed));
        }
        assertThat(groups()).isEqualTo(120);
        age();
        for (int i = 0; i < 2; i++) {
            keepListing(elsewhere(), new Snapshot(TARGET, Instant.EPOCH, listed));
        }
        assertThat(groups()).isEqualTo(1);
    }

    private long groups() throws SQLException {
        try (Connection connection = database()) {
            return new Sql(connection).number("SELECT COUNT(*) FROM certbridge_listed_ids");
        }
    }

    /** A restored backup uses numbers again, and rows that a person copied have one owner. */
    @Test
    default void no_possible_order_is_mistaken_for_another_with_its_number_or_owner() throws SQLException {
        ListingTurn.Read turn = (ListingTurn.Read) book().listing(TARGET, List.of(), LONG, LONG);
        book().keepListing(new Snapshot(TARGET, Instant.EPOCH, Set.of()), List.of(), Optional.of(turn));
        try (Connection connection = database()) {
            Sql sql = new Sql(connection);
            beginFor("a.example.com");
            assertThat(mayShareListing("a.example.com")).isFalse();
            sql.run("DELETE FROM certbridge_attempt");
            assertThat(beginFor("b.example.com").number()).isEqualTo(1);
            assertThat(mayShareListing("a.example.com")).isTrue();
            assertThat(mayShareListing("b.example.com")).isFalse();
            beginFor("c.example.com");
            sql.update("UPDATE certbridge_attempt SET owner = ?", "one");
            assertThat(mayShareListing("b.example.com")).isFalse();
            assertThat(mayShareListing("c.example.com")).isFalse();
        }
    }

    private Attempt beginFor(String name) {
        return book().begin(ORIGIN, SpendRequest.of(Intent.of(name), TARGET, request(name)), TERMS);
    }

    private boolean mayShareListing(String name) {
        return book().listing(TARGET, List.of(name), LONG, LONG) instanceof ListingTurn.Shared;
    }

    @Test
    default void a_transaction_that_fails_half_way_changes_nothing() {
        try (Store store = store()) {
            assertRefused(
                    () -> store.write(tx -> {
                        tx.halted(Optional.of("written before the failure"));
                        throw new IllegalStateException("half-way");
                    }),
                    "half-way");
            assertThat(book().halted()).isEmpty();

            store.write(tx -> {
                tx.halted(Optional.of("afterwards"));
                return tx;
            });
            assertThat(book().halted()).contains("afterwards");
        }
    }

    /** Returns ids that resellers may send and no database accepts as text, as a key of an index, or as either. */
    static Stream<String> ids() {
        Random random = new Random(20_261_129);
        String longer = random.ints(5_000, 'A', 'z' + 1)
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return Stream.of(
                "\0", "a\0b\u0001\u001b[2J\r\n\u202e", "\u001A0000", "\u001A", "d\uD83D\uDD11", longer, longer + "!");
    }

    @ParameterizedTest
    @MethodSource("ids")
    default void an_id_of_any_characters_and_length_is_stored_unchanged(String providerId) {
        OrderId id = id(providerId);
        Attempt attempt = begin(book());
        String headers = "x-process-id: " + providerId + "\nx-half: \uD800";
        book().answered(attempt, new Attempt.Head(202, headers), Optional.of(id));
        book().settle(attempt, Attempt.State.ACCEPTED, Optional.of(id));
        DnsRecord record = new DnsRecord(NAME, "TXT", "proof\0", false);
        book().publishing(id, record);
        book().lock(NAME, id, LONG);
        book().refunded(id, Money.of("EUR", "1.00"));
        book().overspent(id, Money.of("EUR", "30.00"), "charged \0 too much");
        long snapshot = book().keep(new Snapshot(TARGET, Instant.EPOCH, Set.of(providerId)));

        SpendLog again = elsewhere();
        Attempt recorded = recorded(again).orElseThrow();
        assertThat(recorded.orderId()).contains(id);
        assertThat(recorded.head().orElseThrow().headers()).isEqualTo(headers);
        assertThat(again.orders(TARGET, id.providerId()))
                .extracting(KnownOrder::id)
                .containsExactly(id);
        assertThat(again.knows(TARGET, id.providerId() + "!")).isFalse();
        assertThat(again.requestOf(id)).isPresent();
        assertThat(again.published(id)).containsExactly(record);
        assertThat(again.lock(NAME, id("ABC"), LONG)).isFalse();
        assertThat(again.allowed(id)).contains(Money.of("EUR", "30.00"));
        assertThat(again.halted()).contains("charged \0 too much");
        assertThat(again.snapshot(snapshot).orElseThrow().seen()).containsExactly(providerId);
    }

    /** The text of the id does not fit into an index of PostgreSQL. */
    @Test
    default void an_order_id_of_any_length_is_stored_unchanged() {
        String serial = ids().max(Comparator.comparing(String::length)).orElseThrow();
        OrderId id = id(OrderId.Kind.REISSUE, "ABC", REQUEST.csr().keySha256(), serial);
        OrderId other = id(OrderId.Kind.REISSUE, "ABC", REQUEST.csr().keySha256(), serial + "x");
        book().settle(begin(book()), Attempt.State.ACCEPTED, Optional.of(id));
        DnsRecord record = new DnsRecord(NAME, "TXT", "proof", false);
        book().publishing(id, record);
        book().refunded(id, Money.of("EUR", "1.00"));

        SpendLog again = elsewhere();
        assertThat(recordedId(again)).contains(id);
        assertThat(again.orders(TARGET, "ABC")).extracting(KnownOrder::id).containsExactly(id);
        assertThat(again.published(id)).containsExactly(record);
        assertThat(again.published(other)).isEmpty();
        assertThat(again.requestOf(other)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ids")
    default void a_recovery_file_with_an_id_of_any_characters_and_length_is_applied(String providerId) {
        book().writeRecoveryFile(begin(book()), Optional.of(id(providerId)));
        SpendLog again = elsewhere();
        assertThat(recordedId(again)).contains(id(providerId));
        assertThat(again.damagedRecoveryFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begun = 'yesterday'",
                "intent = ''",
                "request = 'nonsense'",
                "request = 'kind=ORDER'",
                "verb = 'STEAL'",
                "leave = '5 minutes'",
                "state = 'UNKNOWN', order_id = 'certbridge:regfish'",
                "allowed_currency = 'euro', allowed_cents = 1",
                "allowed_currency = 'EUR', allowed_cents = -1"
            })
    default void a_damaged_row_is_reported_in_one_line_and_nothing_begins(String change) throws Exception {
        begin(book());
        try (Connection connection = database()) {
            new Sql(connection).run("UPDATE certbridge_attempt SET " + change);
        }
        assertRefused(book()::unresolved, "damaged row, number 1");
        SpendRequest other = SpendRequest.of(Intent.of("other"), TARGET, REQUEST);
        assertRefused(() -> book().recorded(ORIGIN, other), "damaged row, number 1");
    }

    @Test
    default void a_damaged_order_budget_or_lock_is_reported_in_one_line_too() throws Exception {
        accept(book(), begin(book()), "ABC");
        book().budget(Budget.of("spring", 1, Money.of("EUR", "1.00")));
        book().lock(NAME, id("ABC"), LONG);
        try (Connection connection = database()) {
            Sql sql = new Sql(connection);
            sql.run("UPDATE certbridge_order SET request = ''");
            sql.run("UPDATE certbridge_budget SET orders = -1");
            sql.run("UPDATE certbridge_hold SET held_until = 'noon'");
        }
        List<ThrowingCallable> reads = List.of(
                () -> book().requestOf(id("ABC")),
                () -> book().orders(TARGET, "ABC"),
                () -> book().left("spring"),
                () -> book().lock(NAME, id("DEF"), LONG));
        reads.forEach(read -> assertRefused(read, "damaged row"));
    }

    @Test
    default void the_reason_of_an_abandoned_attempt_is_in_the_database() throws Exception {
        Attempt attempt = book().begin(ORIGIN, SPEND, OVER_AT_ONCE);
        book().begin(ORIGIN, spend("other"), OVER_AT_ONCE);
        book().abandon(attempt, " the console shows no order ");
        try (Connection connection = database()) {
            assertThat(new Sql(connection)
                            .list(
                                    "SELECT number, reason FROM certbridge_attempt ORDER BY number",
                                    row -> row.getLong(1) + " " + row.getString(2)))
                    .containsExactly("1 the console shows no order", "2 null");
        }
    }
}
