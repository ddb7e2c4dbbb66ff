package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.realtime.CommandEcho;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody orders the same in the reseller's console at the same moment: that order is never taken for ours. */
class ConsoleTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");

    @ParameterizedTest
    @CsvSource({
        "REGFISH, drop, FULL",
        "REGFISH, dropped before booking, FULL",
        "REALTIME, drop, FULL",
        "REALTIME, drop, NONE",
        "REALTIME, dropped before booking, FULL",
        "REALTIME, dropped before booking, NONE",
        "DEPRECATED, drop, BRIEF",
        "DEPRECATED, dropped before booking, WITHOUT_CSR"
    })
    void an_equal_order_from_the_console_is_never_placed_for_ours(
            ClientVariant variant, String fault, CommandEcho echo) {
        try (ProxiedStub proxied = new ProxiedStub(variant);
                CertificateReseller reseller = proxied.connect(true)) {
            if (proxied.stub() instanceof RealtimeStub realtime) {
                realtime.echoes(echo);
            }
            AtomicReference<String> theirs = new AtomicReference<>();
            NetworkFault lost = NetworkFault.named(fault);
            proxied.faults(sent -> {
                theirs.set(orderInConsole(proxied));
                return lost;
            });
            OrderRequest request = SpendOperation.ORDER.request(variant, Optional.empty()).toBuilder()
                    .csr(TestClient.key("www.example.com").csr())
                    .build();
            SpendOutcome outcome = SpendOutcome.of(() -> reseller.order(INTENT, request, Spending.unquoted()));
            assertThat(outcome.kind()).isEqualTo(SpendOutcome.Kind.UNKNOWN);

            List<String> ours = proxied.booked(Set.of(request.csr().keySha256())).stream()
                    .map(Ledger.Entry::orderId)
                    .toList();
            look(reseller, proxied, ours, theirs.get());
            ours.forEach(order -> ClientVariant.issue(proxied.stub(), order));
            ClientVariant.issue(proxied.stub(), theirs.get());
            look(reseller, proxied, ours, theirs.get());
        }
    }

    private static void look(CertificateReseller reseller, ProxiedStub proxied, List<String> ours, String theirs) {
        Reconciliation found =
                reseller.orders().reconcile(proxied.book().unresolved().get(0));
        if (found instanceof Reconciliation.Placed placed) {
            assertThat(ours).containsExactly(placed.id().providerId());
        } else if (found instanceof Reconciliation.Candidates candidates) {
            assertThat(candidates.ids()).extracting(OrderId::providerId).containsAll(ours);
        } else {
            assertThat(ours).isEmpty();
        }
        assertThat(reseller.orders().unclaimed().map(order -> order.id().providerId()))
                .contains(theirs);
    }

    private static String orderInConsole(ProxiedStub proxied) {
        ClientVariant variant = proxied.variant();
        return proxied.stub() instanceof RegfishStub regfish
                ? regfish.placeInConsole(variant.product(), "www.example.com")
                : Long.toString(((RealtimeStub) proxied.stub())
                        .orderInConsole(
                                variant.product(),
                                variant == ClientVariant.DEPRECATED ? 12 : 6,
                                TestClient.key("www.example.com").csr().pem()));
    }
}
