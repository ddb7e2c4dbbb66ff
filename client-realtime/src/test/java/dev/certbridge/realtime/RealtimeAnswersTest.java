package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no contract promises: rate limits in both forms, odd statuses, and orders that are answered strangely. */
class RealtimeAnswersTest {

    private static final String ORDERING = "requestCertificate";

    private final TestClient shopper = TestClient.at(
            "realtime",
            StubOptions.defaults().clock(Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC)));
    private final RealtimeClient client = RealtimeClient.connect(
            shopper.stub().apiKey(),
            ConnectOptions.builder()
                    .uri(shopper.stub().uri())
                    .retries(ReadRetries.none())
                    .build());
    private final GeneratedCalls calls = new GeneratedCalls(client, 1, 1);

    @AfterEach
    void stop() {
        client.close();
        shopper.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"120|120", "0|0", "Sun, 22 Nov 2026 00:02:00 GMT|120", "Sat, 21 Nov 2026 00:00:00 GMT|0"})
    void a_rate_limit_tells_how_long_to_wait(String retryAfter, long seconds) {
        for (String operation : List.of(ORDERING, "createCertificate", "listProducts")) {
            shopper.stub().answer(operation, CannedFailure.status(429, "", Map.of("Retry-After", retryAfter)));
            assertThatThrownBy(() -> calls.call(operation))
                    .isInstanceOfSatisfying(
                            RateLimitedException.class,
                            limited -> assertThat(limited.retryAfter()).contains(Duration.ofSeconds(seconds)));
        }
        assertThat(shopper.stub().ledger().orders()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "99999999999999999999"})
    void a_rate_limit_that_is_unreadable_says_nothing_about_the_wait(String retryAfter) {
        shopper.stub().answer(ORDERING, CannedFailure.status(429, "", Map.of("Retry-After", retryAfter)));
        assertThatThrownBy(() -> calls.call(ORDERING))
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        limited -> assertThat(limited.retryAfter()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 402, 404, 405, 408, 409, 412, 418, 422, 425, 500, 502, 503, 504, 599})
    void no_other_status_of_a_spend_says_that_nothing_was_ordered(int status) {
        for (String operation : List.of(ORDERING, "createCertificate")) {
            long before = shopper.stub().journal().received();
            shopper.stub()
                    .answer(
                            operation,
                            CannedFailure.status(
                                    status, "", Map.of("Retry-After", "0", "Location", "/v2/ssl/certificates")));
            assertThat(catchThrowable(() -> calls.call(operation)))
                    .isExactlyInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining(String.valueOf(status));
            assertThat(shopper.stub().journal().received()).as("sent once").isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 402, 408, 409, 418})
    void an_undocumented_status_of_a_read_is_a_broken_contract(int status) {
        shopper.stub().answer("listProducts", CannedFailure.status(status));
        assertThatThrownBy(() -> calls.call("listProducts"))
                .isExactlyInstanceOf(BrokenContractException.class)
                .hasMessageContaining(status + " is not documented");
    }

    @Test
    void an_order_is_an_order_whatever_the_rest_of_its_answer_looks_like() {
        assertPlacedWhen(reply -> reply.status(201));
        assertPlacedWhen(reply -> located(reply, "/v2/processes/" + id(reply)));
        assertPlacedWhen(reply -> located(reply, "https://api.example/v2/processes/" + id(reply) + "/info"));
        assertPlacedWhen(reply -> body(reply.without("x-process-id"), "{\"processId\":" + id(reply) + "}"));
        assertPlacedWhen(reply -> body(reply, "{\"surprise\":[1,2,3]}"));
    }

    @Test
    void an_accepted_order_that_cannot_be_read_is_unknown_and_its_id_is_told_and_kept() {
        OrderRequest request = shopper.request(TestClient.key("www.example.com"));
        shopper.stub().answer(ORDERING, CannedFailure.altered(reply -> body(reply, "<html>")));

        OutcomeUnknownException odd =
                catchThrowableOfType(OutcomeUnknownException.class, () -> shopper.order("odd", request));

        assertThat(odd.accepted()).isTrue();
        assertThat(odd.seenId().map(OrderId::providerId)).contains(onlyOrder());
        assertThat(shopper.order("odd", request).id()).isEqualTo(odd.seenId().orElseThrow());
        assertThat(shopper.spends()).isEqualTo(1);
    }

    @Test
    void an_accepted_order_without_any_id_is_unknown_and_never_sent_again() {
        OrderRequest request = shopper.request(TestClient.key("www.example.com"));
        shopper.stub().answer(ORDERING, CannedFailure.altered(reply -> body(reply.without("x-process-id"), "{}")));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> shopper.order("odd", request))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            odd -> assertThat(odd.accepted()).isTrue());
        }
        assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_question_for_the_price_that_was_taken_for_an_order_is_not_followed_by_another() {
        OrderRequest request = shopper.request(TestClient.key("www.example.com"));
        Reply accepted = Reply.bytes(202, "application/json", "{}".getBytes(StandardCharsets.UTF_8))
                .with("x-process-id", "9182730");
        shopper.stub().answer(ORDERING, CannedFailure.altered(reply -> accepted).times(2));

        assertThatThrownBy(() -> shopper.reseller().quote(request))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        taken -> assertThat(taken.seenId())
                                .hasValueSatisfying(
                                        id -> assertThat(id.providerId()).isEqualTo("9182730")));
        var order = shopper.reseller().order(Intent.of("1"), request, Spending.upTo("EUR", "25.00"));
        assertThat(order.id().providerId()).isEqualTo("9182730");
        assertThat(shopper.spends()).isEqualTo(2);
    }

    @Test
    void a_spend_is_good_for_one_call() {
        SpendPermit spend = SpendPermit.once();
        calls.request(spend);
        assertThatThrownBy(() -> calls.request(spend)).hasMessageContaining("used before");
        assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
    }

    private void assertPlacedWhen(UnaryOperator<Reply> change) {
        int before = shopper.stub().ledger().orders();
        shopper.stub().answer(ORDERING, CannedFailure.altered(change));
        OrderId id = shopper.order("shop" + before + ".example.com").id();
        assertThat(shopper.stub().ledger().entries())
                .hasSize(before + 1)
                .last()
                .satisfies(entry -> assertThat(entry.orderId()).isEqualTo(id.providerId()));
    }

    private String onlyOrder() {
        return shopper.stub().ledger().entries().get(0).orderId();
    }

    private static String id(Reply reply) {
        return reply.headers().get("x-process-id");
    }

    private static Reply located(Reply reply, String address) {
        return reply.without("x-process-id").with("Location", address);
    }

    private static Reply body(Reply reply, String text) {
        return new Reply(reply.status(), reply.headers(), text.getBytes(StandardCharsets.UTF_8));
    }
}
