package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A book that fails: before the write nothing is sent; after the response the failure carries the id. */
class BookFailureTest extends WireTest {

    private static final IllegalStateException FULL = new IllegalStateException("the disk is full");

    /** Fails when the head of a response is to be stored. */
    private static class NoHeads extends InspectableBook {
        @Override
        public void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
            throw FULL;
        }
    }

    /** Fails when an attempt is to be settled. */
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
    void an_accepted_order_whose_head_cannot_be_stored_is_recorded_when_it_ends(TestProvider provider) {
        SpendLog book = new NoHeads();
        CertificateReseller reseller = connect(provider, book, toWrites(provider.accepts()));
        OrderId id = order(provider, reseller).id();
        assertThat(book.knows(id.target(), provider.id())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_that_cannot_be_settled_is_reported_with_its_id(TestProvider provider) {
        acceptedButNotRecorded(provider, provider.accepts());
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_order_whose_response_broke_off_too_is_reported_with_its_id(TestProvider provider) {
        acceptedButNotRecorded(provider, raw(head(200, 500, provider.idHeader())));
    }

    @ParameterizedTest
    @EnumSource
    void a_lost_response_that_cannot_be_recorded_is_reported_without_an_id(TestProvider provider) {
        CertificateReseller reseller = connect(provider, new NoEndings(), toWrites(hangUp()));
        assertThatThrownBy(() -> order(provider, reseller))
                .isInstanceOfSatisfying(
                        NotRecordedException.class, e -> assertThat(e.id()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_when_the_book_cannot_begin_an_attempt(TestProvider provider) {
        sendsNothing(provider, new NoBeginnings())
                .hasMessageContaining("the order book failed: the disk is full")
                .hasCause(FULL);
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
        InspectableBook failing = new InspectableBook() {
            @Override
            public boolean maySend(Attempt attempt) {
                throw FULL;
            }
        };
        sendsNothing(provider, failing);
        assertThat(failing.unresolved()).isEmpty();
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

    private AbstractThrowableAssert<?, ?> sendsNothing(TestProvider provider, SpendLog book) {
        FaultProxy server = toWrites(provider.accepts());
        CertificateReseller reseller = connect(provider, book, server);
        Throwable failure = catchThrowable(() -> order(provider, reseller));
        server.close();
        assertThat(server.requests("POST")).isEmpty();
        return assertThat(failure).isInstanceOf(NotSentException.class);
    }

    private void acceptedButNotRecorded(TestProvider provider, ProxyStep step) {
        FaultProxy server = toWrites(step);
        CertificateReseller reseller = connect(provider, new NoEndings(), server);
        OrderRequest request = provider.order("www.example.com");
        assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        NotRecordedException.class,
                        e -> assertThat(e.id().map(OrderId::providerId)).contains(provider.id()))
                .hasMessageContaining(provider.id())
                .hasCause(FULL);
        // The book still has the attempt as on its way, so the intent stays taken.
        assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                .isInstanceOf(OutcomeUnknownException.class);
        server.close();
        assertThat(server.requests("POST")).hasSize(1);
    }

    private static Order order(TestProvider provider, CertificateReseller reseller) {
        return provider.place(reseller);
    }
}
