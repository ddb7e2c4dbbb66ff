package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.csr.KeyAndCsr;
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
import dev.certbridge.reseller.spi.SpendLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renewals one by one and in bulk: looked at first, sent once. */
class RegfishRenewalTest {

    private static final Intent INTENT = Intent.of("shop-4711/2");
    private static final String LIST = "GET /tls/certificate";
    private static final String ORDER = "POST /tls/certificate";

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, book, desk.options());
    private final AtomicInteger sold = new AtomicInteger();

    @BeforeEach
    void open() {
        desk.on(LIST, RegfishCertificateJson.list(shown("SOURCE").issued("abc")))
                .on(ORDER, asked -> sold(asked.body().path("common_name").asText()));
    }

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void a_renewal_names_its_source_and_is_another_order() {
        Order order = regfish.order(INTENT, renewal(), Spending.unquoted());

        assertThat(desk.writes()).singleElement().satisfies(sent -> {
            assertThat(sent.body().path("renewal_of_certificate_id").asText()).isEqualTo("SOURCE");
            assertThat(sent.body().path("sku").asText()).isEqualTo("RapidSSL");
            assertThat(sent.body().path("validity_days").asInt()).isEqualTo(190);
        });
        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
        assertThat(order.id().providerId()).isEqualTo("NEW1");
        assertThat(book.snapshot(1).orElseThrow().seen()).containsExactly("SOURCE");
        desk.forget();
        assertThat(regfish.order(INTENT, renewal(), Spending.unquoted()).id()).isEqualTo(order.id());
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void a_source_that_is_open_itself_is_no_duplicate_but_an_equal_order_is() {
        desk.on(LIST, RegfishCertificateJson.list(shown("SOURCE")));
        regfish.order(INTENT, renewal(), Spending.unquoted());

        desk.on(LIST, RegfishCertificateJson.list(shown("SOURCE"), shown("THEIRS")));
        assertThatThrownBy(() -> regfish.order(Intent.of("other"), renewal(), Spending.unquoted()))
                .isInstanceOfSatisfying(
                        PossibleDuplicateException.class,
                        equal -> assertThat(equal.providerIds()).containsExactly("THEIRS"));
        assertThat(desk.writes()).hasSize(1);
    }

    @Test
    void what_is_listed_is_kept_also_where_a_duplicate_is_allowed() {
        desk.on(LIST, RegfishCertificateJson.list(shown("SOURCE"), shown("THEIRS")));
        regfish.order(INTENT, renewal().toBuilder().allowingDuplicate().build(), Spending.unquoted());
        assertThat(book.snapshot(1).orElseThrow().seen()).containsExactlyInAnyOrder("SOURCE", "THEIRS");
    }

    @Test
    void nothing_is_ordered_where_nothing_can_be_listed() {
        desk.on(LIST, Said.refusal(500, "down"));
        assertThatThrownBy(() -> regfish.order(
                        INTENT, renewal().toBuilder().allowingDuplicate().build(), Spending.unquoted()))
                .hasMessageContaining("500");
        assertThat(desk.writes()).isEmpty();
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void a_conflict_of_a_renewal_is_unknown_and_its_source_not_found_is_a_refusal() {
        desk.on(ORDER, Said.refusal(409, "not valid"));
        assertThatThrownBy(() -> regfish.order(INTENT, renewal(), Spending.unquoted()))
                .isInstanceOf(OutcomeUnknownException.class);
        desk.on(ORDER, Said.refusal(404, "no such source"));
        assertThatThrownBy(() -> regfish.order(Intent.of("other"), renewal(), Spending.unquoted()))
                .hasMessageContaining("no such source");
        assertThat(book.unresolved()).hasSize(1);
    }

    @Test
    void a_renewal_with_a_limit_or_of_a_certificate_elsewhere_is_refused_before_anything_is_sent() {
        assertThatThrownBy(() -> regfish.order(INTENT, renewal(), Spending.upTo("EUR", "25.00")))
                .isInstanceOf(UnsupportedException.class);
        CertificateId elsewhere = new CertificateId("regfish", "live", "-", "SOURCE");
        assertThatThrownBy(() -> regfish.order(
                        INTENT,
                        OrderRequest.renewal(elsewhere, "RapidSSL")
                                .csr(key().csr())
                                .build(),
                        Spending.unquoted()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void a_run_takes_one_look_and_one_snapshot_for_all() {
        desk.on(
                LIST,
                RegfishCertificateJson.list(
                        shown("SOURCE").issued("abc"),
                        RegfishCertificateJson.pending("THEIRS", "RapidSSL", "b.example.com")));
        Map<Intent, OrderRequest> run = new LinkedHashMap<>();
        for (String name : new String[] {"a", "b", "c"}) {
            run.put(
                    Intent.of(name),
                    OrderRequest.builder("RapidSSL")
                            .csr(TestClient.key(name + ".example.com").csr())
                            .build());
        }
        run.put(Intent.of("renewal"), renewal());
        run.put(
                Intent.of("reissue"),
                OrderRequest.reissue(source()).csr(key().csr()).build());

        BulkReport report = regfish.orderAll(run, Spending.unquoted());

        assertThat(report.done().keySet()).extracting(Intent::toString).containsExactly("a", "c", "renewal");
        assertThat(report.refused().get(Intent.of("b"))).isInstanceOf(PossibleDuplicateException.class);
        assertThat(report.refused().get(Intent.of("reissue"))).isInstanceOf(InvalidRequestException.class);
        assertThat(report.halted()).isEmpty();
        assertThat(desk.routes()).containsExactly(LIST, ORDER, ORDER, ORDER);
        assertThat(book.snapshot(1)).isPresent();
        assertThat(book.snapshot(2)).isEmpty();

        desk.forget();
        run.keySet().removeIf(intent -> !report.done().containsKey(intent));
        assertThat(regfish.orderAll(run, Spending.unquoted()).done()).hasSize(3);
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void a_run_halts_at_an_unknown_outcome_and_at_the_end_of_its_budget() {
        book.budget(new Budget("autumn", 1, Money.of("EUR", "0.00")));
        Map<Intent, OrderRequest> run = new LinkedHashMap<>();
        run.put(Intent.of("one"), renewal());
        run.put(Intent.of("two"), renewal());
        run.put(Intent.of("three"), renewal());
        BulkReport report = regfish.orderAll(run, Spending.unquoted().from("autumn"));
        assertThat(report.done()).containsOnlyKeys(Intent.of("one"));
        assertThat(report.halted()).get().isInstanceOf(BudgetExhaustedException.class);
        assertThat(report.notStarted()).containsExactly(Intent.of("three"));

        desk.on(ORDER, Said.lost());
        run.remove(Intent.of("one"));
        BulkReport lost = regfish.orderAll(run, Spending.unquoted());
        assertThat(lost.unknown()).containsOnlyKeys(Intent.of("two"));
        assertThat(lost.notStarted()).containsExactly(Intent.of("three"));
        assertThat(desk.writes()).hasSize(2);
    }

    private Said sold(String commonName) {
        return RegfishCertificateJson.pending("NEW" + sold.incrementAndGet(), "RapidSSL", commonName)
                .said();
    }

    private CertificateId source() {
        return new CertificateId("regfish", desk.options().uri().orElseThrow().getAuthority(), "-", "SOURCE");
    }

    private OrderRequest renewal() {
        return OrderRequest.renewal(source(), "RapidSSL")
                .csr(key().csr())
                .validity(Validity.days(190))
                .build();
    }

    private static KeyAndCsr key() {
        return TestClient.key("www.example.com");
    }

    private static RegfishCertificateJson shown(String id) {
        return RegfishCertificateJson.pending(id, "RapidSSL", "www.example.com");
    }
}
