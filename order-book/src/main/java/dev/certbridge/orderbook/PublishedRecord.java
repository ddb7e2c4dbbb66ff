package dev.certbridge.orderbook;

import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;

/** A validation record that stands in a zone for an order; whether it is done is not kept. */
record PublishedRecord(OrderId order, DnsRecord record) {

    PublishedRecord {
        record = record.done() ? new DnsRecord(record.name(), record.type(), record.value(), false) : record;
    }

    /**
     * True for the same order, and where one of the two ids is from a listing, which does not tell an order and its
     * reissues apart.
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
