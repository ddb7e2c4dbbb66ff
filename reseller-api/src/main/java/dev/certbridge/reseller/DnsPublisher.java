package dev.certbridge.reseller;

import dev.certbridge.reseller.DomainValidation.DnsRecord;

/** Publishes validation records. {@code await} calls it as records appear and closes what it returned afterwards. */
@FunctionalInterface
public interface DnsPublisher {

    /**
     * Makes a record visible; called once per record that is to be seen now, and again at a later look when it failed
     * for now.
     *
     * @return removes the record again when closed: the authority has seen it, another order has its turn at the name,
     *     or the order is over
     * @throws Exception when it cannot be published; {@code await} ends with it, but looks again after a
     *     {@link dev.certbridge.reseller.failure.ResellerException} that says the DNS service was down, busy or not
     *     reached
     */
    AutoCloseable publish(DnsRecord record) throws Exception;

    /**
     * Removes a record that an earlier wait of this order published and could not remove, for it gave up before the
     * order was over. Called when the order is issued or has ended, for each listed record that this wait did not
     * publish; most often nothing is there. Does nothing unless a publisher can tell its own records from others. A
     * reseller that lists no records once an order is over leaves them in the zone.
     *
     * @throws Exception when it cannot be removed; it is logged, and the wait goes on
     */
    default void withdraw(DnsRecord record) throws Exception {}

    /** For records that somebody else publishes. */
    static DnsPublisher none() {
        return record -> () -> {};
    }
}
