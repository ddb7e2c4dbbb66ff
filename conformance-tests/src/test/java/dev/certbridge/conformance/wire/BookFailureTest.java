package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A book that fails: before the write nothing is sent; after the response the failure carries the id. */
class BookFailureTest extends WireTest {

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
    void an_accepted_order_whose_head_cannot_be_kept_is_recorded_when_it_ends(TestProvider provider) {
        OrderRequest request = provider.order("www.example.com");
        SpendLog book = new NoHeads();
        FaultProxy server = FaultProxy.toWrites(provider.accepts());
        try (server;
                CertificateReseller reseller = provider.connect(book, server)) {
            OrderId id = reseller.order(INTENT, request, Spending.unquoted()).id();
            assertThat(book.knows(id.target(), provider.id())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_that_cannot_be_settled_is_reported_with_its_id(TestProvider provider) {
        acceptedButNotRecorded(provider, provider.accepts(), new NoEndings());
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_whose_response_broke_off_too_is_reported_with_its_id(TestProvider provider) {
        String id =
                provider == TestProvider.REGFISH ? "Location: /tls/certificate/ABCDEFGHIJKLM" : "x-process-id: 4711";
        acceptedButNotRecorded(provider, ProxyStep.raw(ProxyStep.head(200, 500, id)), new NoEndings());
    }

    @ParameterizedTest
    @EnumSource
    void a_lost_response_that_cannot_be_recorded_is_reported_without_an_id(TestProvider provider) {
        CertificateReseller reseller = open(
                provider.connect(new NoEndings(), toWrites(ProxyStep.hangUp()).options()));
        assertThatThrownBy(() -> reseller.order(INTENT, provider.order("www.example.com"), Spending.unquoted()))
                .isInstanceOfSatisfying(
                        NotRecordedException.class, e -> assertThat(e.id()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_when_the_book_cannot_begin_an_attempt(TestProvider provider) {
        FaultProxy server = FaultProxy.toWrites(provider.accepts());
        try (server;
                CertificateReseller reseller = provider.connect(new NoBeginnings(), server.options())) {
            assertThatThrownBy(() -> reseller.order(INTENT, provider.order("www.example.com"), Spending.unquoted()))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("the order book failed: the disk is full")
                    .hasCause(FULL);
        }
        assertThat(server.requests("POST")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_after_the_send_window(TestProvider provider) {
        InspectableBook tooLate = new InspectableBook() {
            @Override
            public boolean maySend(Attempt attempt) {
                return false;
            }
        };
        sendsNothing(provider, tooLate);
        assertThat(tooLate.unresolved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_when_the_last_check_of_the_book_fails(TestProvider provider) {
        InspectableBook blind = new InspectableBook() {
            @Override
            public boolean maySend(Attempt attempt) {
                throw FULL;
            }
        };
        sendsNothing(provider, blind);
        assertThat(blind.unresolved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_when_the_book_cannot_store_the_snapshot(TestProvider provider) {
        sendsNothing(provider, new InspectableBook() {
            @Override
            public long keep(Snapshot snapshot) {
                throw FULL;
            }
        });
    }

    private static void sendsNothing(TestProvider provider, SpendLog book) {
        FaultProxy server = FaultProxy.toWrites(provider.accepts());
        try (server;
                CertificateReseller reseller = provider.connect(book, server)) {
            assertThatThrownBy(() -> reseller.order(INTENT, provider.order("www.example.com"), Spending.unquoted()))
                    .isInstanceOf(NotSentException.class);
        }
        assertThat(server.requests("POST")).isEmpty();
    }

    private static void acceptedButNotRecorded(TestProvider provider, ProxyStep act, SpendLog book) {
        OrderRequest request = provider.order("www.example.com");
        FaultProxy server = FaultProxy.toWrites(act);
        try (server;
                CertificateReseller reseller = provider.connect(book, server)) {
            assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOfSatisfying(
                            NotRecordedException.class,
                            e -> assertThat(e.id().map(OrderId::providerId)).contains(provider.id()))
                    .hasMessageContaining(provider.id())
                    .hasCause(FULL);
            // The book still holds the attempt as on its way, so the intent stays taken.
            assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(server.requests("POST")).hasSize(1);
    }
}
