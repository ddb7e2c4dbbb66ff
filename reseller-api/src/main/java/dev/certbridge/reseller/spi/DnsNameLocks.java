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
     * @param time how long, should it not be released
     * @return false while another order holds it. One that holds it for longer than a day, and longer than this one asks
     *     for, held it by a clock that was ahead, and holds it no more
     * @throws IllegalStateException also when the name is longer than 1,600 bytes
     */
    boolean hold(String name, OrderId holder, Duration time);

    /** Unlocks a name. Does nothing when another order holds it. */
    void release(String name, OrderId holder);

    /**
     * Stores that a record is about to be published for an order. Should this process die, the wait that sees the order
     * over removes it. Said twice, it counts once.
     *
     * @param order the order; its id from a listing, which has no key, stands for it and for its reissues too
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
