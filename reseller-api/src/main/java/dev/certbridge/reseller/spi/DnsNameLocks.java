package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.List;

/**
 * The locks on DNS names, and the validation records that were published at these names. Every {@link OrderBook}
 * contains these locks and records.
 *
 * <p>Every method of a book in a database throws {@link IllegalStateException} with a message of one line if the
 * database fails. After a failure of the database, each change is either written completely or not at all.
 */
public interface DnsNameLocks {

    /**
     * Locks a DNS name for one order, so that only one order at a time publishes records at this name. If the order has
     * the lock already, the method prolongs the lock.
     *
     * @return false if another order has the lock. A lock of another order that would last longer than a day, and
     *     longer than the requested {@code time}, is ignored, because the other order took this lock while the clock
     *     was ahead
     * @throws IllegalStateException the name is longer than 1,600 bytes, or the database failed
     */
    boolean lock(String name, OrderId holder, Duration time);

    /** Unlocks a name. Does nothing if another order has the lock. */
    void unlock(String name, OrderId holder);

    /**
     * Stores a record that is about to be published for an order. If this process dies, the next wait for the order
     * removes the record. A second call for the same record has no further effect.
     *
     * @param order the order. The id of an order from a listing has no key hash, and refers to the order and all its
     *     reissues
     * @param record the record; the value of {@link DnsRecord#done} is not stored
     * @throws IllegalStateException name, type and value are together longer than 1,600 bytes, or the database failed
     */
    void publishing(OrderId order, DnsRecord record);

    /** Stores the removal of a record of an order. */
    void removed(OrderId order, DnsRecord record);

    /** Returns the records of an order that, according to this book, were published and not removed. */
    List<DnsRecord> published(OrderId order);

    /** Returns true if, according to this book, a record of another order is published at a name. */
    boolean publishedByOthers(OrderId order, String name);
}
