package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The content of a book inside one transaction. The class {@link BookRules} defines which changes are allowed. */
interface BookTransaction {

    Instant now();

    /** Returns the state of the book. */
    Status status();

    Optional<Attempt> attempt(long number);

    /**
     * Returns the attempt with the given number and owner. The owner distinguishes attempts of two books that have the
     * same number.
     */
    Optional<Attempt> attempt(long number, String owner);

    /** Returns the attempts of an intent and, if a key is given, the attempts with a CSR for this key, oldest first. */
    List<Attempt> attemptsOf(Intent intent, Optional<String> keySha256);

    /**
     * Returns the attempts that placed or completed an order, and the quotes that the reseller treated as the order.
     * The oldest attempt is the first attempt of the result.
     */
    List<Attempt> accepted(OrderId id);

    /** Returns the attempts with an unknown outcome, oldest first. */
    List<Attempt> unresolved();

    /** Returns the attempts for which {@link Attempt#priceOpen} returns true, oldest first. */
    List<Attempt> uncompared();

    void add(Attempt attempt);

    /**
     * Updates an attempt: its state, response headers, order id, charge and price limit, and the value of {@link
     * Attempt#compared}.
     */
    void change(Attempt attempt);

    /** Stores the reason why a person abandoned an attempt. Only people who query the database read this reason. */
    void reason(long attempt, String reason);

    Optional<KnownOrder> order(OrderId id);

    List<KnownOrder> orders(String target, String providerId);

    /** Adds or replaces an order. */
    void put(KnownOrder order);

    /** Adds a snapshot and returns its number. */
    long add(Snapshot snapshot);

    /** Returns the snapshot or the listing with the given number. */
    Optional<Snapshot> snapshot(long number);

    ListingTables listings();

    Optional<Budget> budget(String name);

    /** Adds or replaces a budget. */
    void put(Budget budget);

    /** Returns the sums of the charges to a budget, without the charges of attempts that certainly ordered nothing. */
    List<Spent> spent(String budget);

    /** Stores a refund of an order. Does nothing if a refund of the order is already stored. */
    void addRefund(OrderId id, Money refund);

    void halted(Optional<String> reason);

    Optional<Hold> held(String name);

    /** Adds or replaces the lock of a DNS name. */
    void put(String name, Hold hold);

    void release(String name);

    /** Stores a record that is published for an order. Does nothing if the record is already stored. */
    void add(PublishedRecord published);

    void remove(PublishedRecord published);

    /**
     * Returns the DNS records of all orders that have the same account and the same reseller's id as the given order.
     * The records are sorted by name, type and value.
     */
    List<PublishedRecord> recordsAbout(OrderId order);

    List<PublishedRecord> recordsAt(String name);

    /**
     * The sums of the charges to a budget in one currency.
     *
     * @param currency the currency; an empty text for charges without a price
     * @param orders the number of charges without a refund
     * @param priced the number of charges with an amount above 0
     * @param cents the sum of the charges minus the refunds; never more than the largest long value
     */
    record Spent(String currency, long orders, long priced, long cents) {}

    /**
     * The state of a book: why it is halted, and which attempt is the newest.
     *
     * @param lastAttempt the number of the newest attempt; 0 in a new book
     */
    record Status(Optional<String> halted, long lastAttempt) {}

    /** The lock of a DNS name: the order that has locked the name, and the time at which the lock ends. */
    record Hold(OrderId holder, Instant until) {}

    /**
     * A validation record that is published for an order. The book does not store the value of {@link DnsRecord#done}.
     */
    record PublishedRecord(OrderId order, DnsRecord record) {

        public PublishedRecord {
            record = record.done() ? new DnsRecord(record.name(), record.type(), record.value(), false) : record;
        }

        /**
         * Returns true if the record belongs to the given order. An id from a listing contains no public key, and
         * therefore refers to an order and all reissues of the order. An id from a listing is compared only by the
         * account and the reseller's id.
         */
        boolean isOf(OrderId other) {
            return order.equals(other)
                    || order.target().equals(other.target())
                            && order.providerId().equals(other.providerId())
                            && (isListed(order) || isListed(other));
        }

        private static boolean isListed(OrderId id) {
            return id.keySha256().equals(OrderId.NONE);
        }
    }
}
