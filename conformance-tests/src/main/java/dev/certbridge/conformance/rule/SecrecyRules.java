package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The API key travels in its header, and shows nowhere else. */
public interface SecrecyRules {

    @Rule(number = "S1", says = "A key that the reseller echoes is in no message and no cause of a failure.")
    @TestFactory
    default Stream<DynamicTest> an_echoed_key_is_not_told(RuleContext stage) {
        TestClient shopper = stage.shopper();
        String key = shopper.stub().apiKey();
        OrderId id = shopper.order("www.example.com").id();
        return Stream.of(400, 401, 403, 409, 418, 429, 500)
                .map(status -> DynamicTest.dynamicTest("echoed with " + status, () -> {
                    String name = "echo-" + status + ".example.com";
                    OrderRequest request = shopper.request(shopper.nextKey(name));
                    shopper.stub().answer(shopper.ordering(), KeyEchoResponses.of(status, key));
                    shopper.stub()
                            .answer(
                                    PollAssertions.looking(shopper),
                                    KeyEchoResponses.of(status, key).times(3));

                    Throwable ofOrder = RuleAssertions.thrown(() -> shopper.order(name, request));
                    Throwable readError = RuleAssertions.thrown(
                            () -> shopper.reseller().orders().get(id));

                    assertThat(KeyEchoResponses.everythingOf(ofOrder))
                            .as("what is told of an order")
                            .doesNotContain(key);
                    assertThat(KeyEchoResponses.everythingOf(readError))
                            .as("what is told of a read")
                            .doesNotContain(key);
                }));
    }

    @Rule(number = "S2", says = "Nothing that is handed to a caller prints the key.")
    @Test
    default void nothing_prints_the_key(RuleContext stage) throws Exception {
        TestClient shopper = stage.shopper();
        String key = shopper.stub().apiKey();
        Order order = shopper.order("www.example.com");
        try (AutoCloseable generated = shopper.candidate().generated(key, shopper.options())) {
            assertThat(Stream.of(
                                    shopper.reseller(),
                                    generated,
                                    order,
                                    order.id(),
                                    shopper.reseller().certificates())
                            .map(Object::toString))
                    .as("what is printed of a client, an order and an id")
                    .allSatisfy(printed -> assertThat(printed).doesNotContain(key));
        }
    }

    @Rule(number = "S3", says = "Nothing logs or prints the key, on any thread, whatever happens.", alone = true)
    @Test
    default void nothing_logs_the_key(RuleContext stage) {
        TestClient shopper = stage.shopper();
        String key = shopper.stub().apiKey();
        OrderRequest request = shopper.request(shopper.nextKey("shop.example.com"));
        String logged = LogCapture.during(() -> {
            OrderId id = shopper.order("www.example.com").id();
            shopper.stub().answer(shopper.ordering(), KeyEchoResponses.of(500, key));
            shopper.stub()
                    .answer(
                            PollAssertions.looking(shopper),
                            KeyEchoResponses.of(500, key).times(3));
            RuleAssertions.thrown(() -> shopper.order("shop-4711/1", request));
            RuleAssertions.thrown(() -> shopper.reseller().orders().get(id));
            RuleAssertions.thrown(() -> shopper.reseller().orders().download(id));
            // What it has to say when it goes is heard too.
            shopper.reseller().close();
        });

        assertThat(logged.lines().filter(line -> line.contains(key)))
                .as("what was logged or printed with the key in it")
                .isEmpty();
    }

    @Rule(number = "S4", says = "A redirect is not followed: neither the key nor the order goes anywhere else.")
    @Test
    default void a_redirect_is_not_followed(RuleContext stage) {
        TestClient shopper = stage.shopper();
        TestClient elsewhere = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        OrderRequest request = shopper.request(shopper.nextKey("shop.example.com"));
        Map<String, String> there = Map.of("Location", elsewhere.stub().uri() + "/");
        shopper.stub().answer(shopper.ordering(), CannedFailure.status(307, "", there));
        shopper.stub()
                .answer(
                        PollAssertions.looking(shopper),
                        CannedFailure.status(302, "", there).times(3));

        Throwable ofOrder = RuleAssertions.thrown(() -> shopper.order("shop-4711/1", request));
        Throwable readError =
                RuleAssertions.thrown(() -> shopper.reseller().orders().get(id));

        assertThat(ofOrder).as("what is told of an order that is redirected").isNotNull();
        assertThat(readError).as("what is told of a read that is redirected").isNotNull();
        assertThat(elsewhere.stub().journal().received())
                .as("requests that went elsewhere")
                .isZero();
    }

    @Rule(number = "S5", says = "Whoever listens to the calls hears of each, and never the key.")
    @Test
    default void a_listener_hears_no_key(RuleContext stage) {
        TestClient shopper = stage.shopper();
        List<CallListener.Call> calls = new ArrayList<>();
        CertificateReseller watched = shopper.connect(
                shopper.stub().apiKey(),
                OrderBooks.inMemory(),
                options -> options.toBuilder().listener(calls::add).build());
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));

        watched.order(Intent.of("shop-4711/1"), request, Spending.unquoted());

        assertThat(calls)
                .as("calls that were told")
                .hasSameSizeAs(shopper.stub().journal().exchanges());
        assertThat(calls.toString())
                .as("what was told")
                .doesNotContain(shopper.stub().apiKey());
    }
}
