package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.api.DnsRecordsApi;
import dev.certbridge.regfish.generated.model.DnsRecord;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the records at a name: regfish lists them by zone only, and which zone holds a name has to be tried. */
final class RegfishZones {

    private static final OperationRef LIST = OperationRef.of(Regfish.NAME, "listRecords");

    private final DnsRecordsApi api;

    RegfishZones(DnsRecordsApi api) {
        this.api = api;
    }

    /**
     * The records at a name.
     *
     * @param zone where it lives
     * @param records those with exactly that name
     */
    record At(String zone, List<DnsRecord> records) {}

    /** Walks up the labels until one is a zone of the account; {@link NotFoundException} when none is. */
    At find(String name) {
        // A name with an underscore is a label inside a zone, not the zone.
        String zone = name.startsWith("_") ? parent(name) : name;
        while (zone.indexOf('.') > 0) {
            Optional<List<DnsRecord>> records = records(zone);
            if (records.isPresent()) {
                return new At(zone, named(name, records.get()));
            }
            zone = parent(zone);
        }
        throw new NotFoundException(
                LIST,
                Refusal.local("nothing was published: no zone of this regfish account holds " + name
                        + "; publish the record where its zone is"));
    }

    /** The records at a name, once its zone is known. */
    List<DnsRecord> again(String zone, String name) {
        return named(name, records(zone).orElse(List.of()));
    }

    /** A host name without its trailing dot, in lower case. */
    static String plain(@Nullable String host) {
        String lower = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private Optional<List<DnsRecord>> records(String zone) {
        try {
            var envelope = api.listRecords(zone);
            return Optional.of(RegfishEnvelope.response("listRecords", envelope.getSuccess(), envelope.getResponse()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static List<DnsRecord> named(String name, List<DnsRecord> records) {
        return records.stream()
                .filter(Objects::nonNull)
                .filter(record -> plain(record.getName()).equals(name))
                .toList();
    }

    private static String parent(String name) {
        return name.substring(name.indexOf('.') + 1);
    }
}
