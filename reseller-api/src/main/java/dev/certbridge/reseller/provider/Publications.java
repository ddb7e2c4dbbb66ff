package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.DomainValidation.DnsRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** The records one wait has published, each once. */
final class Publications {

    private final DnsPublisher publisher;
    private final Map<DnsRecord, AutoCloseable> published = new LinkedHashMap<>();

    Publications(DnsPublisher publisher) {
        this.publisher = publisher;
    }

    void add(DnsRecord record) {
        if (published.containsKey(record)) {
            return;
        }
        try {
            published.put(record, publisher.publish(record));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the record " + record + " could not be published", e);
        }
    }

    /** Removes all. A record that stays behind costs nothing, so a failure to remove it does not hide the outcome. */
    void remove() {
        published.forEach((record, publication) -> {
            try {
                publication.close();
            } catch (Exception e) {
                System.getLogger(Publications.class.getName())
                        .log(System.Logger.Level.WARNING, "the record " + record + " could not be removed");
            }
        });
        published.clear();
    }
}
