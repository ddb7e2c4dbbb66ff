package dev.certbridge.client.adapter;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.NotSentException;
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
 * Publishes the validation records of one order. Orders that need a record of the same name take turns: the book locks the
 * name for one of them until its records are removed, the order ends, or nobody polls it any more. Names are locked in their
 * order and none after one that is refused, so that two orders never wait for each other.
 */
final class DnsValidationPublisher {

    private final DnsPublisher publisher;
    private final SpendLog book;
    private final OrderId id;
    private final Clock clock;
    private final Duration lockTime;
    // Most of many waiting orders are small, so the map comes with the first record.
    private Map<String, Lock> locks = Map.of();
    private List<DomainValidation> postponed = List.of();
    private Set<DnsRecord> removed = Set.of();

    /** A locked name, and what is published there. */
    private static final class Lock {

        private final Map<DnsRecord, AutoCloseable> published = new LinkedHashMap<>(2);
        private Instant since;

        private Lock(Instant since) {
            this.since = since;
        }
    }

    /** A record that could not be published; the cause is what the publisher threw. */
    static final class PublishingFailedException extends Exception {

        private static final long serialVersionUID = 1L;

        private PublishingFailedException(DnsRecord record, Exception cause) {
            super("the record " + record + " could not be published", cause);
        }

        /**
         * Returns true when publishing may succeed at the next poll: the DNS service was down, busy, or not reached. A lost
         * answer counts too, for a record may be published again.
         */
        boolean isTransient() {
            return getCause() instanceof ResellerException e
                    && (OrderWaiter.isTransient(e) || e instanceof OutcomeUnknownException);
        }

        /** Returns the publisher's own failure, unchecked. */
        RuntimeException unchecked() {
            Throwable thrown = Objects.requireNonNull(getCause());
            return thrown instanceof RuntimeException own ? own : new IllegalStateException(getMessage(), thrown);
        }
    }

    /** {@code lockTime} is how long a lock lasts when nobody polls: more than twice the pause between polls. */
    DnsValidationPublisher(DnsPublisher publisher, SpendLog book, OrderId id, Clock clock, Duration lockTime) {
        this.publisher = publisher;
        this.book = book;
        this.id = id;
        this.clock = clock;
        this.lockTime = lockTime;
    }

    /**
     * Publishes the records that the authority waits for now, and removes those that it does not list any more. Publishes
     * nothing at a name that another order has locked. Mails and files are left to the caller.
     *
     * @throws PublishingFailedException a record could not be published
     * @throws NotSentException the book failed; {@link #keep} tries again
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
        // Also when the book or the publisher fails half-way.
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

    /** Keeps the locks, and publishes what had to wait for its name. Called between polls. */
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
     * Removes all records of an order that is over, and unlocks its names. Also removes what an earlier wait left behind, as
     * far as the book or the reseller still lists it, unless another order has locked the name or published a record there.
     */
    void remove(List<DomainValidation> validations) {
        unlock(name -> true);
        locks = Map.of();
        postponed = List.of();
        List<DnsRecord> left = leftovers();
        // Published again, which returns what removes it.
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
     * Publishes the wanted records. A record that the authority does not list any more, or that does not fit beside them, is
     * removed first. A record that the authority has seen stays, for it may check again before it issues. The book stores a
     * record before it is published.
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
                    OrderWaiter.orNotSent(operation(), () -> {
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
        if (!OrderWaiter.orNotSent(operation(), () -> book.lock(name, id, lockTime))) {
            return false;
        }
        if (locks.isEmpty()) {
            locks = new TreeMap<>();
        }
        locks.put(name, new Lock(clock.instant()));
        return true;
    }

    /** Renews locks after half of their time. Removes what was published under a lost lock, and returns it. */
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
                    // The other half of the time is left to try again.
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
                    // It runs out by itself, and must not hide what became of the order.
                    warnOfLock(name, e);
                }
            }
        }
    }

    private List<DnsRecord> removePublished(Lock lock) {
        List<DnsRecord> records = List.copyOf(lock.published.keySet());
        lock.published.forEach(this::close);
        lock.published.clear();
        if (removed.isEmpty() && !records.isEmpty()) {
            removed = new HashSet<>();
        }
        removed.addAll(records);
        return records;
    }

    /** Removes a record that this wait did not publish, unless another order uses its name. */
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
            // A record that stays must not hide what became of the order.
            warnOfLock(record.name(), e);
        }
    }

    /** A record that stays behind costs nothing, so a failure to remove it does not hide what became of the order. */
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

    /** Tells the book that a record was removed. If that fails, it is removed again when the order is over: no harm. */
    private void forget(DnsRecord record) {
        if (publisher.takesBack()) {
            try {
                book.removed(id, record);
            } catch (IllegalStateException e) {
                warn("the book still lists " + record + ": " + e.getMessage());
            }
        }
    }

    /** Returns what this wait or an earlier one published and did not remove; nothing when the book fails. */
    private List<DnsRecord> leftovers() {
        try {
            return publisher.takesBack() ? book.published(id) : List.of();
        } catch (IllegalStateException e) {
            warn("records that an earlier wait of " + id + " left may stay: " + e.getMessage());
            return List.of();
        }
    }

    private OperationRef operation() {
        return OperationRef.of(id.provider(), "await");
    }

    private static void warnOfLock(String name, IllegalStateException e) {
        warn("the lock of " + name + " is unchanged: " + e.getMessage());
    }

    private static void warn(String message) {
        System.getLogger(DnsValidationPublisher.class.getName()).log(System.Logger.Level.WARNING, message);
    }

    private static DnsRecord plain(DnsRecord record) {
        return new DnsRecord(record.name(), record.type(), record.value(), false);
    }

    /** Returns true for a record beside which no other fits. */
    private static boolean standsAlone(DnsRecord record) {
        return record.type().equalsIgnoreCase("CNAME");
    }

    /** Beside a CNAME no other record fits, so they follow one another. */
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
