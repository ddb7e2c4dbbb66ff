package dev.certbridge.client.adapter;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A name that the book holds for an order, and what is published there. */
final class LockedDnsName {

    private final Map<DnsRecord, AutoCloseable> published = new LinkedHashMap<>(2);
    private Instant since;

    LockedDnsName(Instant since) {
        this.since = since;
    }

    /** When the book last said that the name is ours. */
    Instant since() {
        return since;
    }

    void heldAgain(Instant now) {
        since = now;
    }

    /** True for a record beside which no other fits. */
    static boolean alone(DnsRecord record) {
        return record.type().equalsIgnoreCase("CNAME");
    }

    /**
     * Publishes these. What the authority no longer lists, or what stands in their way, is removed first; a record that
     * it has seen stays otherwise, for it may look again before it issues. The book knows of a record before the zone
     * does.
     */
    void show(DnsPublisher publisher, List<DnsRecord> wanted, Set<DnsRecord> listed, PublishedRecordLog remembered)
            throws PublishingFailedException {
        boolean makeRoom = wanted.stream().anyMatch(LockedDnsName::alone);
        published.entrySet().removeIf(old -> {
            DnsRecord record = old.getKey();
            boolean goes = !wanted.contains(record) && (makeRoom || alone(record) || !listed.contains(record));
            if (goes) {
                close(record, old.getValue(), remembered);
            }
            return goes;
        });
        for (DnsRecord record : wanted) {
            if (!published.containsKey(record)) {
                remembered.publishing(record);
                try {
                    published.put(record, publisher.publish(record));
                } catch (Exception e) {
                    if (e instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    throw new PublishingFailedException(record, e);
                }
            }
        }
    }

    /** What is published now. */
    Set<DnsRecord> shown() {
        return published.keySet();
    }

    /** Removes all, and tells what there was. */
    List<DnsRecord> hide(PublishedRecordLog remembered) {
        List<DnsRecord> were = List.copyOf(published.keySet());
        published.forEach((record, publication) -> close(record, publication, remembered));
        published.clear();
        return were;
    }

    /** Removes what an earlier wait of the same order published: it is published again, which gives what removes it. */
    static void takeOver(DnsPublisher publisher, DnsRecord record, PublishedRecordLog remembered) {
        close(record, () -> publisher.publish(record).close(), remembered);
    }

    /** Removes what the reseller lists and nobody remembers, where the publisher can tell that it is ours. */
    static void withdraw(DnsPublisher publisher, DnsRecord record, PublishedRecordLog remembered) {
        close(record, () -> publisher.withdraw(record), remembered);
    }

    /** A record that stays behind costs nothing, so a failure to remove it does not hide what became of the order. */
    private static void close(DnsRecord record, AutoCloseable publication, PublishedRecordLog remembered) {
        try {
            publication.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            System.getLogger(LockedDnsName.class.getName())
                    .log(System.Logger.Level.WARNING, "the record " + record + " could not be removed");
            return;
        }
        remembered.removed(record);
    }
}
