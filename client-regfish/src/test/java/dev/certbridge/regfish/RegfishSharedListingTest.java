package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static dev.certbridge.regfish.RegfishCertificateJson.refusal;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that share one listing of the account, and an equal order that is placed elsewhere meanwhile. */
class RegfishSharedListingTest extends ScriptedRegfishTest {

    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com");

    private final TestClock bookClock = new TestClock();
    private final SpendLog sharedBook = SpendLog.of(OrderBooks.inMemory(bookClock));
    private final CertificateReseller sharing = Regfish.connect(ScriptedServer.KEY, sharedBook, server.options());
    private final AtomicInteger sold = new AtomicInteger();

    @BeforeEach
    void open() {
        lists();
        server.on(
                ORDER,
                asked -> pending(
                                "NEW" + sold.incrementAndGet(),
                                "RapidSSL",
                                asked.json().path("common_name").asText())
                        .response());
    }

    @AfterEach
    void closeSharing() {
        sharing.close();
    }

    private Order share(String intent, OrderRequest request) {
        return sharing.order(Intent.of(intent), request, Spending.unquoted());
    }

    private Order share(String name) {
        return share(name, request(csr(name)));
    }

    private List<String> candidates() {
        Reconciliation found =
                sharing.orders().reconcile(sharedBook.unresolved().get(0));
        return ((Candidates) found).ids().stream().map(OrderId::providerId).toList();
    }

    @Test
    void orders_share_a_listing_for_30_seconds_and_not_longer() {
        share("a.example.com");
        share("b.example.com");
        bookClock.advance(Duration.ofSeconds(30));
        share("c.example.com");
        assertThat(server.count(LIST)).isEqualTo(1);

        bookClock.advance(Duration.ofMillis(1));
        share("d.example.com");
        assertThat(server.count(LIST)).isEqualTo(2);
    }

    @Test
    void each_order_reads_a_listing_if_listings_are_not_shared() {
        order(Intent.of("a"), request(csr("a.example.com")));
        order(Intent.of("b"), request(csr("b.example.com")));
        assertThat(server.count(LIST)).isEqualTo(2);
    }

    @Test
    void of_many_threads_one_reads_the_listing_and_the_others_wait_for_it() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<Order>> orders = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String name = "n" + i + ".example.com";
                orders.add(pool.submit(() -> share(name)));
            }
            for (Future<Order> order : orders) {
                order.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(server.count(LIST)).isEqualTo(1);
        assertThat(server.count(ORDER)).isEqualTo(16);
    }

    @Test
    void an_equal_order_in_the_console_is_noticed_only_by_the_next_listing() {
        share("a.example.com");
        lists(shown("THEIRS"));
        share("one", request(csr("www.example.com")));

        bookClock.advance(Duration.ofSeconds(31));
        lists(shown("THEIRS"), shown("NEW2"));
        assertThat(requireThrown(PossibleDuplicateException.class, () -> share("two", request(csr("www.example.com"))))
                        .providerIds())
                .containsExactly("THEIRS");
    }

    @Test
    void an_equal_order_of_the_book_is_noticed_at_once_while_its_outcome_is_unknown() {
        share("a.example.com");
        server.on(ORDER, Response.DROPPED);
        requireThrown(OutcomeUnknownException.class, () -> share("one", request(csr("www.example.com"))));
        lists(shown("LOST"));

        requireThrown(PossibleDuplicateException.class, () -> share("two", request(csr("www.example.com"))));
        sharedBook.abandonNow(sharedBook.unresolved().get(0), "not found");
        requireThrown(PossibleDuplicateException.class, () -> share("one", request(csr("www.example.com"))));
        assertThat(server.count(ORDER)).isEqualTo(2);
    }

    @Test
    void reconcile_proves_nothing_by_an_order_that_appeared_after_the_shared_listing() {
        share("a.example.com");
        lists(pending("NEW1", "RapidSSL", "a.example.com"), shown("THEIRS"));
        server.on(ORDER, Response.DROPPED);
        requireThrown(OutcomeUnknownException.class, () -> share("one", request(KEY.csr())));

        assertThat(candidates()).as("the lost order is not listed yet").containsExactly("THEIRS");
        lists(shown("THEIRS"), shown("OURS"));
        assertThat(candidates()).containsExactly("THEIRS", "OURS");

        RegfishCertificateJson theirs = shown("THEIRS").issued("0a");
        delivers("THEIRS", KeyAndCsr.ecP256("www.example.com"));
        lists(theirs);
        assertThat(sharing.orders().reconcile(sharedBook.unresolved().get(0)))
                .isInstanceOf(Reconciliation.NotListed.class);
        lists(theirs, shown("OURS").issued("0b"));
        delivers("OURS", KEY);
        assertThat(sharing.orders().reconcile(sharedBook.unresolved().get(0)))
                .isInstanceOfSatisfying(
                        Reconciliation.Placed.class,
                        placed -> assertThat(placed.id().providerId()).isEqualTo("OURS"));
    }

    @Test
    void reconcile_proves_nothing_if_the_listing_of_the_attempt_is_missing() {
        SpendTerms terms = new SpendTerms(
                SpendType.ORDER, Duration.ZERO, Duration.ZERO, Optional.of(999L), Optional.empty(), Optional.empty());
        Attempt attempt = sharedBook.begin(
                OperationRef.of("regfish", "createCertificate"),
                SpendRequest.of(INTENT, OrderId.target("regfish", server.host(), "-"), request(KEY.csr())),
                terms);
        lists(shown("OLDER").issued("0a"));
        delivers("OLDER", KEY);
        assertThat(sharedBook.unresolved()).containsExactly(attempt);
        assertThat(candidates()).containsExactly("OLDER");
    }

    @Test
    void a_listing_that_fails_stops_one_order_and_the_next_order_reads_again() {
        server.on(LIST, refusal(500, "down"));
        requireThrown(ProviderFaultException.class, () -> share("a.example.com"));
        lists();
        share("b.example.com");
        assertThat(server.count(ORDER)).isEqualTo(1);
    }

    @Test
    void an_order_reads_for_itself_if_another_reader_does_not_return() {
        sharedBook.listing(
                OrderId.target("regfish", server.host(), "-"),
                List.of(),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1));
        List<Duration> waits = new ArrayList<>();
        try (CertificateReseller other = Regfish.connect(
                ScriptedServer.KEY,
                sharedBook,
                server.options().toBuilder().time(bookClock, waits::add).build())) {
            other.order(INTENT, request(KEY.csr()), Spending.unquoted());
        }
        assertThat(server.count(ORDER)).isEqualTo(1);
        assertThat(waits.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(40_000);
    }
}
