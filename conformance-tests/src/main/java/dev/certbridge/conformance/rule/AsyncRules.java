package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.fixture.Trust;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules about waiting until an order is issued or has ended. */
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
        TestClient client = context.client(stub -> stub.looksUntilIssued(3));
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
        OrderId id = PollAssertions.forIssued(client, client.nextKey("www.example.com"));
        ForgedCertificates.handOut(client, client.nextKey("www.example.com"), "www.example.com");

        RuleAssertions.failure(
                BrokenContractException.class,
                "of a certificate for another key",
                () -> client.reseller().orders().download(id));
    }

    @Rule(number = "A4", title = "A certificate without one of the ordered names is not returned.")
    @Test
    default void a_certificate_without_a_name_is_refused(RuleContext context) {
        TestClient client = context.client();
        KeyAndCsr key = client.nextKey("www.example.com");
        OrderId id = PollAssertions.forIssued(client, key);
        ForgedCertificates.handOut(client, key, "shop.example.com");

        RuleAssertions.failure(
                BrokenContractException.class,
                "of a certificate for another name",
                () -> client.reseller().orders().download(id));
    }

    @Rule(number = "A5", title = "An order that fails late ends the wait, with the reseller's own status.")
    @Test
    default void a_late_failure_ends_the_wait(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        client.reseller().orders().get(id);
        client.operator().fail(id);

        OrderEndedException ended = RuleAssertions.failure(
                OrderEndedException.class,
                "of an order that failed late",
                () -> client.await(id, new RecordingPublisher()));

        assertThat(ended.status()).as("its status").isEqualTo(client.operator().failed());
    }

    @Rule(
            number = "A6",
            title = "An order in doubt is not over: its certificate may still be issued.",
            unless = "has no state of doubt")
    @Test
    default void an_order_in_doubt_has_not_ended(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        client.operator().doubt(id);

        assertThat(client.reseller().orders().get(id).state())
                .as("state in doubt")
                .isEqualTo(Order.State.PENDING);
        IssuedCertificate issued = PollAssertions.issuedAfterLooks(client, id, 2);

        assertThat(issued.names()).contains("www.example.com");
    }

    @Rule(number = "A7", title = "Waiting ends at its limit, and reports the order to wait for again.")
    @Test
    default void waiting_gives_up_in_time(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();

        DeadlineExceededException late = RuleAssertions.failure(
                DeadlineExceededException.class,
                "when seven minutes are over",
                () -> client.reseller().orders().await(id, Duration.ofMinutes(7), new RecordingPublisher()));

        assertThat(late.order().map(Order::id)).as("the order it reports").contains(id);
        assertThat(client.time().pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .as("the time it waited")
                .isLessThanOrEqualTo(Duration.ofMinutes(7));
    }

    @Rule(number = "A8", title = "A poll that fails temporarily is repeated, and nothing is ordered again.")
    @Test
    default void failed_polls_are_repeated(RuleContext context) {
        TestClient client = context.client(stub -> stub.looksUntilIssued(3));
        OrderId id = client.order("www.example.com").id();
        client.stub()
                .answer(PollAssertions.looking(client), CannedFailure.status(500))
                .answer(
                        PollAssertions.looking(client),
                        CannedFailure.status(502, "<html>", Map.of("Content-Type", "text/html")))
                .answer(PollAssertions.looking(client), CannedFailure.drop())
                .answer(PollAssertions.looking(client), CannedFailure.reset());

        assertThat(client.await(id, new RecordingPublisher()).names()).contains("www.example.com");
        RuleAssertions.sent(client, 1);
    }

    @Rule(number = "A9", title = "A wait that the reseller asks for is kept, in seconds or as a date.")
    @Test
    default void retry_after_is_respected(RuleContext context) {
        TestClient client = context.client(stub -> stub.looksUntilIssued(3));
        OrderId id = client.order("www.example.com").id();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                client.time().instant().plusSeconds(1000).atOffset(ZoneOffset.UTC));
        client.stub()
                .answer(PollAssertions.looking(client), CannedFailure.status(429, "", Map.of("Retry-After", "300")))
                .answer(PollAssertions.looking(client), CannedFailure.status(429, "", Map.of("Retry-After", date)));

        client.await(id, new RecordingPublisher());

        assertThat(client.time().seconds().get(0))
                .as("the first pause, in seconds")
                .isBetween(300L, 330L);
        assertThat(client.time().seconds().get(1))
                .as("the second pause, in seconds")
                .isBetween(600L, 770L);
    }

    @Rule(number = "A10", title = "A poll that is refused permanently ends the wait at once.")
    @Test
    default void a_refused_poll_ends_the_wait(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        client.stub()
                .answer(
                        PollAssertions.looking(client),
                        CannedFailure.status(401).always());

        RuleAssertions.failure(
                UnauthorizedException.class,
                "when a look is refused",
                () -> client.await(id, new RecordingPublisher()));

        assertThat(client.time().pauses()).as("pauses").isEmpty();
    }

    @Rule(
            number = "A11",
            title = "Validation records that appear late are published, and removed once the order is over.")
    @Test
    default void late_records_are_published_and_removed(RuleContext context) {
        TestClient client = context.client(stub -> stub.looksUntilIssued(3).lateRecords(true));
        OrderId id = client.order("www.example.com").id();
        RecordingPublisher dns = new RecordingPublisher();

        client.await(id, dns);

        assertThat(dns.published()).as("published records").isNotEmpty();
        assertThat(dns.removed()).as("removed records").containsExactlyInAnyOrderElementsOf(dns.published());
    }
}
