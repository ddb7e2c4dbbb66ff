package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientFeature;
import dev.certbridge.conformance.fixture.NotApplicableException;
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

/** Rules about the API key. A client must write the API key into its request header and nowhere else. */
public interface SecrecyRules {

    @Rule(number = "S1", title = "If the reseller echoes the key, no message or cause of the failure contains the key.")
    @TestFactory
    default Stream<DynamicTest> an_echoed_key_is_not_shown(RuleContext context) {
        TestClient client = context.client();
        String key = client.stub().apiKey();
        OrderId id = client.order("www.example.com").id();
        return Stream.of(400, 401, 403, 409, 418, 429, 500)
                .map(status -> DynamicTest.dynamicTest("echoed with " + status, () -> {
                    String name = "echo-" + status + ".example.com";
                    OrderRequest request = client.request(client.nextKey(name));
                    client.stub().answer(client.ordering(), CorruptedResponses.echoing(status, key));
                    OrderScenarios.answerReads(
                            client, CorruptedResponses.echoing(status, key).times(3));

                    Throwable ofOrder = RuleAssertions.thrown(() -> client.order(name, request));
                    Throwable ofRead = RuleAssertions.thrown(
                            () -> client.reseller().orders().get(id));

                    assertThat(CorruptedResponses.everythingOf(ofOrder))
                            .as("the failure of an order")
                            .doesNotContain(key);
                    assertThat(CorruptedResponses.everythingOf(ofRead))
                            .as("the failure of a read")
                            .doesNotContain(key);
                }));
    }

    @Rule(number = "S2", title = "No value that is returned to a caller contains the key in its text.")
    @Test
    default void no_text_contains_the_key(RuleContext context) {
        TestClient client = context.client();
        String key = client.stub().apiKey();
        Order order = client.order("www.example.com");
        List<Object> returned = new ArrayList<>(List.of(client.reseller(), order, order.id()));
        if (client.has(ClientFeature.CERTIFICATES)) {
            returned.add(client.reseller().certificates());
        }
        if (client.has(ClientFeature.GENERATED_CLIENT)) {
            AutoCloseable generated = client.generated(client.options());
            context.alsoClose(generated);
            returned.add(generated);
        }
        assertThat(returned.stream().map(Object::toString))
                .as("the texts of a client, an order and an id")
                .allSatisfy(printed -> assertThat(printed).doesNotContain(key));
    }

    @Rule(number = "S3", title = "The key is never logged or printed, on any thread.", alone = true)
    @Test
    default void no_log_contains_the_key(RuleContext context) {
        // The output of connect() and close() is captured too.
        String logged = LogCapture.during(() -> {
            TestClient client = context.client();
            String key = client.stub().apiKey();
            OrderRequest request = client.request(client.nextKey("shop.example.com"));
            OrderId id = client.order("www.example.com").id();
            client.stub().answer(client.ordering(), CorruptedResponses.echoing(500, key));
            OrderScenarios.answerReads(
                    client, CorruptedResponses.echoing(500, key).times(3));
            RuleAssertions.thrown(() -> client.order("shop-4711/1", request));
            if (client.has(ClientFeature.GET)) {
                RuleAssertions.thrown(() -> client.reseller().orders().get(id));
            }
            if (client.has(ClientFeature.DOWNLOAD)) {
                RuleAssertions.thrown(() -> client.reseller().orders().download(id));
            }
            client.reseller().close();
        });

        String key = context.stubs().get(0).apiKey();
        assertThat(logged.lines().filter(line -> line.contains(key)))
                .as("logged or printed lines with the key")
                .isEmpty();
        if (Slf4jRecorder.isDiscarded()) {
            throw new NotApplicableException(
                    "SLF4J discards its lines, because SLF4J was used before the kit started and has no provider that"
                            + " logs. Add a provider, for example slf4j-simple, or remove slf4j-nop and run the kit in a"
                            + " process of its own");
        }
    }

    @Rule(number = "S4", title = "A redirect is not followed: the key and the order are sent to no other address.")
    @Test
    default void a_redirect_is_not_followed(RuleContext context) {
        TestClient client = context.client();
        TestClient elsewhere = context.client();
        OrderId id = client.order("www.example.com").id();
        OrderRequest request = client.request(client.nextKey("shop.example.com"));
        Map<String, String> there = Map.of("Location", elsewhere.stub().uri() + "/");
        client.stub().answer(client.ordering(), CannedFailure.status(307, "", there));
        OrderScenarios.answerReads(client, CannedFailure.status(302, "", there).times(3));

        Throwable ofOrder = RuleAssertions.thrown(() -> client.order("shop-4711/1", request));
        Throwable ofRead =
                RuleAssertions.thrown(() -> client.reseller().orders().get(id));

        assertThat(ofOrder).as("the failure of an order that is redirected").isNotNull();
        assertThat(ofRead).as("the failure of a read that is redirected").isNotNull();
        assertThat(elsewhere.stub().journal().received())
                .as("requests to the address of the redirect")
                .isZero();
    }

    @Rule(number = "S5", title = "A listener receives every call, but never the key.")
    @Test
    default void a_listener_gets_no_key(RuleContext context) {
        TestClient client = context.client();
        List<CallListener.Call> calls = new ArrayList<>();
        CertificateReseller watched = client.connect(
                client.stub().apiKey(),
                OrderBooks.inMemory(),
                options -> options.toBuilder().listener(calls::add).build());
        OrderRequest request = client.request(client.nextKey("www.example.com"));

        watched.order(Intent.of("shop-4711/1"), request, Spending.unquoted());

        assertThat(calls)
                .as("calls that the listener received")
                .hasSameSizeAs(client.stub().journal().exchanges());
        assertThat(calls.toString())
                .as("the texts of the calls")
                .doesNotContain(client.stub().apiKey());
    }
}
