package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.List;

/**
 * Locks on DNS names, and the validation records that were published there. Part of every {@link OrderBook}.
 *
 * <p>Every method of a book in a database throws {@link IllegalStateException}, in one line, when the database fails.
 * What was to be written may then be written or not, never in part.
 */
public interface DnsNameLocks {

    /**
     * Locks a DNS name for one order: orders that need a record of the same name take turns. Locking again prolongs.
     *
     * @param name the record's name
     * @param holder the order
     * @param time how long the lock lasts if it is not unlocked
     * @return false while another order has the lock. A lock that would last longer than a day, and longer than this
     *     one, was taken by a clock that was ahead, and is ignored
     * @throws IllegalStateException also when the name is longer than 1,600 bytes
     */
    boolean lock(String name, OrderId holder, Duration time);

    /** Unlocks a name. Does nothing when another order has the lock. */
    void unlock(String name, OrderId holder);

    /**
     * Stores that a record is about to be published for an order. If this process dies, the next wait for the order
     * removes the record. Storing it twice counts once.
     *
     * @param order the order; an id from a listing, which has no key, stands for the order and for its reissues
     * @param record whether it is {@link DnsRecord#done} is not kept
     * @throws IllegalStateException also when name, type and value are together longer than 1,600 bytes
     */
    void publishing(OrderId order, DnsRecord record);

    /** Stores that a record of an order was removed. */
    void removed(OrderId order, DnsRecord record);

    /** Returns the records that were published for an order and, according to this book, not removed. */
    List<DnsRecord> published(OrderId order);

    /**
     * Returns true when, according to this book, a record of another order is published at a name.
     *
     * @param order the order whose own records do not count
     * @param name the record's name
     */
    boolean publishedByOthers(OrderId order, String name);
}
