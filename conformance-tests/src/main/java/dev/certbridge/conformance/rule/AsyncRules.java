package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.fixture.Trust;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules about waiting until an order is issued or has ended, and about the certificate that is returned. */
public interface AsyncRules {

    @Rule(number = "A1", title = "An accepted order is pending, and has no certificate until one is issued.")
    @Test
    default void an_accepted_order_is_not_issued(RuleContext context) {
        TestClient client = context.client();

        Order order = client.order("www.example.com");

        for (Order seen : List.of(order, client.reseller().orders().get(order.id()))) {
            assertThat(seen.state()).as("state of an accepted order").isEqualTo(Order.State.PENDING);
            assertThat(seen.certificate()).as("its certificate").isEmpty();
        }
    }

    @Rule(number = "A2", title = "Waiting ends with a verified certificate for the ordered key and names.")
    @Test
    default void waiting_ends_with_the_certificate(RuleContext context) throws GeneralSecurityException {
        TestClient client = context.client(stub -> stub.readsUntilIssued(3));
        KeyAndCsr key = client.nextKey("www.example.com");
        OrderId id = client.order("shop-4711/1", client.request(key)).id();

        IssuedCertificate issued = client.await(id, new RecordingPublisher());

        Trust.requireVerifies(
                issued, client.stub().authority().root(), client.time().instant());
        assertThat(issued.leaf().getPublicKey())
                .as("its key")
                .isEqualTo(key.csr().publicKey());
        assertThat(issued.names()).as("its names").contains("www.example.com");
        assertThat(client.reseller().orders().get(id).state())
                .as("state afterwards")
                .isEqualTo(Order.State.ISSUED);
        RuleAssertions.sent(client, 1);
    }

    @Rule(number = "A3", title = "A certificate for another key is not returned.")
    @Test
    default void a_certificate_for_another_key_is_refused(RuleContext context) {
        TestClient client = context.client();
        OrderId id = OrderScenarios.forIssued(client, client.nextKey("www.example.com"));
        ForgedCertificates.replaceDownloads(client, client.nextKey("www.example.com"), "www.example.com");

        RuleAssertions.failure(
                client,
                BrokenContractException.class,
                "the failure of a certificate for another key",
                () -> client.reseller().orders().download(id));
    }

    @Rule(number = "A4", title = "A certificate without one of the ordered names is not returned.")
    @Test
    default void a_certificate_without_a_name_is_refused(RuleContext context) {
        TestClient client = context.client();
        KeyAndCsr key = client.nextKey("www.example.com");
        OrderId id = OrderScenarios.forIssued(client, key);
        ForgedCertificates.replaceDownloads(client, key, "shop.example.com");

        RuleAssertions.failure(
                client,
                BrokenContractException.class,
                "the failure of a certificate for another name",
                () -> client.reseller().orders().download(id));
    }

    @Rule(
            number = "A5",
            title = "Waiting ends if the order fails later, and the failure contains the reseller's" + " own status.")
    @Test
    default void a_late_failure_ends_the_wait(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        client.reseller().orders().get(id);
        client.operator().fail(id);

        OrderEndedException ended = RuleAssertions.failure(
                client,
                OrderEndedException.class,
                "the failure of an order that failed late",
                () -> client.await(id, new RecordingPublisher()));

        assertThat(ended.status()).as("its status").isEqualTo(client.operator().failed());
    }

    @Rule(
            number = "A6",
            operator = "doubt",
            title = "An order in doubt has not ended, because its certificate may still be issued.",
            unless = "never reports that an order is in doubt")
    @Test
    default void an_order_in_doubt_has_not_ended(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        client.operator().doubt(id);

        assertThat(client.reseller().orders().get(id).state())
                .as("state in doubt")
                .isEqualTo(Order.State.PENDING);
        IssuedCertificate issued = OrderScenarios.issuedAfterPolls(client, id, 2);

        assertThat(issued.names()).contains("www.example.com");
    }

    @Rule(
            number = "A7",
            title = "Waiting ends at its time limit, and the failure contains the order to wait for" + " again.")
    @Test
    default void waiting_gives_up_in_time(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();

        DeadlineExceededException late = RuleAssertions.failure(
                client,
                DeadlineExceededException.class,
                "the failure of a wait whose limit of seven minutes has passed",
                () -> client.reseller().orders().await(id, Duration.ofMinutes(7), new RecordingPublisher()));

        assertThat(late.order().map(Order::id)).as("the order in the failure").contains(id);
        assertThat(client.time().pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .as("the total time of the pauses")
                .isLessThanOrEqualTo(Duration.ofMinutes(7));
    }

    @Rule(number = "A8", title = "A poll that fails temporarily is repeated, and nothing is ordered again.")
    @Test
    default void failed_polls_are_repeated(RuleContext context) {
        TestClient client = context.client(stub -> stub.readsUntilIssued(3));
        OrderId id = client.order("www.example.com").id();
        OrderScenarios.answerReads(
                client,
                CannedFailure.status(500),
                CannedFailure.status(502, "<html>", Map.of("Content-Type", "text/html")),
                CannedFailure.drop(),
                CannedFailure.reset());

        assertThat(client.await(id, new RecordingPublisher()).names()).contains("www.example.com");
        RuleAssertions.sent(client, 1);
    }

    @Rule(number = "A9", title = "The client respects a pause that the reseller requests, in seconds or as a date.")
    @Test
    default void retry_after_is_respected(RuleContext context) {
        TestClient client = context.client(stub -> stub.readsUntilIssued(3));
        OrderId id = client.order("www.example.com").id();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                client.time().instant().plusSeconds(1000).atOffset(ZoneOffset.UTC));
        OrderScenarios.answerReads(
                client,
                CannedFailure.status(429, "", Map.of("Retry-After", "300")),
                CannedFailure.status(429, "", Map.of("Retry-After", date)));

        client.await(id, new RecordingPublisher());

        assertThat(client.time().seconds().get(0))
                .as("the first pause, in seconds")
                .isBetween(300L, 330L);
        assertThat(client.time().seconds().get(1))
                .as("the second pause, in seconds")
                .isBetween(600L, 770L);
    }

    @Rule(number = "A10", title = "The wait ends at once if the reseller refuses a poll permanently.")
    @Test
    default void a_refused_poll_ends_the_wait(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        OrderScenarios.answerReads(client, CannedFailure.status(401).always());

        RuleAssertions.failure(
                client,
                UnauthorizedException.class,
                "the failure when a poll is refused",
                () -> client.await(id, new RecordingPublisher()));

        assertThat(client.time().pauses()).as("pauses").isEmpty();
    }

    @Rule(
            number = "A11",
            title = "Validation records that appear late are published, and removed when the order has ended.")
    @Test
    default void late_records_are_published_and_removed(RuleContext context) {
        TestClient client = context.client(stub -> stub.readsUntilIssued(3).lateRecords(true));
        OrderId id = client.order("www.example.com").id();
        RecordingPublisher dns = new RecordingPublisher();

        client.await(id, dns);

        assertThat(dns.published()).as("published records").isNotEmpty();
        assertThat(dns.removed()).as("removed records").containsExactlyInAnyOrderElementsOf(dns.published());
    }

    @Rule(
            number = "A12",
            operator = "downloadLag",
            title = "A download that comes too early is repeated until the certificate is ready.",
            unless = "documents no conflict for a download")
    @Test
    default void an_early_download_is_repeated(RuleContext context) {
        TestClient client = context.client();
        OrderId id = OrderScenarios.forIssued(client, client.nextKey("www.example.com"));
        client.operator().downloadLag(2);

        IssuedCertificate issued = client.await(id, new RecordingPublisher());

        assertThat(issued.names()).contains("www.example.com");
        assertThat(client.time().pauses()).as("pauses between the downloads").isNotEmpty();
    }

    @Rule(
            number = "A13",
            title = "A reissue returns its own certificate, never the replaced certificate.",
            needs = Capability.REISSUE)
    @Test
    default void a_reissue_never_returns_the_old_certificate(RuleContext context) {
        TestClient client = context.client();
        KeyAndCsr key = client.nextKey("www.example.com");
        OrderId first = OrderScenarios.forIssued(client, key);
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
                .as("key of the certificate of an issued reissue")
                .isEqualTo(newKey.csr().keySha256());
        ForgedCertificates.replaceDownloads(client, old.leafPem());

        Optional<IssuedCertificate> downloaded = downloaded(client, reissue);

        assertThat(downloaded.map(IssuedCertificate::keySha256))
                .as("key of the returned certificate, if any, when the stub sends the old certificate for a reissue")
                .isIn(Optional.empty(), Optional.of(newKey.csr().keySha256()));
    }

    @Rule(
            number = "A14",
            operator = "needingPerson",
            title = "Waiting ends if the order needs a person, and the failure states the required action.",
            unless = "sells this client no product whose order needs a person")
    @Test
    default void a_required_action_is_reported(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.operator().needingPerson(client.nextKey("www.example.com"));
        OrderId id = client.order("shop-4711/1", request).id();

        ActionRequiredException waiting = RuleAssertions.failure(
                client,
                ActionRequiredException.class,
                "the failure of an order that a person has to act on",
                () -> client.await(id, new RecordingPublisher()));

        assertThat(waiting.waitingFor())
                .as("the required action in the failure")
                .isNotBlank();
        assertThat(waiting.order().id()).isEqualTo(id);
    }

    @Rule(
            number = "A15",
            operator = "ignoreFilters",
            title = "If the reseller ignores a filter, the client still returns the certificate of the requested"
                    + " order.",
            unless = "has no filters")
    @Test
    default void an_ignored_filter_is_detected(RuleContext context) {
        TestClient client = context.client();
        KeyAndCsr first = client.nextKey("www.example.com");
        KeyAndCsr second = client.nextKey("shop.example.com");
        OrderId one = OrderScenarios.forIssued(client, first);
        OrderId two = OrderScenarios.forIssued(client, second);
        client.operator().ignoreFilters();

        assertThat(client.reseller().orders().download(one).keySha256())
                .as("key of the first certificate")
                .isEqualTo(first.csr().keySha256());
        assertThat(client.reseller().orders().download(two).keySha256())
                .as("key of the second certificate")
                .isEqualTo(second.csr().keySha256());
    }

    @Rule(number = "A16", title = "Waiting for many orders reports each ended order once, and returns the open orders.")
    @Test
    default void waiting_for_many_reports_each_order_once(RuleContext context) {
        TestClient client = context.client();
        OrderId issued = OrderScenarios.forIssued(client, client.nextKey("www.example.com"));
        OrderId failed = client.order("shop.example.com").id();
        OrderId open = client.order("mail.example.com").id();
        RecordedEnds ends = new RecordedEnds();

        List<OrderId> left = OrderScenarios.failingDuringWait(client, failed)
                .orders()
                .awaitAll(List.of(issued, failed, open), Duration.ofHours(1), new RecordingPublisher(), ends);

        assertThat(ends.issued).as("orders reported as issued").containsExactly(issued);
        assertThat(ends.ended).as("orders reported as ended").containsExactly(failed);
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
                    "the failure of the order " + strange,
                    () -> client.reseller().orders().get(strange));
        }
    }

    private static OrderId strange(OrderId own, String provider, String environment, String account) {
        return new OrderId(
                provider, environment, account, own.kind(), own.providerId(), own.keySha256(), own.namesSha256());
    }

    private static Optional<IssuedCertificate> downloaded(TestClient client, OrderId id) {
        try {
            return Optional.of(client.reseller().orders().download(id));
        } catch (ResellerException refused) {
            return Optional.empty();
        }
    }

    /** A listener that records which orders were issued, and which orders ended without a certificate. */
    final class RecordedEnds implements AwaitListener {

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
