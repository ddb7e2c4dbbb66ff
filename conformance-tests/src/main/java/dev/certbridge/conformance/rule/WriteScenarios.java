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
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/**
 * Calls that change something at a reseller, with assertions about the effect on the stub. Each call uses a new stub.
 */
final class WriteScenarios {

    private static final Spending ANY = Spending.unquoted();

    private final RuleContext context;
    private final Map<String, Executable> all = new LinkedHashMap<>();

    private WriteScenarios(RuleContext context) {
        this.context = context;
    }

    /** Returns the calls that the capabilities of the client allow, by name. */
    static Map<String, Executable> of(RuleContext context) {
        return new WriteScenarios(context).found();
    }

    private Map<String, Executable> found() {
        TestClient client = context.client();
        CertificateReseller reseller = client.reseller();
        List<Integer> accepted = accepted(client);
        for (int status : accepted) {
            String with = accepted.size() == 1 ? "" : " accepted with " + status;
            Accepting accepting = new Accepting(accepted.size() == 1 ? Optional.empty() : Optional.of(status));
            all.put("an order" + with, () -> order(accepting));
            put(reseller, "a renewal" + with, () -> replace(accepting, WriteScenarios::renewal), Capability.RENEW);
            put(
                    reseller,
                    "a reissue" + with,
                    () -> replace(accepting, WriteScenarios::replacement),
                    Capability.REISSUE);
        }
        put(
                reseller,
                "the price of a renewal",
                () -> quote(WriteScenarios::renewal),
                Capability.QUOTE,
                Capability.RENEW);
        put(
                reseller,
                "the price of a reissue",
                () -> quote(WriteScenarios::replacement),
                Capability.QUOTE,
                Capability.REISSUE);
        put(reseller, "a revocation", this::revoke, Capability.REVOKE);
        put(reseller, "a cancellation", this::cancel, Capability.CANCEL);
        put(reseller, "a completion", this::complete, Capability.COMPLETE);
        return all;
    }

    private void put(CertificateReseller reseller, String what, Executable scenario, Capability... needed) {
        if (Stream.of(needed).allMatch(reseller::supports)) {
            all.put(what, scenario);
        }
    }

    /** Returns the HTTP statuses that the contract documents for an accepted order. */
    private static List<Integer> accepted(TestClient client) {
        return ContractDocument.onClassPath(client.candidate().provider().name()).operations().stream()
                .filter(operation -> operation.id().equals(client.ordering()))
                .flatMap(operation -> operation.responses().stream())
                .flatMap(response -> DocumentedAnswer.of(response).stream())
                .filter(answer -> answer.success() && !answer.isQuote())
                .map(DocumentedAnswer::status)
                .distinct()
                .toList();
    }

    /** The HTTP status with which the stub accepts orders; empty if the contract documents only one such status. */
    private record Accepting(Optional<Integer> status) {
        void at(TestClient client) {
            status.ifPresent(client.operator()::acceptWith);
        }
    }

    private void order(Accepting accepting) {
        TestClient client = context.client();
        accepting.at(client);
        bought(client, 1, client.order("www.example.com"));
    }

    private void replace(Accepting accepting, BiFunction<TestClient, Certificate, OrderRequest> request) {
        TestClient client = context.client();
        OrderRequest replacement = request.apply(client, OrderScenarios.issued(client, "www.example.com"));
        Certificate other = OrderScenarios.issued(client, "shop.example.com");
        accepting.at(client);
        bought(client, 3, client.reseller().order(Intent.of("shop-4711/2"), replacement, ANY));
        assertThat(client.reseller().certificates().get(other.id()))
                .as("the certificate that the call did not name")
                .isEqualTo(other);
    }

    private void quote(BiFunction<TestClient, Certificate, OrderRequest> request) {
        TestClient client = context.client();
        OrderRequest replacement = request.apply(client, OrderScenarios.issued(client, "www.example.com"));
        assertThat(client.reseller().quote(replacement).total())
                .as("the quoted price")
                .isPresent();
        RuleAssertions.booked(client, 1);
    }

    private void revoke() {
        TestClient client = context.client();
        Certificate meant = OrderScenarios.issued(client, "www.example.com");
        Certificate other = OrderScenarios.issued(client, "shop.example.com");
        CertificateReseller reseller = client.reseller();

        reseller.certificates().revoke(meant.id(), meant.serial().orElseThrow(), RevocationReason.KEY_COMPROMISE);

        assertThat(reseller.certificates().get(meant.id()).state())
                .as("the revoked certificate")
                .isEqualTo(Certificate.State.REVOKED);
        assertThat(reseller.certificates().get(other.id()).state())
                .as("the other one")
                .isEqualTo(Certificate.State.ACTIVE);
    }

    private void cancel() {
        TestClient client = context.client();
        Order meant = client.order("www.example.com");
        Order other = client.order("shop.example.com");
        CertificateReseller reseller = client.reseller();

        reseller.orders().cancel(meant.id());

        assertThat(reseller.orders().get(meant.id()).state())
                .as("the cancelled order")
                .isEqualTo(Order.State.ENDED);
        assertThat(reseller.orders().get(other.id()).state())
                .as("the other one")
                .isNotEqualTo(Order.State.ENDED);
    }

    private void complete() {
        TestClient client = context.client();
        OrderRequest request = client.operator().needingPerson(client.nextKey("www.example.com"));
        Order held = client.order("shop-4711/1", request);
        Order other = client.order("shop-4711/3", client.operator().needingPerson(client.nextKey("shop.example.com")));
        Ledger ledger = client.stub().ledger();
        assertThat(ledger.charged()).as("charges while the order waits").isEmpty();

        client.reseller()
                .order(
                        Intent.of("shop-4711/2"),
                        OrderRequest.completion(held.id(), client.operator().organization()),
                        ANY);

        assertThat(ledger.entries())
                .filteredOn(Ledger.Entry::charged)
                .extracting(Ledger.Entry::keySha256)
                .as("keys of the charged orders after the completion")
                .containsExactly(held.id().keySha256());
        assertThat(client.reseller().orders().get(held.id()).state())
                .as("the completed order")
                .isNotEqualTo(Order.State.ACTION_REQUIRED);
        assertThat(client.reseller().orders().get(other.id()).state())
                .as("the other order, which still waits")
                .isEqualTo(Order.State.ACTION_REQUIRED);
    }

    /** Asserts that the order was booked. Issues a pending order, so that the effects of the order can be checked. */
    private static void bought(TestClient client, int orders, Order order) {
        RuleAssertions.booked(client, orders);
        assertThat(client.stub().ledger().entries().get(orders - 1).keySha256())
                .as("key of the booked order for " + order.id())
                .isEqualTo(order.id().keySha256());
        Order.State state = client.reseller().orders().get(order.id()).state();
        assertThat(state).as("the order").isIn(Order.State.PENDING, Order.State.ISSUED);
        if (state == Order.State.ISSUED) {
            // A reseller may issue an order immediately. Then the certificate must be available.
            assertThat(client.reseller().orders().download(order.id()).keySha256())
                    .as("key of the certificate of an order that was issued immediately")
                    .isEqualTo(order.id().keySha256());
        } else {
            client.operator().issue(order.id());
        }
    }

    private static OrderRequest renewal(TestClient client, Certificate certificate) {
        OrderRequest usual = client.request(client.nextKey("www.example.com"));
        return OrderRequest.renewal(certificate.id(), usual.product())
                .csr(usual.csr())
                .validity(usual.validity().orElseThrow())
                .build();
    }

    private static OrderRequest replacement(TestClient client, Certificate certificate) {
        return OrderRequest.reissue(certificate.id())
                .csr(client.nextKey("www.example.com").csr())
                .oldMayBeRevoked()
                .build();
    }
}
