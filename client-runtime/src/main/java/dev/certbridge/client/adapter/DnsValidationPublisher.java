package dev.certbridge.client.adapter;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Publishes the validation records of one order. If several orders need records at the same DNS name, the order book
 * locks the name for one order, and the other orders wait. The lock on a name ends when the records of the order are
 * removed, when the order ends, or some time after the last poll. Each order locks its names in alphabetical order and
 * stops at the first name that another order has locked, so that two orders never wait for each other.
 */
final class DnsValidationPublisher {

    private final DnsPublisher publisher;
    private final SpendLog book;
    private final OrderId id;
    private final Clock clock;
    private final Duration lockTime;
    // The map is created with the first record, because most waiting orders have no records and should use little
    // memory.
    private Map<String, Lock> locks = Map.of();
    private List<DomainValidation> postponed = List.of();
    private Set<DnsRecord> removed = Set.of();

    private static final class Lock {

        private final Map<DnsRecord, AutoCloseable> published = new LinkedHashMap<>(2);
        private Instant since;

        private Lock(Instant since) {
            this.since = since;
        }
    }

    /** Thrown if a record cannot be published. The cause is the exception of the publisher. */
    static final class PublishingFailedException extends Exception {

        private static final long serialVersionUID = 1L;

        private PublishingFailedException(DnsRecord record, Exception cause) {
            super("the record " + record + " could not be published: " + reason(cause), cause);
        }

        private static String reason(Exception cause) {
            String message = cause.getMessage();
            return (message == null ? cause.toString() : message).replaceAll("\\s+", " ");
        }

        // A lost answer is transient too, because a record may be published again.
        boolean isTransient() {
            return getCause() instanceof ResellerException e
                    && (OrderWaiter.isTransient(e) || e instanceof OutcomeUnknownException);
        }

        /** Returns the exception of the publisher. A checked exception is wrapped in an IllegalStateException. */
        RuntimeException unchecked() {
            Throwable thrown = Objects.requireNonNull(getCause());
            return thrown instanceof RuntimeException own ? own : new IllegalStateException(getMessage(), thrown);
        }
    }

    // Without a poll, a lock ends after lockTime. This time must be more than twice the pause between polls.
    DnsValidationPublisher(DnsPublisher publisher, SpendLog book, OrderId id, Clock clock, Duration lockTime) {
        this.publisher = publisher;
        this.book = book;
        this.id = id;
        this.clock = clock;
        this.lockTime = lockTime;
    }

    /**
     * Publishes the records that the authority waits for, except records at a name that another order has locked.
     * Removes the records that the authority no longer lists. Throws NotSentException if the order book failed. The
     * next call of {@link #keep} publishes the records that this call could not publish.
     */
    void update(List<DomainValidation> validations) throws PublishingFailedException {
        renewLocks();
        Map<String, Set<DnsRecord>> listed = new TreeMap<>();
        Map<String, Set<DnsRecord>> wanted = new TreeMap<>();
        for (DomainValidation validation : validations) {
            if (validation instanceof DnsRecord record) {
                listed.computeIfAbsent(record.name(), n -> new LinkedHashSet<>())
                        .add(plain(record));
                if (!record.done()) {
                    wanted.computeIfAbsent(record.name(), n -> new LinkedHashSet<>())
                            .add(plain(record));
                }
            }
        }
        unlock(name -> !wanted.containsKey(name));
        // The validations are stored before they are published, so that keep() tries again if the order book or the
        // publisher fails.
        postponed = List.copyOf(validations);
        for (Map.Entry<String, Set<DnsRecord>> entry : wanted.entrySet()) {
            String name = entry.getKey();
            if (!lock(name)) {
                unlock(other -> other.compareTo(name) > 0);
                return;
            }
            publish(locks.get(name), fitting(entry.getValue()), listed.get(name));
        }
        postponed = List.of();
    }

    /**
     * Renews the locks on the DNS names, and publishes the postponed records. Callers use this method between polls.
     */
    void keep() throws PublishingFailedException {
        List<DnsRecord> lost = renewLocks();
        if (!postponed.isEmpty()) {
            update(postponed);
        } else if (!lost.isEmpty()) {
            List<DomainValidation> again = new ArrayList<>(lost);
            locks.values().forEach(lock -> again.addAll(lock.published.keySet()));
            update(again);
        }
    }

    /**
     * Removes all records of a finished order, and unlocks its DNS names. Also removes the records of an earlier wait
     * for this order, if the order book or the reseller still lists these records. Keeps a record of an earlier wait if
     * another order has locked its name or has published a record at its name.
     */
    void remove(List<DomainValidation> validations) {
        unlock(name -> true);
        locks = Map.of();
        postponed = List.of();
        List<DnsRecord> left = leftovers();
        // Publishing the record again returns the handle that removes it.
        left.forEach(
                record -> removeLeftover(record, () -> publisher.publish(record).close()));
        for (DomainValidation validation : validations) {
            if (validation instanceof DnsRecord record) {
                DnsRecord plain = plain(record);
                if (!removed.contains(plain) && !left.contains(plain)) {
                    removeLeftover(plain, () -> publisher.withdraw(plain));
                }
            }
        }
    }

    /**
     * Removes the published records that conflict with a wanted record or that the authority no longer lists, and then
     * publishes the wanted records. Keeps the records that the authority has already checked, because the authority may
     * check them again before it issues the certificate.
     */
    private void publish(Lock lock, List<DnsRecord> wanted, Set<DnsRecord> listed) throws PublishingFailedException {
        boolean makeRoom = wanted.stream().anyMatch(DnsValidationPublisher::standsAlone);
        lock.published.entrySet().removeIf(old -> {
            DnsRecord record = old.getKey();
            boolean goes = !wanted.contains(record) && (makeRoom || standsAlone(record) || !listed.contains(record));
            if (goes) {
                close(record, old.getValue());
            }
            return goes;
        });
        for (DnsRecord record : wanted) {
            if (!lock.published.containsKey(record)) {
                if (publisher.takesBack()) {
                    SpendExecutor.orNotSent(operation(), () -> {
                        book.publishing(id, record);
                        return record;
                    });
                }
                try {
                    lock.published.put(record, publisher.publish(record));
                } catch (Exception e) {
                    if (e instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    throw new PublishingFailedException(record, e);
                }
            }
        }
    }

    private boolean lock(String name) {
        if (locks.containsKey(name)) {
            return true;
        }
        if (!SpendExecutor.orNotSent(operation(), () -> book.lock(name, id, lockTime))) {
            return false;
        }
        if (locks.isEmpty()) {
            locks = new TreeMap<>();
        }
        locks.put(name, new Lock(clock.instant()));
        return true;
    }

    /**
     * Renews each lock whose time has half passed. Removes and returns the records at each name whose lock another
     * order has taken.
     */
    private List<DnsRecord> renewLocks() {
        Instant now = clock.instant();
        List<DnsRecord> lost = new ArrayList<>();
        for (String name : List.copyOf(locks.keySet())) {
            if (!now.isBefore(locks.get(name).since.plus(lockTime.dividedBy(2)))) {
                try {
                    if (book.lock(name, id, lockTime)) {
                        locks.get(name).since = now;
                    } else {
                        lost.addAll(removePublished(locks.remove(name)));
                    }
                } catch (IllegalStateException e) {
                    // The renewal is tried again during the second half of the lock time.
                    warnOfLock(name, e);
                }
            }
        }
        return lost;
    }

    private void unlock(Predicate<String> unneeded) {
        for (String name : List.copyOf(locks.keySet())) {
            if (unneeded.test(name)) {
                removePublished(locks.remove(name));
                try {
                    book.unlock(name, id);
                } catch (IllegalStateException e) {
                    // The lock expires by itself. This failure must not hide the result of the order.
                    warnOfLock(name, e);
                }
            }
        }
    }

    private List<DnsRecord> removePublished(Lock lock) {
        List<DnsRecord> records = List.copyOf(lock.published.keySet());
        lock.published.forEach(this::close);
        if (removed.isEmpty() && !records.isEmpty()) {
            removed = new HashSet<>();
        }
        removed.addAll(records);
        return records;
    }

    /** Removes a DNS record of an earlier wait. Keeps the record if another order uses the name of the record. */
    private void removeLeftover(DnsRecord record, AutoCloseable removal) {
        try {
            if (book.lock(record.name(), id, lockTime)) {
                if (book.publishedByOthers(id, record.name())) {
                    forget(record);
                } else {
                    close(record, removal);
                }
                book.unlock(record.name(), id);
            }
        } catch (IllegalStateException e) {
            // A failure to remove a record must not hide the result of the order.
            warnOfLock(record.name(), e);
        }
    }

    // A failure is only logged: a remaining record costs nothing, and the failure must not hide the result.
    private void close(DnsRecord record, AutoCloseable publication) {
        try {
            publication.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            warn("the record " + record + " could not be removed");
            return;
        }
        forget(record);
    }

    // If the order book fails, the record is removed again when the order is finished, which is harmless.
    private void forget(DnsRecord record) {
        if (publisher.takesBack()) {
            try {
                book.removed(id, record);
            } catch (IllegalStateException e) {
                warn("the record " + record + " was removed, but the order book still lists it: " + e.getMessage());
            }
        }
    }

    /** Returns the records of the order that were published and not removed, in this wait or in an earlier wait. */
    private List<DnsRecord> leftovers() {
        try {
            return publisher.takesBack() ? book.published(id) : List.of();
        } catch (IllegalStateException e) {
            warn("DNS records that an earlier wait published for order " + id + " were not removed: " + e.getMessage());
            return List.of();
        }
    }

    private OperationRef operation() {
        return OperationRef.of(id.provider(), "await");
    }

    private static void warnOfLock(String name, IllegalStateException e) {
        warn("the lock of the DNS name " + name + " could not be changed: " + e.getMessage());
    }

    private static void warn(String message) {
        System.getLogger(DnsValidationPublisher.class.getName()).log(System.Logger.Level.WARNING, message);
    }

    private static DnsRecord plain(DnsRecord record) {
        return new DnsRecord(record.name(), record.type(), record.value(), false);
    }

    // No other record may exist at the name of a CNAME.
    private static boolean standsAlone(DnsRecord record) {
        return record.type().equalsIgnoreCase("CNAME");
    }

    /**
     * Returns the records that can exist at one name at the same time. If the given records contain a CNAME, the result
     * is the first CNAME; otherwise the result is all records.
     */
    private static List<DnsRecord> fitting(Set<DnsRecord> records) {
        List<DnsRecord> all = new ArrayList<>(records);
        return all.stream().anyMatch(DnsValidationPublisher::standsAlone)
                ? all.stream()
                        .filter(DnsValidationPublisher::standsAlone)
                        .limit(1)
                        .toList()
                : all;
    }
}
