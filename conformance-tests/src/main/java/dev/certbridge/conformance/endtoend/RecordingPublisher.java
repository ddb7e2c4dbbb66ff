package dev.certbridge.conformance.endtoend;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.DomainValidation.DnsRecord;
import java.util.ArrayList;
import java.util.List;

/** Publishes nowhere, and remembers. */
public final class RecordingPublisher implements DnsPublisher {

    private final List<DnsRecord> published = new ArrayList<>();
    private final List<DnsRecord> removed = new ArrayList<>();

    @Override
    public AutoCloseable publish(DnsRecord record) {
        published.add(record);
        return () -> removed.add(record);
    }

    /** Every record that was published, as often as it was. */
    public List<DnsRecord> published() {
        return List.copyOf(published);
    }

    /** Every record that was removed again, as often as it was. */
    public List<DnsRecord> removed() {
        return List.copyOf(removed);
    }
}
