package dev.certbridge.reseller;

import dev.certbridge.reseller.order.DomainValidation.DnsRecord;

/**
 * Publishes the DNS records that validate domains. {@link Orders#await} and {@link Orders#awaitAll} publish each record
 * when the order lists it, and later close the handle that {@link #publish} returned.
 */
@FunctionalInterface
public interface DnsPublisher {

    /**
     * Publishes a record. Called once per record, and again at a later poll if it failed temporarily. If the record
     * already exists, the publisher must leave it or change it, and must not add a second one. A record that an earlier
     * wait published but did not remove is published once more, so that it can be removed when the order has ended.
     *
     * @return a handle whose {@code close()} removes the record; it is closed when another order needs the name, when
     *     the record is no longer needed, or when the order has ended
     * @throws Exception the record cannot be published; {@code await} then ends with this exception, but polls again if
     *     it is a {@link dev.certbridge.reseller.failure.ResellerException} for a DNS service that was down, busy or
     *     not reachable
     */
    AutoCloseable publish(DnsRecord record) throws Exception;

    /**
     * Removes a leftover record of an order that has ended. The reseller lists the record, but this wait did not
     * publish it and the order book does not contain it; a wait with another order book may have published it. Usually
     * the record does not exist. The default does nothing; override it only in a publisher that can distinguish its own
     * records from other records.
     *
     * @throws Exception the record cannot be removed; the exception is logged, and the wait continues
     */
    default void withdraw(DnsRecord record) throws Exception {}

    /**
     * Returns true, the default, if this publisher removes its records. If the result is false, the order book does not
     * store the records of this publisher, and no later wait removes them.
     */
    default boolean takesBack() {
        return true;
    }

    /** Returns a publisher that does nothing, for records that somebody else publishes. */
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
