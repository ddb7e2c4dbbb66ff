package dev.certbridge.reseller;

import dev.certbridge.reseller.order.DomainValidation.DnsRecord;

/**
 * Publishes the DNS records that validate domains. {@link Orders#await} and {@link Orders#awaitAll} publish each record
 * as soon as the order lists the record. Later, the wait closes the handle that {@link #publish} returned, and the
 * handle removes the record.
 */
@FunctionalInterface
public interface DnsPublisher {

    /**
     * Publishes a record. A wait calls this method once per record, and again at a later poll if the call failed
     * temporarily. If the record already exists, the publisher must keep or change this record, and must not add a
     * second record. A record that an earlier wait published and did not remove is published again, so that the new
     * handle can remove the record when the order has ended.
     *
     * @return a handle that removes the record in {@code close()}. The wait closes the handle when another order needs
     *     the DNS name, when the record is no longer needed, or when the order has ended
     * @throws Exception the record cannot be published. After a {@link
     *     dev.certbridge.reseller.failure.ResellerException} for a DNS service that was down, busy or not reachable,
     *     {@code await} polls again. After any other exception, {@code await} ends and throws this exception
     */
    AutoCloseable publish(DnsRecord record) throws Exception;

    /**
     * Removes a leftover record of an order that has ended. A wait calls this method if the reseller lists a record,
     * but neither the wait nor the order book knows that the record was published. Usually the DNS contains no such
     * record, but a wait with another order book may have published the record. The default implementation does
     * nothing. Override the method only in a publisher that can distinguish its own records from other records.
     *
     * @throws Exception the record cannot be removed; the exception is logged, and the wait continues
     */
    default void withdraw(DnsRecord record) throws Exception {}

    /**
     * Returns true, the default, if this publisher removes its records. If the result is false, the order book does not
     * store the records of this publisher, and no later wait removes the records.
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
