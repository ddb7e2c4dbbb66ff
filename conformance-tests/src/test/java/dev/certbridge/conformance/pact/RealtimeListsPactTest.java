package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.Matchers.fromProviderState;
import static dev.certbridge.conformance.pact.RealtimeBodies.error;
import static dev.certbridge.conformance.pact.RealtimeBodies.page;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static dev.certbridge.conformance.pact.RealtimeCalls.processes;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What listing processes at Realtime Register relies on: all orders page by page, and those that are waited for. */
@RealtimeConsumer
class RealtimeListsPactTest {

    private static final String NEXT = "9182737";
    private static final String FIELDS = "id,type,status,statusDetail,updatedDate,reservation,transaction,refund";

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact pages(PactBuilder pact) {
        processes("the processes")
                .given(RealtimeStates.RUNNING)
                .answers(
                        200,
                        body -> body.minArrayLike("entities", 1, RealtimeBodies::process)
                                .object("pagination", pages -> pages.integerType("total", 2)))
                .in(pact);
        return processes("the next page of the processes")
                .given(RealtimeStates.RUNNING)
                .query("id:gt", fromProviderState("${before}", RealtimeCalls.PROCESS))
                .answers(
                        200,
                        page(process -> process.integerType("id", Integer.valueOf(NEXT))
                                .stringMatcher("status", "[A-Z_]+", "RUNNING")))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "pages")
    void all_orders_are_read_page_by_page_in_the_order_of_their_ids(MockServer server) {
        RealtimeCalls.with(
                server,
                realtime -> assertThat(realtime.orders().list())
                        .extracting(order -> order.id().providerId())
                        .containsExactly(RealtimeCalls.PROCESS, NEXT));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact waitedFor(PactBuilder pact) {
        look("the processes that are waited for")
                .query("id:in", fromProviderState("${processId}", RealtimeCalls.PROCESS))
                .answers(200, page(RealtimeListsPactTest::waiting))
                .in(pact);
        return info().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "waitedFor")
    void what_is_waited_for_is_asked_for_by_id(MockServer server) {
        assertThat(lookedAt(server))
                .singleElement()
                .satisfies(order -> assertThat(order.validations()).hasSize(1));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact openOnes(PactBuilder pact) {
        look("the processes that are waited for, by a filter that is refused")
                .given(
                        RealtimeStates.REFUSES,
                        RealtimeCalls.refusing("listProcesses", 400, "ConstraintViolationException"))
                .query("id:in", fromProviderState("${processId}", RealtimeCalls.PROCESS))
                .answers(400, error("ConstraintViolationException"))
                .in(pact);
        look("the open processes")
                .query("type", "certificate")
                .query("status:not_in", "COMPLETED,FAILED,CANCELLED,INVALID")
                .answers(200, page(RealtimeListsPactTest::waiting))
                .in(pact);
        return info().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "openOnes")
    void all_open_processes_are_read_when_ids_cannot_be_asked_for(MockServer server) {
        assertThat(lookedAt(server)).hasSize(1);
    }

    /** The newest first, and only what tells whether something changed. */
    private static Expectation look(String description) {
        return call("listProcesses", description)
                .given(RealtimeStates.SUSPENDED)
                .sends("GET", RealtimeCalls.PROCESSES)
                .query("limit", "100")
                .query("offset", "0")
                .query("order", "-id")
                .query("fields", FIELDS);
    }

    private static void waiting(LambdaDslObject process) {
        process.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                .stringValue("type", "certificate")
                .stringMatcher("status", RealtimeStates.RUNNING_PATTERN, "SUSPENDED")
                .stringType("statusDetail", "SSL_REQUIRES_ATTENTION")
                .stringMatcher("updatedDate", RealtimeCalls.TIME_PATTERN, RealtimeCalls.CREATED)
                .object("reservation", money -> money.integerType("EUR", 2500));
    }

    private static Expectation info() {
        return call("getProcessInfo", "what a process under way waits for")
                .given(RealtimeStates.RUNNING)
                .sends("GET", RealtimeCalls.PROCESSES + "/{processId}/info", RealtimeCalls.PROCESS)
                .answers(200, body -> {
                    body.booleanValue("requiresAttention", false);
                    RealtimeBodies.validations(body);
                });
    }

    /** One round of waiting, which publishes nowhere. */
    private static List<Order> lookedAt(MockServer server) {
        List<Order> seen = new ArrayList<>();
        try (CertificateReseller realtime = RealtimeCalls.reseller(server)) {
            OrderId id = RealtimeCalls.orderId(server);
            assertThat(realtime.orders().awaitAll(List.of(id), Duration.ZERO, record -> () -> {}, new Changes(seen)))
                    .containsExactly(id);
        }
        return seen;
    }

    /** Keeps what changed; nothing may be over after one look. */
    private record Changes(List<Order> seen) implements AwaitListener {

        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            throw new AssertionError(id + " is issued");
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            throw new AssertionError(id + " has ended", why);
        }

        @Override
        public void changed(Order order) {
            seen.add(order);
        }
    }
}
