package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.DocumentedFailure;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
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

/** Rules about failed calls: refusals with a reason, and faults. */
public interface ErrorRules {

    @Rule(
            number = "E2",
            title = "A 502 to an order is not a refusal: the outcome is unknown, and the intent cannot be used for"
                    + " another order.")
    @Test
    default void a_502_to_an_order_is_unknown(RuleContext context) {
        TestClient client = context.client();
        client.stub().answer(client.ordering(), CannedFailure.status(502));

        RuleAssertions.failure(
                client,
                OutcomeUnknownException.class,
                "the failure of an order that is answered with 502",
                () -> client.order("www.example.com"));

        RuleAssertions.unresolved(client, 1);
        RuleAssertions.sent(client, 1);
    }

    @Rule(
            number = "E3",
            title = "A read that is answered with 502 is reported as a fault of the provider, and can be repeated.")
    @Test
    default void a_502_to_a_read_is_a_fault(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        OrderScenarios.answerReads(client, CannedFailure.status(502).times(3));

        ProviderFaultException fault = RuleAssertions.failure(
                client,
                ProviderFaultException.class,
                "the failure of a read that is answered with 502",
                () -> client.reseller().orders().get(id));

        assertThat(fault.status()).as("the status in the failure").isEqualTo(502);
        assertThat(client.reseller().orders().get(id).id()).isEqualTo(id);
    }

    @Rule(number = "E4", title = "A refusal that the contract does not list leaves the outcome of an order unknown.")
    @Test
    default void an_undocumented_refusal_is_an_unknown_outcome(RuleContext context) {
        TestClient client = context.client();
        client.stub()
                .answer(
                        client.ordering(),
                        CannedFailure.status(422, "{\"message\":\"no\"}", Map.of("Content-Type", "application/json")));

        RuleAssertions.failure(
                client,
                OutcomeUnknownException.class,
                "the failure of an order that is answered with 422",
                () -> client.order("www.example.com"));

        RuleAssertions.unresolved(client, 1);
    }

    @Rule(
            number = "E11",
            title = "If the answer to a read breaks the contract, the client reports an error, never an empty answer.")
    @Test
    default void a_web_page_is_not_a_response(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        OrderScenarios.answerReads(
                client,
                CannedFailure.status(200, "<html>Welcome</html>", Map.of("Content-Type", "text/html"))
                        .always());

        RuleAssertions.failure(
                client,
                BrokenContractException.class,
                "the failure of a read that is answered with a web page",
                () -> client.reseller().orders().get(id));
    }

    @Rule(number = "E13", title = "A failure names the reseller and the operation, in one line.")
    @Test
    default void a_failure_names_its_operation(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        OrderScenarios.answerReads(client, CannedFailure.status(401));

        Throwable thrown =
                RuleAssertions.thrown(() -> client.reseller().orders().get(id));

        assertThat(thrown).as("the failure of a read that is answered with 401").isInstanceOf(ResellerException.class);
        ResellerException failure = (ResellerException) thrown;
        assertThat(failure.provider()).isEqualTo(client.stub().name());
        assertThat(failure.operationId()).isEqualTo(OrderScenarios.reading(client));
        assertThat(failure.getMessage())
                .contains(client.stub().name(), OrderScenarios.reading(client), "401")
                .hasLineCount(1);
    }

    @Rule(
            number = "E1",
            title = "An order that is refused because of the API key is sent once and reported as unauthorized,"
                    + " and its intent can be used again.")
    @Test
    default void a_refused_key_is_reported(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.stub().answer(client.ordering(), CannedFailure.status(401));

        UnauthorizedException refused = RuleAssertions.failure(
                client,
                UnauthorizedException.class,
                "the failure of an order that is answered with 401",
                () -> client.order("shop-4711/1", request));
        assertThat(refused.status()).as("the status in the failure").isEqualTo(401);
        RuleAssertions.sent(client, 1);

        client.order("shop-4711/1", request);
        RuleAssertions.booked(client, 1);
    }

    @Rule(
            number = "E5",
            title = "An order that the reseller does not have is reported as not found.",
            unless = "documents no answer to a read of an order that does not exist")
    @Test
    default void a_missing_order_is_not_found(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        DocumentedFailure missing = documented(client, OrderScenarios.reading(client), "Rejected/NotFound");
        OrderScenarios.answerReads(client, CannedFailure.documented(missing.status(), missing.example()));

        NotFoundException absent = RuleAssertions.failure(
                client,
                NotFoundException.class,
                "the failure of an order that does not exist",
                () -> client.reseller().orders().get(id));

        assertThat(absent.status()).as("the status in the failure").isEqualTo(missing.status());
    }

    @Rule(number = "E6", title = "A certificate that is not ready is reported as a temporary conflict.")
    @Test
    default void an_early_download_is_not_ready(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();

        ConflictException early = RuleAssertions.failure(
                client,
                ConflictException.class,
                "the failure of a download that comes too early",
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
                client,
                RateLimitedException.class,
                "the failure of an order that is answered with 429",
                () -> client.order("www.example.com"));

        assertThat(limited.retryAfter()).as("the time to wait").contains(Duration.ofSeconds(77));
        RuleAssertions.sent(client, 1);
        RuleAssertions.booked(client, 0);
    }

    @Rule(
            number = "E8",
            operator = "needingAcknowledgment",
            title = "Charges that need acknowledgment are reported, and not acknowledged on the caller's behalf.",
            needs = Capability.QUOTE,
            unless = "sells this client no product whose charges have to be acknowledged")
    @Test
    default void unexpected_charges_are_reported(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.operator().needingAcknowledgment();

        BillableAcknowledgmentNeededException asked = RuleAssertions.failure(
                client,
                BillableAcknowledgmentNeededException.class,
                "the failure when charges have to be acknowledged",
                () -> client.order("shop-4711/1", request));

        assertThat(asked.quote().orElseThrow().lines()).as("the charges").hasSizeGreaterThan(1);
        RuleAssertions.booked(client, 0);
        RuleAssertions.sent(client, 1);
    }

    @Rule(
            number = "E9",
            title = "Missing credit is reported, and the intent can be used again.",
            unless = "documents no credit that could be used up")
    @Test
    default void missing_credit_is_reported(RuleContext context) {
        TestClient client = context.client();
        DocumentedFailure credit = documented(client, client.ordering(), "Rejected/InsufficientCredit");
        client.stub().answer(client.ordering(), CannedFailure.documented(credit.status(), credit.example()));

        RuleAssertions.failure(
                client,
                InsufficientCreditException.class,
                "the failure when credit is missing",
                () -> client.order("www.example.com"));

        RuleAssertions.unresolved(client, 0);
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
                "the failure of a request with two mistakes",
                () -> client.order("shop-4711/1", twiceWrong));

        assertThat(wrong.violations())
                .as("the mistakes")
                .extracting(InvalidRequestException.Violation::field)
                .contains("names", "validity");
    }

    @Rule(
            number = "E12",
            title = "A call that the reseller does not support is refused before anything is sent.",
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
                                "the failure when the client is asked for " + impossible.getKey(),
                                impossible.getValue())));
    }

    private static DocumentedFailure documented(TestClient client, String operationId, String outcome) {
        Optional<DocumentedFailure> first = DocumentedFailure.of(
                        client.candidate().provider().name())
                .stream()
                .filter(failure -> failure.operation().equals(operationId)
                        && failure.outcome().equals(outcome))
                .findFirst();
        return first.orElseThrow(() -> new AssertionError("the contract lists no " + outcome + " at " + operationId
                + "; add it to the contract, or opt out of this rule with a reason"));
    }
}
