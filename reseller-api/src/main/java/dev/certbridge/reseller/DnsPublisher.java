package dev.certbridge.reseller;

import dev.certbridge.reseller.order.DomainValidation.DnsRecord;

/** Publishes validation records. {@code await} calls it as records appear and closes what it returned afterwards. */
@FunctionalInterface
public interface DnsPublisher {

    /**
     * Publishes a record; called once per record, and again at a later poll when it failed temporarily. A record that
     * is there already is left or changed, never doubled: one that an earlier wait published and
     * did not remove, because it gave up or its process died, is published once more to be removed when the order is
     * over.
     *
     * @return removes the record again when closed: the authority has seen it, another order has its turn at the name,
     *     or the order is over
     * @throws Exception when it cannot be published; {@code await} ends with it, but looks again after a
     *     {@link dev.certbridge.reseller.failure.ResellerException} that says the DNS service was down, busy or not
     *     reached
     */
    AutoCloseable publish(DnsRecord record) throws Exception;

    /**
     * Removes a record that the reseller lists for an order which is over, and that neither this wait published nor the
     * order book remembers: a wait with another book may have left it. Most often nothing is there. Does nothing unless a
     * publisher can tell its own records from others.
     *
     * @throws Exception when it cannot be removed; it is logged, and the wait goes on
     */
    default void withdraw(DnsRecord record) throws Exception {}

    /**
     * Whether the records are this publisher's to remove. The order book remembers no record of one that says no: it is
     * somebody else's, and no later wait removes it.
     */
    default boolean takesBack() {
        return true;
    }

    /** Returns a publisher for records that somebody else publishes. */
    static DnsPublisher none() {
        return new DnsPublisher() {
            @Override
            public AutoCloseable publish(DnsRecord record) {
                return () -> {};
            }

            @Override
            public boolean takesBack() {
                return false;
            }
        };
    }
}
