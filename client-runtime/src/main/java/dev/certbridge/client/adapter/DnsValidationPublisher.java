package dev.certbridge.client.adapter;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The records that one wait has published for one order. Orders that need a record of the same name take turns: the
 * book holds the name for one of them until it is shown, issued, ends, or is not looked at any more. Names are taken in
 * their order and none past one that is refused, so two orders never hold what the other one waits for.
 */
final class DnsValidationPublisher {

    private final DnsPublisher publisher;
    private final SpendLog book;
    private final OrderId id;
    private final Clock clock;
    private final Duration holdTime;
    // Most of many waiting orders are small, so the map comes with the first record.
    private Map<String, LockedDnsName> held = Map.of();
    private List<DomainValidation> postponed = List.of();
    private Set<DnsRecord> hidden = Set.of();

    /** {@code holdTime} is how long a name stays ours when nobody looks: more than twice the pause between looks. */
    DnsValidationPublisher(DnsPublisher publisher, SpendLog book, OrderId id, Clock clock, Duration holdTime) {
        this.publisher = publisher;
        this.book = book;
        this.id = id;
        this.clock = clock;
        this.holdTime = holdTime;
    }

    /**
     * Brings what is published in line with what the authority waits to see now. Of a name that another order holds,
     * nothing is published yet. Mails and files are the caller's.
     *
     * @throws PublishingFailedException a record could not be published
     * @throws dev.certbridge.reseller.failure.NotSentException the book failed; {@link #keep} tries again
     */
    void update(List<DomainValidation> validations) throws PublishingFailedException {
        prolong();
        Map<String, Set<DnsRecord>> listed = new TreeMap<>();
        Map<String, Set<DnsRecord>> wanted = new TreeMap<>();
        for (DomainValidation validation : validations) {
            if (validation instanceof DnsRecord record) {
                DnsRecord plain = new DnsRecord(record.name(), record.type(), record.value(), false);
                of(listed, record.name()).add(plain);
                if (!record.done()) {
                    of(wanted, record.name()).add(plain);
                }
            }
        }
        giveBack(name -> !wanted.containsKey(name));
        // Also when the book or the publisher fails half-way.
        postponed = List.copyOf(validations);
        for (Map.Entry<String, Set<DnsRecord>> name : wanted.entrySet()) {
            if (!hold(name.getKey())) {
                giveBack(other -> other.compareTo(name.getKey()) > 0);
                return;
            }
            held.get(name.getKey()).show(publisher, fitting(name.getValue()), of(listed, name.getKey()), remembered());
        }
        postponed = List.of();
    }

    /** Holds on to the names, and publishes what had to wait for its name. To be called between looks. */
    void keep() throws PublishingFailedException {
        List<DnsRecord> lost = prolong();
        if (!postponed.isEmpty()) {
            update(postponed);
        } else if (!lost.isEmpty()) {
            List<DomainValidation> again = new ArrayList<>(lost);
            held.values().forEach(name -> again.addAll(name.shown()));
            update(again);
        }
    }

    /** Prolongs when half of the time is over. What was published under a name that was lost is removed, and told. */
    private List<DnsRecord> prolong() {
        Instant now = clock.instant();
        List<DnsRecord> lost = new ArrayList<>();
        for (String name : List.copyOf(held.keySet())) {
            if (!now.isBefore(held.get(name).since().plus(holdTime.dividedBy(2)))) {
                try {
                    if (book.lock(name, id, holdTime)) {
                        held.get(name).heldAgain(now);
                    } else {
                        lost.addAll(hide(held.remove(name)));
                    }
                } catch (IllegalStateException e) {
                    // The other half of the time is left to try again.
                    warn(name, e);
                }
            }
        }
        return lost;
    }

    /**
     * The order is over: removes all and gives the names back. Also what an earlier wait left behind, by the memory of
     * the book or because it is still listed, unless another order has its turn at the name now or left a record there:
     * it may be the same, or stand in the place of ours.
     */
    void remove(List<DomainValidation> validations) {
        giveBack(name -> true);
        held = Map.of();
        postponed = List.of();
        List<DnsRecord> left = remembered().left();
        left.forEach(record -> inTurn(record, LockedDnsName::takeOver));
        for (DomainValidation validation : validations) {
            if (validation instanceof DnsRecord record) {
                DnsRecord plain = new DnsRecord(record.name(), record.type(), record.value(), false);
                if (!hidden.contains(plain) && !left.contains(plain)) {
                    inTurn(plain, LockedDnsName::withdraw);
                }
            }
        }
    }

    /** One way to remove a record that this wait did not publish. */
    private interface Removal {
        void of(DnsPublisher publisher, DnsRecord record, PublishedRecordLog remembered);
    }

    private void inTurn(DnsRecord left, Removal removal) {
        try {
            if (book.lock(left.name(), id, holdTime)) {
                if (book.publishedByOthers(id, left.name())) {
                    remembered().removed(left);
                } else {
                    removal.of(publisher, left, remembered());
                }
                book.unlock(left.name(), id);
            }
        } catch (IllegalStateException e) {
            // The book: a record that stays must not hide what became of the order.
            warn(left.name(), e);
        }
    }

    private void giveBack(Predicate<String> unneeded) {
        for (String name : List.copyOf(held.keySet())) {
            if (unneeded.test(name)) {
                hide(held.remove(name));
                try {
                    book.unlock(name, id);
                } catch (IllegalStateException e) {
                    // It runs out by itself, and must not hide what became of the order.
                    warn(name, e);
                }
            }
        }
    }

    private List<DnsRecord> hide(LockedDnsName name) {
        List<DnsRecord> were = name.hide(remembered());
        if (hidden.isEmpty() && !were.isEmpty()) {
            hidden = new HashSet<>();
        }
        hidden.addAll(were);
        return were;
    }

    private boolean hold(String name) {
        if (held.containsKey(name)) {
            return true;
        }
        if (!BookErrors.notSent(OperationRef.of(id.provider(), "await"), () -> book.lock(name, id, holdTime))) {
            return false;
        }
        if (held.isEmpty()) {
            held = new TreeMap<>();
        }
        held.put(name, new LockedDnsName(clock.instant()));
        return true;
    }

    /** Made when needed, for little is kept of a waiting order. */
    private PublishedRecordLog remembered() {
        return new PublishedRecordLog(book, id, publisher.takesBack());
    }

    private static void warn(String name, IllegalStateException e) {
        System.getLogger(DnsValidationPublisher.class.getName())
                .log(System.Logger.Level.WARNING, "the hold of " + name + " is unchanged: " + e.getMessage());
    }

    /** Beside a CNAME no other record fits, so they follow one another. */
    private static List<DnsRecord> fitting(Set<DnsRecord> records) {
        List<DnsRecord> all = new ArrayList<>(records);
        return all.stream().anyMatch(LockedDnsName::alone)
                ? all.stream().filter(LockedDnsName::alone).limit(1).toList()
                : all;
    }

    private static Set<DnsRecord> of(Map<String, Set<DnsRecord>> byName, String name) {
        return byName.computeIfAbsent(name, n -> new LinkedHashSet<>());
    }
}
