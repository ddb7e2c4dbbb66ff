package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.api.DnsRecordsApi;
import dev.certbridge.regfish.generated.model.DnsRecord;
import dev.certbridge.regfish.generated.model.DnsRecordRequest;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes validation records in DNS zones at regfish, and removes these records later. The annotation of each record
 * contains the label of the installation that created the record. This class never changes a record with another
 * annotation. The programs that share one order book are one installation. Programs with another order book must use
 * another label ({@link #installation}). If the answer to a write is lost, this class reads the zone and sends the
 * write at most once more. This class is thread-safe. The operations of this class cost nothing.
 */
public final class RegfishDns implements DnsPublisher, AutoCloseable {

    /** The label of an installation if the program sets no label. */
    static final String DEFAULT_INSTALLATION = "default";

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int TTL_SECONDS = 60;
    private static final OperationRef LIST = OperationRef.of(Regfish.NAME, "listRecords");
    private static final OperationRef CREATE = OperationRef.of(Regfish.NAME, "createRecord");

    private final RegfishClient client;
    private final String annotation;
    private final DnsRecordsApi api;

    RegfishDns(RegfishClient client, String installation) {
        this.client = client;
        this.annotation = "certbridge " + installation + ": domain validation, removed after issuance";
        this.api = client.records();
    }

    /**
     * Returns a new publisher with the given label. The new publisher and this publisher share their connections, so
     * {@link #close} of one publisher closes both publishers.
     *
     * @param label a text such as {@code shop-eu-1}. The label distinguishes the records of this installation from the
     *     records of other installations in the same zones. An installation must always use the same label, so that it
     *     can remove the records of its earlier runs. If the program never calls this method, the label is {@code
     *     default}
     * @throws IllegalArgumentException the label does not consist of 1 to 63 letters, digits, dots, hyphens and
     *     underscores, or does not start with a letter or digit
     */
    public RegfishDns installation(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("\"" + label + "\" cannot name an installation. Use 1 to 63 letters,"
                    + " digits, dots, hyphens and underscores, beginning with a letter or digit");
        }
        return new RegfishDns(client, label);
    }

    /**
     * Creates the record, or changes a record of this installation that conflicts with the new record ({@code
     * listRecords}, {@code createRecord}, {@code patchRecordById}). The time to live of the record is 60 seconds.
     *
     * @return a handle that removes the record when the handle is closed ({@code getRecord}, {@code deleteRecord}). The
     *     handle does not remove a record that no longer has the annotation of this installation
     * @throws NotFoundException no zone of the account contains the name
     * @throws ConflictException with reason {@code WRONG_STATE}: the name has a conflicting record that this
     *     installation did not create. The conflicting record was not changed
     * @throws OutcomeUnknownException the answers to both tries of the write were lost, and the zone does not contain
     *     the record
     */
    @Override
    public AutoCloseable publish(DomainValidation.DnsRecord record) {
        RecordsAtName at = find(plain(record.name()));
        Optional<DnsRecord> there = there(record, at.records());
        // Another installation may have published the same record, so the annotation is checked before the record is
        // removed.
        Long rrid = (there.isPresent() ? there.get() : written(record, at)).getId();
        return rrid == null ? () -> {} : () -> remove(rrid, record);
    }

    /**
     * Removes the record if the zone contains it with the annotation of this installation ({@code listRecords}, {@code
     * getRecord}, {@code deleteRecord}).
     *
     * @throws OutcomeUnknownException the answers to both tries of the removal were lost
     */
    @Override
    public void withdraw(DomainValidation.DnsRecord record) {
        List<DnsRecord> at;
        try {
            at = find(plain(record.name())).records();
        } catch (NotFoundException e) {
            return;
        }
        at.stream()
                .filter(one -> isOurs(one) && isEqual(one, record))
                .map(DnsRecord::getId)
                .filter(Objects::nonNull)
                .forEach(rrid -> remove(rrid, record));
    }

    /** Closes the pooled connections. This method does not remove the published records. */
    @Override
    public void close() {
        client.close();
    }

    private DnsRecord written(DomainValidation.DnsRecord record, RecordsAtName at) {
        try {
            return write(record, at.records());
        } catch (OutcomeUnknownException | ConflictException | NotFoundException e) {
            // The answer was lost, or the zone has changed. The zone is read before anything is sent again.
            List<DnsRecord> now = again(at.zone(), plain(record.name()));
            Optional<DnsRecord> there = there(record, now);
            if (there.isEmpty() && now.isEmpty() && e instanceof ConflictException) {
                throw e;
            }
            return there.isPresent() ? there.get() : writtenAgain(record, at.zone(), now, e);
        }
    }

    private DnsRecord writtenAgain(
            DomainValidation.DnsRecord record, String zone, List<DnsRecord> now, ResellerException first) {
        try {
            return write(record, now);
        } catch (OutcomeUnknownException | ConflictException | NotFoundException e) {
            e.addSuppressed(first);
            return there(record, again(zone, plain(record.name()))).orElseThrow(() -> e);
        }
    }

    /**
     * Finds a record that equals the new record, even if another installation created the existing record. Throws
     * ConflictException if a record of another installation conflicts with the new record.
     */
    private Optional<DnsRecord> there(DomainValidation.DnsRecord record, List<DnsRecord> at) {
        Optional<DnsRecord> equal =
                at.stream().filter(one -> isEqual(one, record)).findFirst();
        if (equal.isEmpty()) {
            at.stream()
                    .filter(one -> !isOurs(one) && excludes(one, record))
                    .findFirst()
                    .ifPresent(foreign -> {
                        throw new ConflictException(
                                CREATE,
                                Refusal.local("nothing was published: " + record.name() + " has a conflicting record, "
                                        + foreign.getType() + " " + foreign.getData()
                                        + ", that this installation did not create. Remove this record first"),
                                ConflictException.Reason.WRONG_STATE);
                    });
        }
        return equal;
    }

    /**
     * Changes a conflicting record of this installation, or creates a record if no record conflicts. Sends one write.
     */
    private DnsRecord write(DomainValidation.DnsRecord record, List<DnsRecord> at) {
        Optional<DnsRecord> stale = at.stream()
                .filter(one -> isOurs(one) && one.getId() != null && excludes(one, record))
                .findFirst();
        DnsRecordRequest body = new DnsRecordRequest()
                .type(record.type())
                .name(record.name() + ".")
                .data(isCname(record.type()) ? record.value() + "." : record.value())
                .ttl(TTL_SECONDS)
                .annotation(annotation);
        var envelope = stale.isPresent() ? api.patchRecordById(stale.get().getId(), body) : api.createRecord(body);
        DnsRecord written = envelope == null ? null : envelope.getResponse();
        if (written == null || written.getId() == null || Boolean.FALSE.equals(envelope.getSuccess())) {
            throw new OutcomeUnknownException(CREATE, true, null, "the response contains no record", null);
        }
        if (stale.isPresent() && !written.getId().equals(stale.get().getId())) {
            throw new OutcomeUnknownException(
                    CREATE,
                    true,
                    null,
                    "record " + stale.get().getId() + " was changed, but the response contains record "
                            + written.getId(),
                    null);
        }
        return written;
    }

    /** Removes a record. If the answer is lost and the record still exists, sends the removal once more. */
    private void remove(long rrid, DomainValidation.DnsRecord record) {
        if (!stillOurs(rrid, record)) {
            return;
        }
        try {
            api.deleteRecord(rrid);
        } catch (NotFoundException e) {
            return;
        } catch (OutcomeUnknownException e) {
            if (stillOurs(rrid, record)) {
                api.deleteRecord(rrid);
            }
        }
    }

    private boolean stillOurs(long rrid, DomainValidation.DnsRecord record) {
        try {
            DnsRecord now = api.getRecord(rrid).getResponse();
            return now != null && (now.getId() == null || now.getId() == rrid) && isOurs(now) && isEqual(now, record);
        } catch (NotFoundException e) {
            return false;
        }
    }

    /**
     * Returns true if the record has the annotation of this installation. This method compares the whole annotation,
     * because one label may be a prefix of another label.
     */
    private boolean isOurs(DnsRecord record) {
        return annotation.equals(record.getAnnotation());
    }

    private static boolean isEqual(DnsRecord one, DomainValidation.DnsRecord record) {
        boolean sameData = isCname(record.type())
                ? plain(one.getData()).equals(plain(record.value()))
                : record.value().equals(unquoted(one.getData()));
        return plain(one.getName()).equals(plain(record.name()))
                && record.type().equalsIgnoreCase(one.getType())
                && sameData;
    }

    /** Returns true if two records of one name conflict. A CNAME conflicts with every other record of its name. */
    private static boolean excludes(DnsRecord one, DomainValidation.DnsRecord record) {
        return isCname(record.type()) || isCname(one.getType());
    }

    private static boolean isCname(@Nullable String type) {
        return "CNAME".equalsIgnoreCase(type);
    }

    /** Removes the quotation marks that may enclose the text of a listed TXT record. */
    private static String unquoted(@Nullable String text) {
        String plain = text == null ? "" : text;
        return plain.length() > 1 && plain.startsWith("\"") && plain.endsWith("\"")
                ? plain.substring(1, plain.length() - 1)
                : plain;
    }

    /** The zone of a DNS name, and the records of this name in the zone. */
    private record RecordsAtName(String zone, List<DnsRecord> records) {}

    /**
     * Finds the zone and the records of a name. regfish lists records only by zone, so this method tries the name and
     * then each parent domain as a zone.
     */
    private RecordsAtName find(String name) {
        // A name that starts with an underscore is a label inside a zone and cannot be the zone itself.
        String zone = name.startsWith("_") ? parent(name) : name;
        while (zone.indexOf('.') > 0) {
            Optional<List<DnsRecord>> records = records(zone);
            if (records.isPresent()) {
                return new RecordsAtName(zone, named(name, records.get()));
            }
            zone = parent(zone);
        }
        throw new NotFoundException(
                LIST,
                Refusal.local("nothing was published: this regfish account has no zone for " + name
                        + ". Publish the record at the DNS provider of this name"));
    }

    private List<DnsRecord> again(String zone, String name) {
        return named(name, records(zone).orElse(List.of()));
    }

    private static String plain(@Nullable String host) {
        String lower = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private Optional<List<DnsRecord>> records(String zone) {
        try {
            var envelope = api.listRecords(zone);
            return Optional.of(RegfishListings.response("listRecords", envelope.getSuccess(), envelope.getResponse()));
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
