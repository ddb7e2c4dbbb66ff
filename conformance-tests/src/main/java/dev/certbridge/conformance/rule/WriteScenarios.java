package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.Ledger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** Calls that change something at a reseller, and what must be so there afterwards. Each is tried at a stub of its own. */
final class WriteScenarios {

    private static final Spending ANY = Spending.unquoted();

    private final RuleContext stage;
    private final Map<String, Executable> all = new LinkedHashMap<>();

    private WriteScenarios(RuleContext stage) {
        this.stage = stage;
    }

    /** Those that this candidate can do, by what is done. */
    static Map<String, Executable> of(RuleContext stage) {
        return new WriteScenarios(stage).found();
    }

    private Map<String, Executable> found() {
        TestClient shopper = stage.shopper();
        CertificateReseller reseller = shopper.reseller();
        List<Integer> accepted = accepted(shopper);
        for (int status : accepted) {
            String with = accepted.size() == 1 ? "" : " accepted with " + status;
            Accepting accepting = new Accepting(accepted.size() == 1 ? Optional.empty() : Optional.of(status));
            all.put("an order" + with, () -> order(accepting));
            put(reseller, "a renewal" + with, () -> renew(accepting), Capability.RENEW);
            put(reseller, "a reissue" + with, () -> reissue(accepting), Capability.REISSUE);
        }
        put(reseller, "the price of a renewal", this::priceOfRenewal, Capability.QUOTE, Capability.RENEW);
        put(reseller, "the price of a reissue", this::priceOfReissue, Capability.QUOTE, Capability.REISSUE);
        put(reseller, "a revocation", this::revoke, Capability.REVOKE);
        put(reseller, "a cancellation", this::cancel, Capability.CANCEL);
        put(reseller, "a completion", this::complete, Capability.COMPLETE);
        return all;
    }

    private void put(CertificateReseller reseller, String what, Executable deed, Capability... needed) {
        if (Stream.of(needed).allMatch(reseller::supports)) {
            all.put(what, deed);
        }
    }

    /** The statuses that the contract documents for an accepted order; of several each is tried. */
    private static List<Integer> accepted(TestClient shopper) {
        return ContractDocument.onClassPath(shopper.candidate().provider().name()).operations().stream()
                .filter(operation -> operation.id().equals(shopper.ordering()))
                .flatMap(operation -> operation.responses().stream())
                .flatMap(response -> DocumentedAnswer.of(response).stream())
                .filter(answer -> answer.success() && !answer.isQuote())
                .map(DocumentedAnswer::status)
                .distinct()
                .toList();
    }

    /** How orders are accepted, where there is a choice. */
    private record Accepting(Optional<Integer> status) {
        void at(TestClient shopper) {
            status.ifPresent(shopper.backstage()::acceptWith);
        }
    }

    private void order(Accepting accepting) {
        TestClient shopper = stage.shopper();
        accepting.at(shopper);
        bought(shopper, 1, shopper.order("www.example.com"));
    }

    private void renew(Accepting accepting) {
        TestClient shopper = stage.shopper();
        OrderRequest renewal = renewal(shopper, OrderScenarios.issued(shopper, "www.example.com"));
        Certificate other = OrderScenarios.issued(shopper, "shop.example.com");
        accepting.at(shopper);
        bought(shopper, 3, shopper.reseller().order(Intent.of("shop-4711/2"), renewal, ANY));
        untouched(shopper, other);
    }

    private void reissue(Accepting accepting) {
        TestClient shopper = stage.shopper();
        OrderRequest reissue = replacement(shopper, OrderScenarios.issued(shopper, "www.example.com"));
        Certificate other = OrderScenarios.issued(shopper, "shop.example.com");
        accepting.at(shopper);
        bought(shopper, 3, shopper.reseller().order(Intent.of("shop-4711/2"), reissue, ANY));
        untouched(shopper, other);
    }

    private void priceOfRenewal() {
        TestClient shopper = stage.shopper();
        asked(shopper, renewal(shopper, OrderScenarios.issued(shopper, "www.example.com")));
    }

    private void priceOfReissue() {
        TestClient shopper = stage.shopper();
        asked(shopper, replacement(shopper, OrderScenarios.issued(shopper, "www.example.com")));
    }

    private void revoke() {
        TestClient shopper = stage.shopper();
        Certificate meant = OrderScenarios.issued(shopper, "www.example.com");
        Certificate other = OrderScenarios.issued(shopper, "shop.example.com");
        CertificateReseller reseller = shopper.reseller();

        reseller.certificates().revoke(meant.id(), meant.serial().orElseThrow(), RevocationReason.KEY_COMPROMISE);

        assertThat(reseller.certificates().get(meant.id()).state())
                .as("the revoked certificate")
                .isEqualTo(Certificate.State.REVOKED);
        assertThat(reseller.certificates().get(other.id()).state())
                .as("the other one")
                .isEqualTo(Certificate.State.ACTIVE);
    }

    private void cancel() {
        TestClient shopper = stage.shopper();
        Order meant = shopper.order("www.example.com");
        Order other = shopper.order("shop.example.com");
        CertificateReseller reseller = shopper.reseller();

        reseller.orders().cancel(meant.id());

        assertThat(reseller.orders().get(meant.id()).state())
                .as("the cancelled order")
                .isEqualTo(Order.State.ENDED);
        assertThat(reseller.orders().get(other.id()).state())
                .as("the other one")
                .isNotEqualTo(Order.State.ENDED);
    }

    private void complete() {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.backstage().needingPerson(shopper.nextKey("www.example.com"));
        Order held = shopper.order("shop-4711/1", request);
        Order other =
                shopper.order("shop-4711/3", shopper.backstage().needingPerson(shopper.nextKey("shop.example.com")));
        Ledger ledger = shopper.stub().ledger();
        assertThat(ledger.charged()).as("charged while it waits").isEmpty();

        shopper.reseller()
                .order(
                        Intent.of("shop-4711/2"),
                        OrderRequest.completion(held.id(), shopper.backstage().organization()),
                        ANY);

        assertThat(ledger.entries())
                .filteredOn(Ledger.Entry::charged)
                .extracting(Ledger.Entry::keySha256)
                .as("keys of what is charged once it is complete")
                .containsExactly(held.id().keySha256());
        assertThat(shopper.reseller().orders().get(held.id()).state())
                .as("the completed order")
                .isNotEqualTo(Order.State.ACTION_REQUIRED);
        assertThat(shopper.reseller().orders().get(other.id()).state())
                .as("the other one, which waits as well")
                .isEqualTo(Order.State.ACTION_REQUIRED);
    }

    private static void asked(TestClient shopper, OrderRequest request) {
        assertThat(shopper.reseller().quote(request).total()).as("its price").isPresent();
        RuleAssertions.booked(shopper, 1);
    }

    private static void bought(TestClient shopper, int orders, Order order) {
        RuleAssertions.booked(shopper, orders);
        assertThat(shopper.stub().ledger().entries().get(orders - 1).keySha256())
                .as("key of what was booked for " + order.id())
                .isEqualTo(order.id().keySha256());
        Order.State state = shopper.reseller().orders().get(order.id()).state();
        assertThat(state).as("the order").isIn(Order.State.PENDING, Order.State.ISSUED);
        if (state == Order.State.ISSUED) {
            // At once, which a reseller may; then it has to be there.
            assertThat(shopper.reseller().orders().download(order.id()).keySha256())
                    .as("key of what is said to be issued at once")
                    .isEqualTo(order.id().keySha256());
        } else {
            shopper.backstage().issue(order.id());
        }
    }

    /** By now what was bought is issued: what it did to a certificate shows. */
    private static void untouched(TestClient shopper, Certificate other) {
        assertThat(shopper.reseller().certificates().get(other.id()))
                .as("the certificate that nothing was to happen to")
                .isEqualTo(other);
    }

    private static OrderRequest renewal(TestClient shopper, Certificate certificate) {
        OrderRequest usual = shopper.request(shopper.nextKey("www.example.com"));
        return OrderRequest.renewal(certificate.id(), usual.product())
                .csr(usual.csr())
                .validity(usual.validity().orElseThrow())
                .build();
    }

    private static OrderRequest replacement(TestClient shopper, Certificate certificate) {
        return OrderRequest.reissue(certificate.id())
                .csr(shopper.nextKey("www.example.com").csr())
                .oldMayBeRevoked()
                .build();
    }
}
