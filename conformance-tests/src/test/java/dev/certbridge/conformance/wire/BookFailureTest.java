package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A book that fails: before the write nothing is sent, after the answer the id is told. */
class BookFailureTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final IllegalStateException FULL = new IllegalStateException("the disk is full");

    /** Fails when the head of the answer is to be kept. */
    private static class NoHeads extends InspectableBook {
        @Override
        public void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
            throw FULL;
        }
    }

    /** Fails when an attempt is to be ended. */
    private static final class NoEndings extends InspectableBook {
        @Override
        public void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id) {
            throw FULL;
        }
    }

    /** Fails when an attempt is to be begun. */
    private static final class NoBeginnings extends InspectableBook {
        @Override
        public Attempt begin(OperationRef origin, SpendRequest wish, SpendTerms sending, Optional<Instant> serverTime) {
            throw FULL;
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_whose_head_cannot_be_kept_is_recorded_when_it_ends(WireSession shop) {
        OrderRequest request = shop.order("www.example.com");
        SpendLog book = new NoHeads();
        RawServer server = RawServer.toWrites(shop.accepts());
        try (server;
                CertificateReseller reseller = shop.connect(book, server.options())) {
            OrderId id = reseller.order(INTENT, request, Spending.unquoted()).id();
            assertThat(book.knows(id.target(), shop.id())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_that_cannot_be_settled_is_told_with_its_id(WireSession shop) {
        acceptedButNotRecorded(shop, shop.accepts(), new NoEndings());
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_whose_answer_broke_off_too_is_told_with_its_id(WireSession shop) {
        String id = shop == WireSession.REGFISH ? "Location: /tls/certificate/ABCDEFGHIJKLM" : "x-process-id: 4711";
        acceptedButNotRecorded(shop, ServerStep.raw(ServerStep.head(200, 500, id)), new NoEndings());
    }

    @ParameterizedTest
    @EnumSource
    void a_lost_answer_that_cannot_be_recorded_is_told_without_an_id(WireSession shop) {
        try (RawServer server = RawServer.toWrites(ServerStep.drop());
                CertificateReseller reseller = shop.connect(new NoEndings(), server.options())) {
            assertThatThrownBy(() -> reseller.order(INTENT, shop.order("www.example.com"), Spending.unquoted()))
                    .isInstanceOfSatisfying(
                            NotRecordedException.class, e -> assertThat(e.id()).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_book_that_cannot_begin_an_attempt_lets_nothing_out(WireSession shop) {
        RawServer server = RawServer.toWrites(shop.accepts());
        try (server;
                CertificateReseller reseller = shop.connect(new NoBeginnings(), server.options())) {
            assertThatThrownBy(() -> reseller.order(INTENT, shop.order("www.example.com"), Spending.unquoted()))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("the order book failed: the disk is full")
                    .hasCause(FULL);
        }
        assertThat(server.requests("POST")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_leave_to_send_that_has_ended_lets_nothing_out(WireSession shop) {
        InspectableBook tooLate = new InspectableBook() {
            @Override
            public boolean maySend(Attempt attempt) {
                return false;
            }
        };
        sendsNothing(shop, tooLate);
        assertThat(tooLate.unresolved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_book_that_fails_its_last_look_lets_nothing_out(WireSession shop) {
        InspectableBook blind = new InspectableBook() {
            @Override
            public boolean maySend(Attempt attempt) {
                throw FULL;
            }
        };
        sendsNothing(shop, blind);
        assertThat(blind.unresolved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_book_that_cannot_keep_what_was_listed_lets_nothing_out(WireSession shop) {
        sendsNothing(shop, new InspectableBook() {
            @Override
            public long keep(Snapshot snapshot) {
                throw FULL;
            }
        });
    }

    private static void sendsNothing(WireSession shop, SpendLog book) {
        RawServer server = RawServer.toWrites(shop.accepts());
        try (server;
                CertificateReseller reseller = shop.connect(book, server.options())) {
            assertThatThrownBy(() -> reseller.order(INTENT, shop.order("www.example.com"), Spending.unquoted()))
                    .isInstanceOf(NotSentException.class);
        }
        assertThat(server.requests("POST")).isEmpty();
    }

    private static void acceptedButNotRecorded(WireSession shop, ServerStep act, SpendLog book) {
        OrderRequest request = shop.order("www.example.com");
        RawServer server = RawServer.toWrites(act);
        try (server;
                CertificateReseller reseller = shop.connect(book, server.options())) {
            assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOfSatisfying(
                            NotRecordedException.class,
                            e -> assertThat(e.id().map(OrderId::providerId)).contains(shop.id()))
                    .hasMessageContaining(shop.id())
                    .hasCause(FULL);
            // The book still holds the attempt as on its way, so the intent stays taken.
            assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(server.requests("POST")).hasSize(1);
    }
}
