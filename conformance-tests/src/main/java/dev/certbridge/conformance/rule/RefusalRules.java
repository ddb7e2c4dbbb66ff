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

/** A no that is certain: nothing was ordered, and the caller is told why. */
public interface RefusalRules {

    @Rule(number = "E1", says = "An order that is refused for the key is told so, once, and leaves the intent free.")
    @Test
    default void a_refused_key_is_told(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        shopper.stub().answer(shopper.ordering(), CannedFailure.status(401));

        UnauthorizedException refused = RuleAssertions.failure(
                UnauthorizedException.class, "of a 401 to an order", () -> shopper.order("shop-4711/1", request));
        assertThat(refused.status()).as("the status it tells").isEqualTo(401);
        RuleAssertions.sent(shopper, 1);

        shopper.order("shop-4711/1", request);
        RuleAssertions.booked(shopper, 1);
    }

    @Rule(number = "E5", says = "What the reseller does not have is told as not found.")
    @Test
    default void what_is_missing_is_not_found(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        DocumentedFailure missing = documented(shopper, PollAssertions.looking(shopper), "Rejected/NotFound");
        shopper.stub()
                .answer(PollAssertions.looking(shopper), CannedFailure.documented(missing.status(), missing.example()));

        NotFoundException told = RuleAssertions.failure(
                NotFoundException.class,
                "of an order that is not there",
                () -> shopper.reseller().orders().get(id));

        assertThat(told.status()).as("the status it tells").isEqualTo(missing.status());
    }

    @Rule(number = "E6", says = "A certificate that is not there yet is a conflict that waiting will solve.")
    @Test
    default void too_early_is_not_ready(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();

        ConflictException early = RuleAssertions.failure(
                ConflictException.class,
                "of a download that comes too early",
                () -> shopper.reseller().orders().download(id));

        assertThat(early.reason()).as("its reason").isEqualTo(ConflictException.Reason.NOT_READY);
    }

    @Rule(number = "E7", says = "A rate limit on an order tells how long to wait, and the order is not sent again.")
    @Test
    default void a_rate_limit_on_an_order_is_told(RuleContext stage) {
        TestClient shopper = stage.shopper();
        shopper.stub().answer(shopper.ordering(), CannedFailure.status(429, "", Map.of("Retry-After", "77")));

        RateLimitedException limited = RuleAssertions.failure(
                RateLimitedException.class, "of a 429 to an order", () -> shopper.order("www.example.com"));

        assertThat(limited.retryAfter()).as("how long to wait").contains(Duration.ofSeconds(77));
        RuleAssertions.sent(shopper, 1);
        RuleAssertions.booked(shopper, 0);
    }

    @Rule(
            number = "E8",
            says = "Charges that nobody agreed to are told, and not agreed to on the caller's behalf.",
            needs = Capability.QUOTE,
            unless = "sells nothing here whose charges have to be acknowledged")
    @Test
    default void unexpected_charges_are_told(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.backstage().needingAcknowledgment();

        BillableAcknowledgmentNeededException asked = RuleAssertions.failure(
                BillableAcknowledgmentNeededException.class,
                "when charges have to be acknowledged",
                () -> shopper.order("shop-4711/1", request));

        assertThat(asked.quote().orElseThrow().lines()).as("the charges").hasSizeGreaterThan(1);
        RuleAssertions.booked(shopper, 0);
        RuleAssertions.sent(shopper, 1);
    }

    @Rule(
            number = "E9",
            says = "Missing credit is told as such, and leaves the intent free.",
            unless = "documents no credit that could be missing")
    @Test
    default void missing_credit_is_told(RuleContext stage) {
        TestClient shopper = stage.shopper();
        DocumentedFailure credit = documented(shopper, shopper.ordering(), "Rejected/InsufficientCredit");
        shopper.stub().answer(shopper.ordering(), CannedFailure.documented(credit.status(), credit.example()));

        RuleAssertions.failure(
                InsufficientCreditException.class, "when credit is missing", () -> shopper.order("www.example.com"));

        assertThat(shopper.book().unresolved()).as("attempts to look for").isEmpty();
        RuleAssertions.sent(shopper, 1);
    }

    @Rule(number = "E10", says = "What is wrong with a request is told all at once, before any byte.")
    @Test
    default void everything_wrong_is_told_at_once(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest usual = shopper.request(shopper.nextKey("www.example.com"));
        boolean years = usual.validity()
                .map(Validity::unit)
                .filter(Validity.Unit.YEARS::equals)
                .isPresent();
        OrderRequest twiceWrong = usual.toBuilder()
                .names("shop.example.com")
                .validity(years ? Validity.days(90) : Validity.years(1))
                .build();

        InvalidRequestException wrong = RuleAssertions.beforeAnyByte(
                shopper,
                InvalidRequestException.class,
                "of a request with two mistakes",
                () -> shopper.order("shop-4711/1", twiceWrong));

        assertThat(wrong.violations())
                .as("the mistakes")
                .extracting(InvalidRequestException.Violation::field)
                .contains("names", "validity");
    }

    @Rule(
            number = "E12",
            says = "What the reseller cannot do is refused before any byte.",
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
    default Stream<DynamicTest> the_impossible_is_refused(RuleContext stage) {
        TestClient shopper = stage.shopper();
        return UnsupportedCalls.at(shopper).entrySet().stream()
                .map(impossible -> DynamicTest.dynamicTest(
                        impossible.getKey().toString(),
                        () -> RuleAssertions.beforeAnyByte(
                                shopper,
                                UnsupportedException.class,
                                "when it is asked for " + impossible.getKey(),
                                impossible.getValue())));
    }

    private static DocumentedFailure documented(TestClient shopper, String operationId, String outcome) {
        Optional<DocumentedFailure> first = DocumentedFailure.of(
                        shopper.candidate().provider().name())
                .stream()
                .filter(failure -> failure.operation().equals(operationId)
                        && failure.outcome().equals(outcome))
                .findFirst();
        return first.orElseThrow(() -> new AssertionError(
                "the contract lists no " + outcome + " at " + operationId + "; opt out, or add it to the contract"));
    }
}
