package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.List;

/**
 * Whose turn it is at a DNS name, and which validation records were published there. Part of every {@link OrderBook}.
 *
 * <p>Every method of a book in a database throws {@link IllegalStateException}, in one line, when the database fails.
 * What was to be written may then be written or not, never in part.
 */
public interface DnsNameLocks {

    /**
     * Holds a DNS name for one order: two orders that need a record of the same name take turns. Holding again prolongs.
     *
     * @param name the record's name
     * @param holder the order
     * @param time how long, should it not be released
     * @return false while another order holds it. One that holds it for longer than a day, and longer than this one asks
     *     for, held it by a clock that was ahead, and holds it no more
     * @throws IllegalStateException also when the name is longer than 1,600 bytes
     */
    boolean hold(String name, OrderId holder, Duration time);

    /** Gives a name back. Does nothing when another order holds it. */
    void release(String name, OrderId holder);

    /**
     * Keeps that a record is about to be published for an order. Should this process die, the wait that sees the order
     * over removes it. Said twice, it counts once.
     *
     * @param order the order; its id from a listing, which has no key, stands for it and for its reissues too
     * @param record whether it is {@link DnsRecord#done} is not kept
     * @throws IllegalStateException also when name, type and value are together longer than 1,600 bytes
     */
    void publishing(OrderId order, DnsRecord record);

    /** Keeps that a record of an order is gone again. */
    void removed(OrderId order, DnsRecord record);

    /** The records that were published for an order and, as far as this book knows, not removed. */
    List<DnsRecord> published(OrderId order);

    /**
     * True when, as far as this book knows, a record of another order stands at a name: what is there may be that one's.
     *
     * @param order the order whose own records do not count
     * @param name the record's name
     */
    boolean publishedByOthers(OrderId order, String name);
}
