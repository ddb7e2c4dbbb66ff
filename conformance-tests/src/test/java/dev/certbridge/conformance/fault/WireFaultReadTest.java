package dev.certbridge.conformance.fault;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.proxy.TestThreads.SlowCases;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault on the wire, at reads and at orders of the built-in clients. */
class WireFaultReadTest {

    private static final List<String> BUILT_IN = List.of("regfish", "realtime");
    private static SlowCases<String> waiting;

    /**
     * Starts the cases that wait for a time limit, so that they wait while the others run; all classes are loaded
     * before.
     */
    @BeforeAll
    static void startSlowCases() {
        waiting = new SlowCases<>(8);
        BUILT_IN.forEach(reseller -> order(new ResellerFault(reseller, WireFault.DROPPED)));
        List<ResellerFault> slow = cases().filter(at -> at.how().isSlow()).toList();
        slow.forEach(at -> waiting.begin("read " + at, () -> read(at)));
        slow.forEach(at -> waiting.begin("order " + at, () -> order(at)));
        how().filter(WireFault::isSlow).forEach(how -> waiting.begin("question " + how, () -> ask(how)));
        how().filter(WireFault::isSlow).forEach(how -> waiting.begin("listing " + how, () -> list(how)));
    }

    @AfterAll
    static void stopSlowCases() {
        waiting.close();
    }

    static Stream<ResellerFault> cases() {
        return BUILT_IN.stream()
                .flatMap(reseller -> Stream.of(WireFault.values()).map(how -> new ResellerFault(reseller, how)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_read_returns_the_right_value_or_fails_with_the_cause(ResellerFault at) {
        waiting.end("read " + at, () -> read(at));
    }

    private static void read(ResellerFault at) {
        try (TestClient client = at.client(ReadRetryPolicy.none())) {
            Order order = client.order("www.example.com");
            client.stub().when(client.candidate().operations().reading()).once().fault(at.how());

            Throwable thrown = catchThrowable(() ->
                    assertThat(client.reseller().orders().get(order.id()).id()).isEqualTo(order.id()));

            if (thrown == null) {
                assertThat(at.how()).isIn(WireFault.WRONG_CONTENT_TYPE, WireFault.UTF_16);
            } else {
                assertThat(thrown).isInstanceOf(failureOfRead(at)).message().hasLineCount(1);
                assertThat(at.how()).isNotEqualTo(WireFault.WRONG_CONTENT_TYPE);
            }
            assertThat(client.reseller().orders().get(order.id()).id()).isEqualTo(order.id());
        }
    }

    private static Class<? extends Throwable> failureOfRead(ResellerFault at) {
        return switch (at.how()) {
            case BROKEN_OFF, DROPPED, RESET, SLOW_FIRST_BYTE, ONE_BYTE_A_SECOND, BAD_GATEWAY, UNAVAILABLE_UNTIL ->
                ProviderFaultException.class;
            case RATE_LIMITED_SECONDS, RATE_LIMITED_DATE -> RateLimitedException.class;
            case NOT_FOUND_FIRST -> NotFoundException.class;
            // Realtime Register documents no 409.
            case CONFLICT_FIRST ->
                at.reseller().equals("regfish") ? ConflictException.class : BrokenContractException.class;
            default -> BrokenContractException.class;
        };
    }

    static Stream<ResellerFault> passing() {
        return cases().filter(one -> Set.of(
                        WireFault.BROKEN_OFF,
                        WireFault.DROPPED,
                        WireFault.RESET,
                        WireFault.BAD_GATEWAY,
                        WireFault.UNAVAILABLE_UNTIL,
                        WireFault.RATE_LIMITED_SECONDS,
                        WireFault.RATE_LIMITED_DATE)
                .contains(one.how()));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void a_read_is_retried_after_a_transient_fault_and_waits_as_long_as_requested(ResellerFault at) {
        Duration pause = Duration.ofSeconds(1);
        try (TestClient client = at.client(new ReadRetryPolicy(3, pause, pause))) {
            Order order = client.order("www.example.com");
            client.stub()
                    .when(client.candidate().operations().reading())
                    .twice()
                    .fault(at.how());
            int pausesBefore = client.time().pauses().size();

            assertThat(client.reseller().orders().get(order.id()).id()).isEqualTo(order.id());

            boolean asked = at.how().name().matches("UNAVAILABLE_UNTIL|RATE_LIMITED_.*");
            assertThat(client.time().pauses().stream().skip(pausesBefore))
                    .hasSize(2)
                    .allSatisfy(waited -> assertThat(waited.compareTo(Duration.ofSeconds(2)) >= 0)
                            .as("%s was requested by the server", waited)
                            .isEqualTo(asked));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_order_ends_known_or_unknown_and_never_twice(ResellerFault at) {
        waiting.end("order " + at, () -> order(at));
    }

    private static void order(ResellerFault at) {
        try (TestClient client = at.client(ReadRetryPolicy.none());
                OrderBook book = OrderBooks.inMemory()) {
            CertificateReseller reseller = client.connect(client.stub().apiKey(), book);
            OrderRequest request = client.request(TestClient.key("www.example.com"));
            Intent intent = Intent.of("shop-4711/1");
            client.stub().when(client.ordering()).once().fault(at.how());

            Throwable thrown = catchThrowable(() -> reseller.order(intent, request, Spending.unquoted()));

            if (at.how().isBeforeBooking()) {
                assertThat(client.stub().ledger().orders()).isZero();
                assertThat(thrown).isInstanceOfAny(RejectedException.class, OutcomeUnknownException.class);
            } else {
                assertThat(client.stub().ledger().orders()).isOne();
                requireTaken(thrown, reseller, intent, request, book);
            }
            assertThat(client.spends()).isOne();
        }
    }

    /** Requires that the intent is recorded, whatever the order threw. */
    private static void requireTaken(
            Throwable thrown, CertificateReseller reseller, Intent intent, OrderRequest request, OrderBook book) {
        if (thrown == null) {
            assertThat(reseller.order(intent, request, Spending.unquoted()).state())
                    .isNotNull();
            return;
        }
        assertThat(thrown).isInstanceOf(OutcomeUnknownException.class);
        Optional<OrderId> seen = ((OutcomeUnknownException) thrown).seenId();
        assertThat(book.unresolved()).hasSize(seen.isPresent() ? 0 : 1);
        if (seen.isPresent()) {
            assertThat(reseller.order(intent, request, Spending.unquoted()).id())
                    .isEqualTo(seen.get());
        } else {
            requireThrown(OutcomeUnknownException.class, () -> reseller.order(intent, request, Spending.unquoted()));
        }
    }

    static Stream<WireFault> how() {
        return Stream.of(WireFault.values());
    }

    @ParameterizedTest
    @MethodSource("how")
    void a_quote_never_places_an_order(WireFault how) {
        waiting.end("question " + how, () -> ask(how));
    }

    private static void ask(WireFault how) {
        try (TestClient client = new ResellerFault("realtime", how).client(ReadRetryPolicy.none())) {
            OrderRequest request = client.request(TestClient.key("www.example.com"));
            client.stub()
                    .when(client.ordering())
                    .where(call -> call.isQuote())
                    .once()
                    .fault(how);

            Throwable thrown = catchThrowable(
                    () -> client.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo("EUR", "25.00")));

            assertThat(client.stub().ledger().orders()).isEqualTo(thrown == null ? 1 : 0);
            if (how == WireFault.WRONG_CONTENT_TYPE) {
                assertThat(thrown).isNull();
            }
            assertThat(client.stub().journal().received(client.ordering())).isEqualTo(thrown == null ? 2 : 1);
        }
    }

    @ParameterizedTest
    @MethodSource("how")
    void an_unreadable_listing_before_an_order_stops_the_order(WireFault how) {
        waiting.end("listing " + how, () -> list(how));
    }

    private static void list(WireFault how) {
        BUILT_IN.forEach(reseller -> {
            try (TestClient client = new ResellerFault(reseller, how).client(ReadRetryPolicy.none())) {
                String listing = client.candidate().operations().listing();
                client.stub().when(listing).always().fault(how);
                Throwable thrown = catchThrowable(() -> client.order("www.example.com"));
                assertThat(client.stub().ledger().orders()).isEqualTo(thrown == null ? 1 : 0);
                assertThat(how == WireFault.WRONG_CONTENT_TYPE || how == WireFault.UTF_16 || thrown != null)
                        .isTrue();
            }
        });
    }

    /** A fault on the wire at one reseller. */
    record ResellerFault(String reseller, WireFault how) {

        private static final Duration LONG = Duration.ofSeconds(20);
        /** Long enough for a call without a slow fault. */
        private static final Duration SHORT = Duration.ofSeconds(3);

        /** Returns a client with these retries, and with short time limits if the fault is slow. */
        TestClient client(ReadRetryPolicy retries) {
            Duration limit = how.isSlow() ? SHORT : LONG;
            return TestClient.at(
                    reseller,
                    StubOptions.defaults(),
                    options -> options.toBuilder()
                            .retries(retries)
                            .timeLimits(LONG, limit, limit)
                            .build());
        }

        @Override
        public String toString() {
            return reseller + " " + how.word();
        }
    }
}
