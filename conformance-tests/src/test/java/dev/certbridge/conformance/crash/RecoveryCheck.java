package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.List;

/** What somebody finds who comes after a process was killed, and what he makes of it; the stub's ledger is the judge. */
final class RecoveryCheck {

    private final CrashScenario scene;
    private final List<String> steps;
    private final String question;
    private final String order;

    /**
     * The aftermath of a process.
     *
     * @param steps what it did, up to and including the step at which it was killed
     * @param quoted whether it asked for the price first
     */
    RecoveryCheck(CrashScenario scene, List<String> steps, boolean quoted) {
        this.scene = scene;
        this.steps = steps;
        this.question = quoted ? "1" : "0";
        this.order = quoted ? "2" : "1";
    }

    /** The book says exactly how far it came, and never that nothing was sent when something was. */
    void assertBookTellsTheTruth() {
        List<String> booked = scene.booked();
        try (SpendLog book = scene.book()) {
            List<Attempt> open = book.unresolved();
            if (committed("settle", order)) {
                assertThat(open).isEmpty();
                assertThat(booked)
                        .singleElement()
                        .satisfies(id -> assertThat(book.knows(target(), id)).isTrue());
            } else if (committed("begin", order)) {
                assertThat(open).singleElement().returns(SpendType.ORDER, Attempt::verb);
                assertBookedAsFarAsItCame(booked);
                if (committed("answered", order) && !atRegfish()) {
                    // regfish names its orders in the body only.
                    assertThat(open.get(0).orderId().orElseThrow().providerId()).isEqualTo(booked.get(0));
                }
            } else {
                boolean asking = committed("begin", question) && !committed("settle", question);
                assertThat(open).hasSize(asking ? 1 : 0).allMatch(attempt -> attempt.verb() == SpendType.QUOTE);
                assertThat(booked).isEmpty();
            }
        }
    }

    private void assertBookedAsFarAsItCame(List<String> booked) {
        if (steps.contains("write " + order + PausableProxy.REQUEST)) {
            // Also when nothing was carried out yet: the server had read it, and did not notice who died.
            assertThat(booked).hasSize(1);
        } else if (!steps.contains("write " + order + PausableProxy.FIRST_BYTE)) {
            assertThat(booked).isEmpty();
        }
    }

    /** Orders the same again, after looking where the book says so. What was booked is found and not ordered again. */
    OrderId recover() {
        List<String> before = scene.booked();
        try (SpendLog book = scene.bookLater();
                CertificateReseller reseller = scene.errand().connect(book)) {
            OrderId id = recovered(book, reseller);
            if (!before.isEmpty()) {
                assertThat(before).containsExactly(id.providerId());
            }
            return id;
        }
    }

    private OrderId recovered(SpendLog book, CertificateReseller reseller) {
        try {
            return scene.errand().order(reseller).id();
        } catch (OutcomeUnknownException taken) {
            assertThat(taken).hasMessageContaining("nothing was sent now");
        }
        Attempt attempt = book.unresolved().get(0);
        Reconciliation found = look(reseller, attempt);
        if (found instanceof Reconciliation.Placed placed) {
            assertThat(scene.booked()).as("placed").containsExactly(placed.id().providerId());
            book.settle(attempt, placed);
        } else {
            assertThat(scene.booked()).as("not listed").isEmpty();
            book.abandon(attempt, "nothing was there");
        }
        return scene.errand().order(reseller).id();
    }

    /** A listing at regfish shows no CSR: a person tells which of the candidates it is, and here there is but one. */
    private static Reconciliation look(CertificateReseller reseller, Attempt attempt) {
        Reconciliation found = reseller.orders().reconcile(attempt);
        if (found instanceof Reconciliation.Candidates candidates) {
            assertThat(candidates.ids()).hasSize(1);
            return new Reconciliation.Placed(candidates.ids().get(0));
        }
        return found;
    }

    private boolean committed(String change, String number) {
        return steps.contains(change + " " + number + ": after");
    }

    private boolean atRegfish() {
        return scene.errand().reseller().equals(Regfish.NAME);
    }

    private String target() {
        String account = atRegfish() ? "-" : RealtimeStub.CUSTOMER;
        return OrderId.target(scene.errand().reseller(), scene.errand().uri().getAuthority(), account);
    }
}
