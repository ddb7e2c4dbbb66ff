package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireRefused;
import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.regfish.RegfishCertificateJson.list;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static dev.certbridge.regfish.RegfishCertificateJson.refusal;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renewals, one by one and in bulk. */
class RegfishRenewalTest extends ScriptedRegfishTest {

    private static final String NAME = "www.example.com";
    private static final CertificateId ELSEWHERE = new CertificateId("regfish", "live", "-", "SOURCE");

    private final AtomicInteger sold = new AtomicInteger();

    @BeforeEach
    void open() {
        server.on(LIST, list(shown("SOURCE").issued("abc")))
                .on(ORDER, asked -> sold(asked.json().path("common_name").asText()));
    }

    @Test
    void a_renewal_sends_its_source_and_is_another_order() {
        Order order = order(renewal());

        assertThat(server.writes()).singleElement().satisfies(sent -> {
            assertThat(sent.json().path("renewal_of_certificate_id").asText()).isEqualTo("SOURCE");
            assertThat(sent.json().path("sku").asText()).isEqualTo("RapidSSL");
            assertThat(sent.json().path("validity_days").asInt()).isEqualTo(190);
        });
        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
        assertThat(order.id().providerId()).isEqualTo("NEW1");
        assertThat(book.snapshot(1).orElseThrow().seen()).containsExactly("SOURCE");
        server.forget();
        assertThat(order(renewal()).id()).isEqualTo(order.id());
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void an_open_source_is_no_duplicate_but_an_equal_order_is() {
        lists(shown("SOURCE"));
        order(renewal());

        lists(shown("SOURCE"), shown("THEIRS"));
        assertThat(requireThrown(PossibleDuplicateException.class, () -> order(Intent.of("other"), renewal()))
                        .providerIds())
                .containsExactly("THEIRS");
        assertThat(server.writes()).hasSize(1);
    }

    @Test
    void the_snapshot_is_taken_even_if_a_duplicate_is_allowed() {
        lists(shown("SOURCE"), shown("THEIRS"));
        order(renewal().toBuilder().allowingDuplicate().build());
        assertThat(book.snapshot(1).orElseThrow().seen()).containsExactlyInAnyOrder("SOURCE", "THEIRS");
    }

    @Test
    void nothing_is_ordered_if_the_list_fails() {
        server.on(LIST, refusal(500, "down"));
        assertThatThrownBy(() -> order(renewal().toBuilder().allowingDuplicate().build()))
                .hasMessageContaining("500");
        assertThat(server.writes()).isEmpty();
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void a_conflict_of_a_renewal_is_unknown_and_an_unknown_source_is_a_refusal() {
        server.on(ORDER, refusal(409, "not valid"));
        requireThrown(OutcomeUnknownException.class, () -> order(renewal()));
        server.on(ORDER, refusal(404, "no such source"));
        assertThatThrownBy(() -> order(Intent.of("other"), renewal())).hasMessageContaining("no such source");
        assertThat(book.unresolved()).hasSize(1);
    }

    @Test
    void a_renewal_with_a_limit_or_of_a_certificate_elsewhere_is_refused_before_anything_is_sent() {
        requireThrown(
                UnsupportedException.class, () -> reseller.order(INTENT, renewal(), Spending.upTo("EUR", "25.00")));
        requireThrown(IllegalArgumentException.class, () -> order(renewal(ELSEWHERE)));
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void a_run_reads_one_list_and_takes_one_snapshot() {
        lists(shown("SOURCE").issued("abc"), pending("THEIRS", "RapidSSL", "b.example.com"));
        Map<Intent, OrderRequest> run = new LinkedHashMap<>();
        for (String name : new String[] {"a", "b", "c"}) {
            run.put(Intent.of(name), request(csr(name + ".example.com")));
        }
        run.put(Intent.of("renewal"), renewal());
        run.put(
                Intent.of("reissue"),
                OrderRequest.reissue(certificateId("SOURCE")).csr(csr(NAME)).build());

        // The orders wait for the one that reads the list, so the pauses must take time.
        ConnectOptions realTime =
                server.options().toBuilder().listingMaxAge(Duration.ZERO).build();
        BulkReport report;
        try (CertificateReseller waiting = Regfish.connect(ScriptedServer.KEY, book, realTime)) {
            report = waiting.orderAll(run, Spending.unquoted());
        }

        assertThat(report.done().keySet()).extracting(Intent::toString).containsExactly("a", "c", "renewal");
        assertThat(report.done().values())
                .extracting(done -> done.id().providerId())
                .containsExactlyInAnyOrder("NEW1", "NEW2", "NEW3");
        assertThat(report.done().get(Intent.of("a")).request()).contains(run.get(Intent.of("a")));
        assertThat(report.refused().get(Intent.of("b"))).isInstanceOf(PossibleDuplicateException.class);
        assertThat(report.refused().get(Intent.of("reissue"))).isInstanceOf(InvalidRequestException.class);
        assertThat(report.halted()).isEmpty();
        assertThat(server.routes()).containsExactly(LIST, ORDER, ORDER, ORDER);
        assertThat(book.snapshot(1)).isPresent();
        assertThat(book.snapshot(2)).isEmpty();

        server.forget();
        run.keySet().removeIf(intent -> !report.done().containsKey(intent));
        assertThat(reseller.orderAll(run, Spending.unquoted()).done()).hasSize(3);
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void a_run_with_a_limit_or_a_renewal_of_another_environment_is_refused_before_anything_is_sent() {
        Map<Intent, OrderRequest> run = new LinkedHashMap<>(Map.of(INTENT, request(csr(NAME))));
        requireThrown(
                UnsupportedException.class, () -> reseller.orderAll(run, Spending.upTo("EUR", "25.00")), "unquoted");
        run.put(Intent.of("second"), renewal(ELSEWHERE));
        requireRefused(() -> reseller.orderAll(run, Spending.unquoted()), "nothing was sent");
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void a_run_halts_at_an_unknown_outcome_and_at_the_end_of_its_budget() {
        book.budget(Budget.of("autumn", 1, Money.of("EUR", "0.00")));
        Map<Intent, OrderRequest> run = new LinkedHashMap<>();
        run.put(Intent.of("one"), renewal());
        run.put(Intent.of("two"), renewal());
        run.put(Intent.of("three"), renewal());
        BulkReport report = reseller.orderAll(run, Spending.unquoted().from("autumn"));
        assertThat(report.done()).containsOnlyKeys(Intent.of("one"));
        assertThat(report.halted()).get().isInstanceOf(BudgetExhaustedException.class);
        assertThat(report.notStarted()).containsExactly(Intent.of("three"));

        server.on(ORDER, Response.DROPPED);
        run.remove(Intent.of("one"));
        BulkReport lost = reseller.orderAll(run, Spending.unquoted());
        assertThat(lost.unknown()).containsOnlyKeys(Intent.of("two"));
        assertThat(lost.notStarted()).containsExactly(Intent.of("three"));
        assertThat(server.writes()).hasSize(2);
    }

    private Response sold(String commonName) {
        return pending("NEW" + sold.incrementAndGet(), "RapidSSL", commonName).response();
    }

    private OrderRequest renewal() {
        return renewal(certificateId("SOURCE"));
    }

    private static OrderRequest renewal(CertificateId source) {
        return OrderRequest.renewal(source, "RapidSSL")
                .csr(csr(NAME))
                .validity(Validity.days(190))
                .build();
    }
}
