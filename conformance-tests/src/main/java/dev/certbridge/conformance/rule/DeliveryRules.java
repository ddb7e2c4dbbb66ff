package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules about the certificates and orders that a client returns to its caller. */
public interface DeliveryRules {

    @Rule(
            number = "A12",
            title = "A download that comes too early is repeated until the certificate is ready.",
            unless = "documents no conflict for a download")
    @Test
    default void an_early_download_is_repeated(RuleContext context) {
        TestClient client = context.client();
        OrderId id = PollAssertions.forIssued(client, client.nextKey("www.example.com"));
        client.operator().downloadLate(2);

        IssuedCertificate issued = client.await(id, new RecordingPublisher());

        assertThat(issued.names()).contains("www.example.com");
        assertThat(client.time().pauses()).as("pauses between the downloads").isNotEmpty();
    }

    @Rule(
            number = "A13",
            title = "A reissue returns its own certificate, never the one that it replaces.",
            needs = Capability.REISSUE)
    @Test
    default void a_reissue_never_returns_the_old_certificate(RuleContext context) {
        TestClient client = context.client();
        KeyAndCsr key = client.nextKey("www.example.com");
        OrderId first = PollAssertions.forIssued(client, key);
        IssuedCertificate old = client.reseller().orders().download(first);
        Certificate certificate = client.reseller()
                .certificates()
                .get(client.reseller().orders().get(first).certificate().orElseThrow());
        KeyAndCsr newKey = client.nextKey("www.example.com");
        OrderRequest request = OrderRequest.reissue(certificate.id())
                .csr(newKey.csr())
                .oldMayBeRevoked()
                .build();
        OrderId reissue = client.reseller()
                .order(Intent.of("shop-4711/2"), request, Spending.unquoted())
                .id();
        client.operator().issue(reissue);

        assertThat(client.reseller().orders().download(reissue).keySha256())
                .as("key of what is handed out for the reissue once its certificate is there")
                .isEqualTo(newKey.csr().keySha256());
        ForgedCertificates.handOut(client, old.leafPem());

        Optional<IssuedCertificate> handedOut = handedOut(client, reissue);

        assertThat(handedOut.map(IssuedCertificate::keySha256))
                .as("key of what is handed out for the reissue, if anything, while the old file is still there")
                .isIn(Optional.empty(), Optional.of(newKey.csr().keySha256()));
    }

    @Rule(
            number = "A14",
            title = "An order that waits for a person ends the wait, and reports what it waits for.",
            unless = "sells nothing here that a person has to act on")
    @Test
    default void a_required_action_is_reported(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.operator().needingPerson(client.nextKey("www.example.com"));
        OrderId id = client.order("shop-4711/1", request).id();

        ActionRequiredException waiting = RuleAssertions.failure(
                ActionRequiredException.class,
                "of an order that a person has to act on",
                () -> client.await(id, new RecordingPublisher()));

        assertThat(waiting.waitingFor()).as("what it waits for").isNotBlank();
        assertThat(waiting.order().id()).isEqualTo(id);
    }

    @Rule(
            number = "A15",
            title = "A filter that the reseller ignores is noticed: what is returned belongs to the requested order.",
            unless = "has no filters")
    @Test
    default void an_ignored_filter_is_detected(RuleContext context) {
        TestClient client = context.client();
        KeyAndCsr first = client.nextKey("www.example.com");
        KeyAndCsr second = client.nextKey("shop.example.com");
        OrderId one = PollAssertions.forIssued(client, first);
        OrderId two = PollAssertions.forIssued(client, second);
        client.operator().ignoreFilters();

        assertThat(client.reseller().orders().download(one).keySha256())
                .as("key of the first certificate")
                .isEqualTo(first.csr().keySha256());
        assertThat(client.reseller().orders().download(two).keySha256())
                .as("key of the second certificate")
                .isEqualTo(second.csr().keySha256());
    }

    @Rule(
            number = "A16",
            title = "Waiting for many orders reports each of them once, and returns those that are still open.")
    @Test
    default void waiting_for_many_reports_each_order_once(RuleContext context) {
        TestClient client = context.client();
        OrderId issued = PollAssertions.forIssued(client, client.nextKey("www.example.com"));
        OrderId failed = client.order("shop.example.com").id();
        OrderId open = client.order("mail.example.com").id();
        client.operator().fail(failed);
        Heard lastServerTime = new Heard();

        List<OrderId> left = client.reseller()
                .orders()
                .awaitAll(List.of(issued, failed, open), Duration.ofHours(1), new RecordingPublisher(), lastServerTime);

        assertThat(lastServerTime.issued).as("orders told as issued").containsExactly(issued);
        assertThat(lastServerTime.ended).as("orders told as ended").containsExactly(failed);
        assertThat(left).as("orders still waited for").containsExactly(open);
    }

    @Rule(
            number = "A17",
            title = "An order of another reseller, environment or account is refused before anything is sent.")
    @Test
    default void the_id_of_another_account_is_refused(RuleContext context) {
        TestClient client = context.client();
        OrderId own = client.order("www.example.com").id();
        for (OrderId strange : List.of(
                strange(own, "elsewhere", own.environment(), own.account()),
                strange(own, own.provider(), "live", own.account()),
                strange(own, own.provider(), own.environment(), "someone"))) {
            RuleAssertions.beforeAnyByte(
                    client,
                    IllegalArgumentException.class,
                    "of the order " + strange,
                    () -> client.reseller().orders().get(strange));
        }
    }

    private static OrderId strange(OrderId own, String provider, String environment, String account) {
        return new OrderId(
                provider, environment, account, own.kind(), own.providerId(), own.keySha256(), own.namesSha256());
    }

    private static Optional<IssuedCertificate> handedOut(TestClient client, OrderId id) {
        try {
            return Optional.of(client.reseller().orders().download(id));
        } catch (ResellerException refused) {
            return Optional.empty();
        }
    }

    /** A listener that records which orders were issued and which ended without a certificate. */
    final class Heard implements AwaitListener {

        private final List<OrderId> issued = new ArrayList<>();
        private final List<OrderId> ended = new ArrayList<>();

        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            issued.add(id);
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            ended.add(id);
        }
    }
}
