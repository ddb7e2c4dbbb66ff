package dev.certbridge.reseller;

import dev.certbridge.reseller.DomainValidation.DnsRecord;

/** Publishes validation records. {@code await} calls it as records appear and closes what it returned afterwards. */
@FunctionalInterface
public interface DnsPublisher {

    /**
     * Makes a record visible; called once per record.
     *
     * @return removes the record again when closed, after issuance
     * @throws Exception when it cannot be published; {@code await} ends with it
     */
    AutoCloseable publish(DnsRecord record) throws Exception;

    /** For records that somebody else publishes. */
    static DnsPublisher none() {
        return record -> () -> {};
    }
}
