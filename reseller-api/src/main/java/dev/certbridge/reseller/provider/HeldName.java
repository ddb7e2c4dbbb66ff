package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.DomainValidation.DnsRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A name that the book holds for an order, and what is published there. */
final class HeldName {

    private final Map<DnsRecord, AutoCloseable> published = new LinkedHashMap<>(2);
    private Instant since;

    HeldName(Instant since) {
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
     * it has seen stays otherwise, for it may look again before it issues.
     */
    void show(DnsPublisher publisher, List<DnsRecord> wanted, Set<DnsRecord> listed) throws PublishingFailedException {
        boolean makeRoom = wanted.stream().anyMatch(HeldName::alone);
        published.entrySet().removeIf(old -> {
            DnsRecord record = old.getKey();
            boolean goes = !wanted.contains(record) && (makeRoom || alone(record) || !listed.contains(record));
            if (goes) {
                close(record, old.getValue());
            }
            return goes;
        });
        for (DnsRecord record : wanted) {
            if (!published.containsKey(record)) {
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
    List<DnsRecord> hide() {
        List<DnsRecord> were = List.copyOf(published.keySet());
        published.forEach(HeldName::close);
        published.clear();
        return were;
    }

    /** Removes what an earlier wait of the same order left behind. */
    static void withdraw(DnsPublisher publisher, DnsRecord record) {
        close(record, () -> publisher.withdraw(record));
    }

    /** A record that stays behind costs nothing, so a failure to remove it does not hide what became of the order. */
    private static void close(DnsRecord record, AutoCloseable publication) {
        try {
            publication.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            System.getLogger(HeldName.class.getName())
                    .log(System.Logger.Level.WARNING, "the record " + record + " could not be removed");
        }
    }
}
