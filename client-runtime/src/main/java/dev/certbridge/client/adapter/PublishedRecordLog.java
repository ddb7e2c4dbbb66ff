package dev.certbridge.client.adapter;

import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;

/**
 * What the book remembers of the records of one order, so that a wait which dies leaves none behind for good.
 *
 * @param ours false for a publisher whose records are somebody else's: nothing is remembered then
 */
record PublishedRecordLog(SpendLog book, OrderId id, boolean ours) {

    /**
     * Before a record is published.
     *
     * @throws dev.certbridge.reseller.failure.NotSentException the book failed; the record must not be published then
     */
    void publishing(DnsRecord record) {
        if (!ours) {
            return;
        }
        BookErrors.notSent(OperationRef.of(id.provider(), "await"), () -> {
            book.publishing(id, record);
            return record;
        });
    }

    /** After it was removed. What cannot be forgotten is removed once more when the order is over, which does no harm. */
    void removed(DnsRecord record) {
        if (!ours) {
            return;
        }
        try {
            book.removed(id, record);
        } catch (IllegalStateException e) {
            warn(record + " is still remembered: " + e.getMessage());
        }
    }

    /** What this wait or an earlier one published and did not remove. Nothing when the book cannot tell. */
    List<DnsRecord> left() {
        try {
            return ours ? book.published(id) : List.of();
        } catch (IllegalStateException e) {
            warn("records that an earlier wait of " + id + " left may stay: " + e.getMessage());
            return List.of();
        }
    }

    private static void warn(String what) {
        System.getLogger(PublishedRecordLog.class.getName()).log(System.Logger.Level.WARNING, what);
    }
}
