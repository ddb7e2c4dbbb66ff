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

/** What takes its time, and may still go wrong meanwhile. */
public interface AsyncRules {

    @Rule(number = "A1", says = "An accepted order is pending, and no certificate is there until one is issued.")
    @Test
    default void accepted_is_not_issued(RuleContext stage) {
        TestClient shopper = stage.shopper();

        Order order = shopper.order("www.example.com");

        for (Order seen : List.of(order, shopper.reseller().orders().get(order.id()))) {
            assertThat(seen.state()).as("state of an accepted order").isEqualTo(Order.State.PENDING);
            assertThat(seen.certificate()).as("its certificate").isEmpty();
        }
    }

    @Rule(number = "A2", says = "Waiting ends with a certificate for the ordered key and names that verifies.")
    @Test
    default void waiting_ends_with_the_certificate(RuleContext stage) throws GeneralSecurityException {
        TestClient shopper = stage.shopper(stub -> stub.looksUntilIssued(3));
        KeyAndCsr key = shopper.nextKey("www.example.com");
        OrderId id = shopper.order("shop-4711/1", shopper.request(key)).id();

        IssuedCertificate issued = shopper.await(id, new RecordingPublisher());

        Trust.requireVerifies(
                issued, shopper.stub().authority().root(), shopper.time().instant());
        assertThat(issued.leaf().getPublicKey())
                .as("its key")
                .isEqualTo(key.csr().publicKey());
        assertThat(issued.names()).as("its names").contains("www.example.com");
        assertThat(shopper.reseller().orders().get(id).state())
                .as("state afterwards")
                .isEqualTo(Order.State.ISSUED);
        RuleAssertions.sent(shopper, 1);
    }

    @Rule(number = "A3", says = "A certificate for another key is not handed out.")
    @Test
    default void a_certificate_for_another_key_is_refused(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = PollAssertions.forIssued(shopper, shopper.nextKey("www.example.com"));
        ForgedCertificates.handOut(shopper, shopper.nextKey("www.example.com"), "www.example.com");

        RuleAssertions.failure(
                BrokenContractException.class,
                "of a certificate for another key",
                () -> shopper.reseller().orders().download(id));
    }

    @Rule(number = "A4", says = "A certificate that lacks an ordered name is not handed out.")
    @Test
    default void a_certificate_without_a_name_is_refused(RuleContext stage) {
        TestClient shopper = stage.shopper();
        KeyAndCsr key = shopper.nextKey("www.example.com");
        OrderId id = PollAssertions.forIssued(shopper, key);
        ForgedCertificates.handOut(shopper, key, "shop.example.com");

        RuleAssertions.failure(
                BrokenContractException.class,
                "of a certificate for another name",
                () -> shopper.reseller().orders().download(id));
    }

    @Rule(number = "A5", says = "An order that fails late ends the wait, with the reseller's own word.")
    @Test
    default void a_late_failure_ends_the_wait(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        shopper.reseller().orders().get(id);
        shopper.backstage().fail(id);

        OrderEndedException ended = RuleAssertions.failure(
                OrderEndedException.class,
                "of an order that failed late",
                () -> shopper.await(id, new RecordingPublisher()));

        assertThat(ended.status())
                .as("its status")
                .isEqualTo(shopper.backstage().failed());
    }

    @Rule(
            number = "A6",
            says = "An order in doubt is not over, and its certificate may still come.",
            unless = "has no state of doubt")
    @Test
    default void doubt_is_no_end(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        shopper.backstage().doubt(id);

        assertThat(shopper.reseller().orders().get(id).state())
                .as("state in doubt")
                .isEqualTo(Order.State.PENDING);
        IssuedCertificate issued = PollAssertions.issuedAfterLooks(shopper, id, 2);

        assertThat(issued.names()).contains("www.example.com");
    }

    @Rule(number = "A7", says = "Waiting gives up at its limit, and tells the order to wait for again.")
    @Test
    default void waiting_gives_up_in_time(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();

        DeadlineExceededException late = RuleAssertions.failure(
                DeadlineExceededException.class,
                "when seven minutes are over",
                () -> shopper.reseller().orders().await(id, Duration.ofMinutes(7), new RecordingPublisher()));

        assertThat(late.order().map(Order::id)).as("the order it tells").contains(id);
        assertThat(shopper.time().pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .as("the time it waited")
                .isLessThanOrEqualTo(Duration.ofMinutes(7));
    }

    @Rule(number = "A8", says = "A look that fails for now is repeated, and nothing is ordered again.")
    @Test
    default void failing_looks_are_repeated(RuleContext stage) {
        TestClient shopper = stage.shopper(stub -> stub.looksUntilIssued(3));
        OrderId id = shopper.order("www.example.com").id();
        shopper.stub()
                .answer(PollAssertions.looking(shopper), CannedFailure.status(500))
                .answer(
                        PollAssertions.looking(shopper),
                        CannedFailure.status(502, "<html>", Map.of("Content-Type", "text/html")))
                .answer(PollAssertions.looking(shopper), CannedFailure.drop())
                .answer(PollAssertions.looking(shopper), CannedFailure.reset());

        assertThat(shopper.await(id, new RecordingPublisher()).names()).contains("www.example.com");
        RuleAssertions.sent(shopper, 1);
    }

    @Rule(number = "A9", says = "A wait that the reseller asks for is kept, in seconds or as a date.")
    @Test
    default void retry_after_is_kept(RuleContext stage) {
        TestClient shopper = stage.shopper(stub -> stub.looksUntilIssued(3));
        OrderId id = shopper.order("www.example.com").id();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                shopper.time().instant().plusSeconds(1000).atOffset(ZoneOffset.UTC));
        shopper.stub()
                .answer(PollAssertions.looking(shopper), CannedFailure.status(429, "", Map.of("Retry-After", "300")))
                .answer(PollAssertions.looking(shopper), CannedFailure.status(429, "", Map.of("Retry-After", date)));

        shopper.await(id, new RecordingPublisher());

        assertThat(shopper.time().seconds().get(0))
                .as("the first pause, in seconds")
                .isBetween(300L, 330L);
        assertThat(shopper.time().seconds().get(1))
                .as("the second pause, in seconds")
                .isBetween(600L, 770L);
    }

    @Rule(number = "A10", says = "A look that is refused for good ends the wait at once.")
    @Test
    default void a_refused_look_ends_the_wait(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        shopper.stub()
                .answer(
                        PollAssertions.looking(shopper),
                        CannedFailure.status(401).always());

        RuleAssertions.failure(
                UnauthorizedException.class,
                "when a look is refused",
                () -> shopper.await(id, new RecordingPublisher()));

        assertThat(shopper.time().pauses()).as("pauses").isEmpty();
    }

    @Rule(number = "A11", says = "Records that appear late are published, and removed once the order is over.")
    @Test
    default void late_records_are_published_and_removed(RuleContext stage) {
        TestClient shopper = stage.shopper(stub -> stub.looksUntilIssued(3).lateRecords(true));
        OrderId id = shopper.order("www.example.com").id();
        RecordingPublisher dns = new RecordingPublisher();

        shopper.await(id, dns);

        assertThat(dns.published()).as("published records").isNotEmpty();
        assertThat(dns.removed()).as("removed records").containsExactlyInAnyOrderElementsOf(dns.published());
    }
}
