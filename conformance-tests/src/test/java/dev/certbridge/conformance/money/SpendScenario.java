package dev.certbridge.conformance.money;

import dev.certbridge.conformance.money.SpendOutcome.Kind;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One intent, tried any number of times, and the conditions that must hold whatever the network does. A condition that
 * does not hold is a complaint. The ledger decides.
 */
final class SpendScenario {

    private final ProxiedStub proxied;
    private final SpendRow row;
    private final Intent intent;
    private final Optional<Order> before;
    private final OrderRequest plain;
    private final String name;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private Optional<SpendOutcome> last = Optional.empty();
    private int replays;
    private int tries;

    /** An intent that was never tried; what it needs is there before, and was not disturbed. */
    SpendScenario(ProxiedStub proxied, SpendRow row) {
        this.proxied = proxied;
        this.row = row;
        this.name = proxied.name();
        this.intent = Intent.of("intent " + name);
        proxied.faults(sent -> NetworkFault.NONE);
        this.before = proxied.before(row.operation(), name);
        this.plain = row.operation().request(proxied.variant(), before);
    }

    /** Returns the spending of the row. */
    Spending spending() {
        return row.terms().spending(proxied.client(), request());
    }

    List<String> complaints() {
        return complaints;
    }

    /** Tries once, with a new key, and compares the outcome with the bookings. */
    SpendOutcome go(CertificateReseller reseller, Spending spending) {
        Set<String> earlier = orders();
        int sentBefore = proxied.proxy().writes().size();
        int replaysBefore = proxied.replays();
        OrderRequest request = request();
        SpendOutcome outcome = row.terms() == PriceTerms.ASKING
                ? SpendOutcome.ofQuestion(() -> reseller.quote(request))
                : SpendOutcome.of(
                        () -> row.operation().run(reseller, intent, request, before.map(Order::id), spending));
        proxied.proxy().awaitIdle();
        replays += proxied.replays() - replaysBefore;
        List<ReceivedRequest> sent = proxied.proxy()
                .writes()
                .subList(sentBefore, proxied.proxy().writes().size());
        outcome.id().map(OrderId::providerId).ifPresent(known::add);
        compare(outcome, earlier, sent);
        checkCharges(outcome, spending);
        last = Optional.of(outcome);
        return outcome;
    }

    private void compare(SpendOutcome outcome, Set<String> earlier, List<ReceivedRequest> sent) {
        Set<String> now = orders();
        require(sent.stream().filter(ReceivedRequest::isQuote).count() <= 1, "asked more than once in one call");
        require(sent.stream().filter(write -> !write.isQuote()).count() <= 1, "sent more than once in one call");
        if (last.filter(before -> !before.free()).isPresent() && row.terms() != PriceTerms.ASKING) {
            require(sent.isEmpty(), "sent again after: " + last.get().words());
        }
        if (outcome.free()) {
            require(now.equals(earlier), "booked, and the outcome is: " + outcome.words());
        }
        outcome.id()
                .ifPresent(id ->
                        require(now.contains(id.providerId()), "not booked, and the outcome is: " + outcome.words()));
        requireBookedOnce();
    }

    private void requireBookedOnce() {
        require(bookings() <= 1 + replays, "booked " + bookings() + " times, replayed " + replays + " times");
    }

    /** Checks that an overcharge is reported with its order, or that the book is halted already. */
    private void checkCharges(SpendOutcome outcome, Spending spending) {
        Optional<Money> most = PriceTerms.most(spending);
        boolean above = most.isPresent()
                && booked().stream()
                        .anyMatch(entry -> entry.cents() > most.get().cents());
        Kind kind = outcome.kind();
        require(
                !above || kind != Kind.ORDERED || proxied.book().halted().isPresent(),
                "charged above " + spending + ", and the book goes on: " + outcome.words());
        if (kind == Kind.OVERSPENT) {
            require(above, "reported an overcharge that did not happen");
            require(proxied.book().halted().isPresent(), "overspent, and the book goes on");
        }
    }

    /** Issues what was booked, so that reconcile can compare keys. */
    void issue() {
        if (row.operation() != SpendOperation.COMPLETE) {
            orders().forEach(order -> ClientVariant.issue(proxied.stub(), order));
        }
    }

    /**
     * Looks so many times, until something is found, at every attempt that is left open; believes what is proven and
     * asks once more.
     */
    void reconcile(Spending spending, int looks) {
        proxied.faults(sent -> NetworkFault.NONE);
        for (Attempt attempt : mine()) {
            Reconciliation found = proxied.client().orders().reconcile(attempt);
            for (int look = 1; look < looks && found instanceof Reconciliation.NotListed; look++) {
                found = proxied.client().orders().reconcile(attempt);
            }
            if (found instanceof Reconciliation.Placed placed) {
                settle(attempt, placed, spending);
            } else if (found instanceof Reconciliation.Candidates candidates) {
                require(!orders().isEmpty(), "candidates for nothing: " + candidates);
                candidates.ids().forEach(id -> known.add(id.providerId()));
            } else {
                require(orders().isEmpty(), "booked, but not listed");
            }
        }
    }

    private void settle(Attempt attempt, Reconciliation.Placed placed, Spending spending) {
        require(orders().contains(placed.id().providerId()), "wrongly placed: " + placed.id());
        proxied.book().settle(attempt, placed);
        known.add(placed.id().providerId());
        SpendOutcome again = go(proxied.client(), spending);
        require(again.id().equals(Optional.of(placed.id())), "settled as placed, then returned " + again);
    }

    /** Abandons the attempts if the ledger has no order, which frees the intent. */
    void abandon() {
        if (orders().isEmpty()) {
            mine().forEach(attempt -> proxied.book().abandon(attempt, "the ledger has nothing"));
            last = Optional.empty();
        }
    }

    /** Ends the scenario: every booking is known to the caller or the book, or is listed as unclaimed. */
    void close() {
        for (String order : orders()) {
            boolean found = known.contains(order) || proxied.book().knows(target(), order);
            // A copy, or an order from a quote, belongs to no intent and is listed as unclaimed.
            boolean stray = replays > 0 || row.terms() == PriceTerms.ASKING;
            require(found || (stray && isUnclaimed(order)), "booked as " + order + ", and nobody can know");
        }
        requireBookedOnce();
    }

    private boolean isUnclaimed(String order) {
        return proxied.client()
                .orders()
                .unclaimed()
                .anyMatch(listed -> listed.id().providerId().equals(order));
    }

    /** Returns the attempts of this intent with an unknown outcome. */
    List<Attempt> mine() {
        return proxied.book().unresolved().stream()
                .filter(attempt -> attempt.intent().equals(intent))
                .toList();
    }

    int bookings() {
        return booked().size();
    }

    /** Returns the bookings of what was sent once and arrived twice. */
    int replays() {
        return Math.min(replays, Math.max(0, bookings() - 1));
    }

    /** Returns what was charged, without copies. */
    long cents() {
        return booked().stream().mapToLong(Ledger.Entry::cents).limit(1).sum();
    }

    private List<Ledger.Entry> booked() {
        return proxied.booked(keys);
    }

    private Set<String> orders() {
        Set<String> orders = new HashSet<>();
        booked().forEach(entry -> orders.add(proxied.orderOf(entry)));
        return orders;
    }

    private String target() {
        return OrderId.target(
                proxied.stub().name(),
                proxied.proxy().uri().getAuthority(),
                proxied.variant() == ClientVariant.REGFISH ? OrderId.NONE : RealtimeStub.CUSTOMER);
    }

    private OrderRequest request() {
        if (row.operation() == SpendOperation.COMPLETE) {
            keys.add(plain.csr().keySha256());
            return plain;
        }
        Csr csr = ProxiedStub.csr(name, ++tries);
        keys.add(csr.keySha256());
        return plain.toBuilder().csr(csr).build();
    }

    private void require(boolean holds, String complaint) {
        if (!holds) {
            complaints.add(complaint);
        }
    }
}
