package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Notifications at Realtime Register that are listed and acknowledged during a wait. */
class RealtimeNotificationsPactTest extends PactTable {

    @Override
    Stream<PactCase> cases() {
        Expectation unread = notifications("the notifications during a wait", RealtimeStates.FAILED, entry -> {});
        Expectation read = notifications(
                "the notifications that another program acknowledges",
                RealtimeStates.ACKNOWLEDGED,
                entry -> entry.stringMatcher("acknowledgeDate", RealtimeCalls.TIME_PATTERN, RealtimeCalls.CREATED));
        Expectation acknowledgement = call("acknowledgeNotification", "the acknowledgement of a notification")
                .given(RealtimeStates.FAILED)
                .responds(200);
        return Stream.of(
                new PactCase(
                        "a process with a notification is read and the notification acknowledged",
                        List.of(
                                RealtimeReadsPactTest.awaitedById(),
                                RealtimeBodies.info(),
                                unread,
                                RealtimeReadsPactTest.failedProcess(),
                                acknowledgement),
                        awaitEnd()),
                new PactCase(
                        "an acknowledged notification is not acknowledged again",
                        List.of(
                                RealtimeReadsPactTest.awaitedById(),
                                RealtimeBodies.info(),
                                read,
                                RealtimeReadsPactTest.failedProcess()),
                        awaitEnd()));
    }

    private static Expectation notifications(String description, String state, Consumer<LambdaDslObject> more) {
        return call("listNotifications", description)
                .given(state)
                .query("limit", "100")
                .query("order", "-fireDate")
                .query("total", "false")
                .query("fields", "id,customer,process,acknowledgeDate")
                .query("notificationType", "SSLCertificateNotification")
                .responds(
                        200,
                        body -> body.minArrayLike(
                                "entities",
                                1,
                                entry ->
                                        more.accept(entry.integerType("id", Integer.valueOf(RealtimeCalls.NOTIFICATION))
                                                .stringType("customer", RealtimeCalls.CUSTOMER)
                                                .integerType("process", Integer.valueOf(RealtimeCalls.PROCESS)))));
    }

    /** Returns a wait for a process that ends in the first pause. */
    private static Consumer<MockServer> awaitEnd() {
        return RealtimeCalls.adapter(
                (server, book) ->
                        Realtime.connect(PactSide.KEY, RealtimeCalls.CUSTOMER, book, withNotifications(server)),
                realtime -> assertThat(realtime.reseller()
                                .orders()
                                .awaitAll(
                                        List.of(realtime.orderId()),
                                        Duration.ofMinutes(1),
                                        record -> () -> {},
                                        new EndsOnly()))
                        .isEmpty());
    }

    private static ConnectOptions withNotifications(MockServer server) {
        SimulatedTime time = new SimulatedTime();
        return AdapterUnderTest.options(server).toBuilder()
                .notifications(true)
                .time(time, time)
                .build();
    }

    /** Fails when a certificate is issued, or when an order ends for another reason. */
    private static final class EndsOnly implements AwaitListener {

        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            throw new AssertionError(id + " is issued");
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            assertThat(why).isInstanceOf(OrderEndedException.class);
        }
    }
}
