package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.DocumentedFailure;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.CannedFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules about refused calls: nothing was ordered, and the exception states the reason. */
public interface RefusalRules {

    @Rule(
            number = "E1",
            title = "An order refused for the key is reported as unauthorized, once, and leaves the intent free.")
    @Test
    default void a_refused_key_is_reported(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.stub().answer(client.ordering(), CannedFailure.status(401));

        UnauthorizedException refused = RuleAssertions.failure(
                UnauthorizedException.class, "of a 401 to an order", () -> client.order("shop-4711/1", request));
        assertThat(refused.status()).as("the status it reports").isEqualTo(401);
        RuleAssertions.sent(client, 1);

        client.order("shop-4711/1", request);
        RuleAssertions.booked(client, 1);
    }

    @Rule(number = "E5", title = "What the reseller does not have is reported as not found.")
    @Test
    default void a_missing_order_is_not_found(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        DocumentedFailure missing = documented(client, PollAssertions.looking(client), "Rejected/NotFound");
        client.stub()
                .answer(PollAssertions.looking(client), CannedFailure.documented(missing.status(), missing.example()));

        NotFoundException told = RuleAssertions.failure(
                NotFoundException.class,
                "of an order that is not there",
                () -> client.reseller().orders().get(id));

        assertThat(told.status()).as("the status it reports").isEqualTo(missing.status());
    }

    @Rule(number = "E6", title = "A certificate that is not ready is reported as a conflict that waiting solves.")
    @Test
    default void an_early_download_is_not_ready(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();

        ConflictException early = RuleAssertions.failure(
                ConflictException.class,
                "of a download that comes too early",
                () -> client.reseller().orders().download(id));

        assertThat(early.reason()).as("its reason").isEqualTo(ConflictException.Reason.NOT_READY);
    }

    @Rule(
            number = "E7",
            title = "A rate limit on an order is reported with the time to wait, and the order is not sent again.")
    @Test
    default void a_rate_limit_on_an_order_is_reported(RuleContext context) {
        TestClient client = context.client();
        client.stub().answer(client.ordering(), CannedFailure.status(429, "", Map.of("Retry-After", "77")));

        RateLimitedException limited = RuleAssertions.failure(
                RateLimitedException.class, "of a 429 to an order", () -> client.order("www.example.com"));

        assertThat(limited.retryAfter()).as("how long to wait").contains(Duration.ofSeconds(77));
        RuleAssertions.sent(client, 1);
        RuleAssertions.booked(client, 0);
    }

    @Rule(
            number = "E8",
            title = "Charges that need acknowledgment are reported, and not acknowledged on the caller's behalf.",
            needs = Capability.QUOTE,
            unless = "sells nothing here whose charges have to be acknowledged")
    @Test
    default void unexpected_charges_are_reported(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.operator().needingAcknowledgment();

        BillableAcknowledgmentNeededException asked = RuleAssertions.failure(
                BillableAcknowledgmentNeededException.class,
                "when charges have to be acknowledged",
                () -> client.order("shop-4711/1", request));

        assertThat(asked.quote().orElseThrow().lines()).as("the charges").hasSizeGreaterThan(1);
        RuleAssertions.booked(client, 0);
        RuleAssertions.sent(client, 1);
    }

    @Rule(
            number = "E9",
            title = "Missing credit is reported as such, and leaves the intent free.",
            unless = "documents no credit that could be missing")
    @Test
    default void missing_credit_is_reported(RuleContext context) {
        TestClient client = context.client();
        DocumentedFailure credit = documented(client, client.ordering(), "Rejected/InsufficientCredit");
        client.stub().answer(client.ordering(), CannedFailure.documented(credit.status(), credit.example()));

        RuleAssertions.failure(
                InsufficientCreditException.class, "when credit is missing", () -> client.order("www.example.com"));

        assertThat(client.book().unresolved()).as("attempts to look for").isEmpty();
        RuleAssertions.sent(client, 1);
    }

    @Rule(number = "E10", title = "All validation errors are reported together, before anything is sent.")
    @Test
    default void all_validation_errors_are_reported_together(RuleContext context) {
        TestClient client = context.client();
        OrderRequest usual = client.request(client.nextKey("www.example.com"));
        boolean years = usual.validity()
                .map(Validity::unit)
                .filter(Validity.Unit.YEARS::equals)
                .isPresent();
        OrderRequest twiceWrong = usual.toBuilder()
                .names("shop.example.com")
                .validity(years ? Validity.days(90) : Validity.years(1))
                .build();

        InvalidRequestException wrong = RuleAssertions.beforeAnyByte(
                client,
                InvalidRequestException.class,
                "of a request with two mistakes",
                () -> client.order("shop-4711/1", twiceWrong));

        assertThat(wrong.violations())
                .as("the mistakes")
                .extracting(InvalidRequestException.Violation::field)
                .contains("names", "validity");
    }

    @Rule(
            number = "E12",
            title = "What the reseller cannot do is refused before anything is sent.",
            lacks = {
                Capability.QUOTE,
                Capability.SPENDING_LIMIT,
                Capability.RENEW,
                Capability.REISSUE,
                Capability.REVOKE,
                Capability.CANCEL,
                Capability.COMPLETE,
                Capability.EMAIL_VALIDATION,
                Capability.FILE_VALIDATION,
                Capability.VALIDATION_PER_NAME,
                Capability.ORGANIZATION_ON_FILE,
                Capability.ORGANIZATION_DETAILS,
                Capability.APPROVER,
                Capability.CONTACT,
                Capability.LANGUAGE
            })
    @TestFactory
    default Stream<DynamicTest> an_unsupported_request_is_refused(RuleContext context) {
        TestClient client = context.client();
        return UnsupportedCalls.at(client).entrySet().stream()
                .map(impossible -> DynamicTest.dynamicTest(
                        impossible.getKey().toString(),
                        () -> RuleAssertions.beforeAnyByte(
                                client,
                                UnsupportedException.class,
                                "when it is asked for " + impossible.getKey(),
                                impossible.getValue())));
    }

    private static DocumentedFailure documented(TestClient client, String operationId, String outcome) {
        Optional<DocumentedFailure> first = DocumentedFailure.of(
                        client.candidate().provider().name())
                .stream()
                .filter(failure -> failure.operation().equals(operationId)
                        && failure.outcome().equals(outcome))
                .findFirst();
        return first.orElseThrow(() -> new AssertionError(
                "the contract lists no " + outcome + " at " + operationId + "; opt out, or add it to the contract"));
    }
}
