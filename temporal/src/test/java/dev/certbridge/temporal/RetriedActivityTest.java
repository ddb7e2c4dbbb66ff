package dev.certbridge.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.WireFault;
import dev.certbridge.stub.realtime.RealtimeStub;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An activity that Temporal runs again orders nothing again: the judge is the ledger of the stub. */
class RetriedActivityTest {

    private static final String QUEUE = "certificates";
    private static final String INTENT = "shop-4711/1";
    private static final String NAME = "www.example.com";

    @TempDir
    private Path folder;

    private RealtimeStub stub;
    private Worker worker;
    private TestWorkflowEnvironment temporal;

    @BeforeEach
    void start() {
        stub = RealtimeStub.start();
        worker = new Worker(folder, ConnectOptions.builder().uri(stub.uri()).build(), stub.apiKey());
        temporal = TestWorkflowEnvironment.newInstance();
        io.temporal.worker.Worker polling = temporal.newWorker(QUEUE);
        polling.registerWorkflowImplementationTypes(BuyOneWorkflow.class);
        polling.registerActivitiesImplementations(worker);
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
        worker.close();
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void a_worker_that_fails_after_the_order_was_accepted_buys_nothing_in_its_next_tries() {
        AtomicInteger left = new AtomicInteger(2);
        worker.afterOrder(() -> {
            if (left.getAndDecrement() > 0) {
                throw new IllegalStateException("the worker died before it could answer");
            }
        });

        String id = buy(INTENT);

        assertThat(worker.tries()).containsExactly(INTENT, INTENT, INTENT);
        assertOrderedOnceAs(id);
    }

    @Test
    void an_order_whose_answer_was_lost_is_found_and_not_bought_again() {
        stub.when("requestCertificate").unlessQuote().afterBooking().once().fault(WireFault.DROPPED);

        String id = buy(INTENT);

        assertThat(worker.tries()).hasSizeGreaterThan(1);
        assertOrderedOnceAs(id);
    }

    @Test
    void a_workflow_that_is_started_twice_for_one_intent_buys_once() {
        String id = buy(INTENT);

        assertThat(buy(INTENT)).isEqualTo(id);

        assertOrderedOnceAs(id);
    }

    private String buy(String intent) {
        return temporal.getWorkflowClient()
                .newWorkflowStub(
                        BuyOne.class,
                        WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build())
                .buy(intent, NAME);
    }

    private void assertOrderedOnceAs(String id) {
        assertThat(stub.ledger().entries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.orderId()).isEqualTo(OrderId.parse(id).providerId()));
    }
}
