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

/** The content of a book inside one transaction. {@link BookRules} decides which changes are allowed. */
interface BookTransaction {

    Instant now();

    /** Returns the state of the book as a whole. */
    Status status();

    Optional<Attempt> attempt(long number);

    /** Returns the attempt with this number and owner. Attempts of two books may have the same number. */
    Optional<Attempt> attempt(long number, String owner);

    /** Returns the attempts of an intent, oldest first. */
    List<Attempt> attemptsOf(Intent intent);

    /** Returns the attempts of an intent and the attempts with a CSR for this key, oldest first. */
    List<Attempt> attemptsOf(Intent intent, String keySha256);

    /**
     * Returns the attempts that belong to this order, oldest first. An attempt belongs to the order if it placed or
     * completed the order, or if it is a quote that the reseller treated as the order.
     */
    List<Attempt> accepted(OrderId id);

    /** Returns the attempts with an unknown outcome, oldest first. */
    List<Attempt> unresolved();

    /** Returns the attempts for which {@link Attempt#priceOpen} returns true, oldest first. */
    List<Attempt> uncompared();

    void add(Attempt attempt);

    /** Updates the state, head, order id, charge and limit of an attempt, and the value of {@link Attempt#compared}. */
    void change(Attempt attempt);

    /** Stores the reason for which a person abandoned an attempt, for people who query the database. */
    void reason(long attempt, String reason);

    Optional<KnownOrder> order(OrderId id);

    List<KnownOrder> orders(String target, String providerId);

    /** Adds or replaces an order. */
    void put(KnownOrder order);

    /** Adds a snapshot and returns its number. */
    long add(Snapshot snapshot);

    /** Returns the snapshot or listing with this number. */
    Optional<Snapshot> snapshot(long number);

    ListingTables listings();

    Optional<Budget> budget(String name);

    /** Adds or replaces a budget. */
    void put(Budget budget);

    /** Returns the sums of the charges to a budget. Leaves out attempts that certainly ordered nothing. */
    List<Spent> spent(String budget);

    /** Stores the first refund of an order and ignores later refunds. */
    void addRefund(OrderId id, Money refund);

    void halted(Optional<String> reason);

    Optional<Hold> held(String name);

    /** Adds or replaces the lock of a DNS name. */
    void put(String name, Hold hold);

    void release(String name);

    /** Adds a record that is published for an order, unless it is stored already. */
    void add(PublishedRecord published);

    void remove(PublishedRecord published);

    /**
     * Returns the DNS records of all orders with the account and the reseller's id of this order. The records are
     * sorted by name, type and value.
     */
    List<PublishedRecord> recordsAbout(OrderId order);

    List<PublishedRecord> recordsAt(String name);

    /**
     * The sums of the charges to a budget in one currency.
     *
     * @param currency the currency; empty for charges without a price
     * @param orders the number of charges without a refund
     * @param priced the number of charges above 0
     * @param cents the sum of the charges minus their refunds, at most the largest long value
     */
    record Spent(String currency, long orders, long priced, long cents) {}

    /**
     * The state of a book.
     *
     * @param lastAttempt the number of the newest attempt, 0 in a new book
     */
    record Status(Optional<String> halted, long lastAttempt) {}

    /** The order that has locked a DNS name, and the end of the lock. */
    record Hold(OrderId holder, Instant until) {}

    /** A validation record that is published for an order. The value of {@link DnsRecord#done} is not stored. */
    record PublishedRecord(OrderId order, DnsRecord record) {

        public PublishedRecord {
            record = record.done() ? new DnsRecord(record.name(), record.type(), record.value(), false) : record;
        }

        /**
         * Returns true if the record belongs to this order. A listing contains no public keys, so an id from a listing
         * refers to an order and all its reissues. An id from a listing is compared only by its account and the
         * reseller's id.
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
