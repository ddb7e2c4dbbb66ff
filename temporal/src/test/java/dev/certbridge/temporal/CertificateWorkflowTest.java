package dev.certbridge.temporal;

import static dev.certbridge.temporal.TemporalFleet.certificate;
import static dev.certbridge.temporal.TemporalFleet.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.fleet.FleetState;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.stub.WireFault;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is the ledger of the stub: one entry for each term. */
class CertificateWorkflowTest {

    private static final String SHOP = "certificate/shop";

    @TempDir
    private Path folder;

    @Test
    void a_certificate_stays_valid_for_a_year_with_one_order_for_each_term() throws Exception {
        try (TemporalFleet fleet = new TemporalFleet(folder)) {
            CertificateInput shop = certificate("shop");
            fleet.keep(shop);
            fleet.pass(Duration.ofDays(1));
            Set<String> serials = new HashSet<>();
            List<WorkflowExecutionHistory> histories = new ArrayList<>();

            for (int month = 0; month < 13; month++) {
                IssuedCertificate served = fleet.deployed(shop).orElseThrow();
                assertThat(served.notAfter()).isAfter(fleet.clock.instant().plus(Duration.ofDays(14)));
                serials.add(served.serial());
                histories.add(fleet.history(SHOP));
                fleet.pass(Duration.ofDays(30));
            }

            serials.add(fleet.deployed(shop).orElseThrow().serial());
            assertThat(fleet.stub.ledger().entries()).hasSameSizeAs(serials).hasSizeBetween(3, 6);
            assertThat(fleet.status(SHOP)).singleElement().satisfies(status -> {
                assertThat(status.state()).isEqualTo(FleetState.VALID);
                assertThat(status.notAfter())
                        .contains(fleet.deployed(shop).orElseThrow().notAfter());
            });
            assertThat(histories.stream()
                            .map(history -> history.getEvents()
                                    .get(0)
                                    .getWorkflowExecutionStartedEventAttributes()
                                    .getOriginalExecutionRunId())
                            .distinct())
                    .as("runs of the workflow, which continues as new")
                    .hasSizeGreaterThan(3);
            RecordedHistoryTest.replay(histories);
            assertThat(fleet.stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void the_search_attributes_show_the_state_and_the_end() throws Exception {
        try (TemporalFleet fleet = new TemporalFleet(folder)) {
            CertificateInput shop = certificate("shop");
            fleet.keep(shop);
            fleet.pass(Duration.ofHours(2));

            var shown = WorkflowStub.fromTyped(fleet.client.newWorkflowStub(CertificateWorkflow.class, SHOP))
                    .describe()
                    .getTypedSearchAttributes();

            assertThat(shown.get(CertificateWorkflowImpl.STATE)).isEqualTo("VALID");
            assertThat(shown.get(CertificateWorkflowImpl.NOT_AFTER).toInstant())
                    .isEqualTo(fleet.deployed(shop).orElseThrow().notAfter());
            RecordedHistoryTest.record("certificate", fleet.history(SHOP));
        }
    }

    @Test
    void an_activity_that_is_retried_because_its_answer_was_lost_orders_once() {
        AtomicInteger lost = new AtomicInteger();
        try (TemporalFleet fleet =
                new TemporalFleet(folder, Duration.ofMinutes(15), activities -> new ChangedActivities(activities) {
                    @Override
                    public List<CertificateStatus> check(List<CertificateInput> certificates) {
                        List<CertificateStatus> done = super.check(certificates);
                        if (lost.incrementAndGet() <= 3) {
                            throw new IllegalStateException("the worker ended before its answer reached Temporal");
                        }
                        return done;
                    }
                })) {
            fleet.keep(certificate("shop"));
            fleet.pass(Duration.ofDays(1));

            assertThat(lost).hasValueGreaterThan(3);
            assertThat(fleet.stub.ledger().entries()).hasSize(1);
            assertThat(fleet.status(SHOP)).extracting(CertificateStatus::state).containsExactly(FleetState.VALID);
        }
    }

    @Test
    void an_order_whose_response_was_lost_is_found_and_not_placed_again() {
        try (TemporalFleet fleet = new TemporalFleet(folder)) {
            fleet.stub
                    .when("requestCertificate")
                    .unlessQuote()
                    .afterBooking()
                    .once()
                    .fault(WireFault.DROPPED);

            fleet.keep(certificate("shop"));
            fleet.pass(Duration.ofDays(1));

            assertThat(fleet.stub.ledger().entries()).hasSize(1);
            assertThat(fleet.status(SHOP)).extracting(CertificateStatus::state).containsExactly(FleetState.VALID);
        }
    }

    @Test
    void a_worker_that_dies_after_an_order_and_in_a_wait_is_replaced_by_another() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger checks = new AtomicInteger();
        AtomicInteger waits = new AtomicInteger();
        try (TemporalFleet fleet =
                new TemporalFleet(folder, Duration.ofSeconds(10), activities -> new ChangedActivities(activities) {
                    @Override
                    public List<CertificateStatus> check(List<CertificateInput> certificates) {
                        List<CertificateStatus> done = super.check(certificates);
                        return checks.incrementAndGet() == 1 ? dead() : done;
                    }

                    @Override
                    public List<String> await(String reseller, Map<String, String> open) {
                        return waits.incrementAndGet() == 1 ? dead() : super.await(reseller, open);
                    }

                    /** Never answers and sends no heartbeat, as Temporal sees a process that was killed. */
                    private <T> T dead() {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        throw new IllegalStateException("the test has ended");
                    }
                })) {
            fleet.keep(certificate("shop"));
            fleet.pass(Duration.ofDays(1));

            assertThat(waits).hasValueGreaterThan(1);
            assertThat(fleet.stub.ledger().entries()).hasSize(1);
            assertThat(fleet.status(SHOP)).extracting(CertificateStatus::state).containsExactly(FleetState.VALID);
            end.countDown();
        }
    }

    @Test
    void many_open_orders_share_one_wait_that_ends_with_the_last() throws Exception {
        try (TemporalFleet fleet = new TemporalFleet(folder)) {
            fleet.stub.issuesAfter(Duration.ofHours(1));
            for (int i = 0; i < 10; i++) {
                fleet.keep(certificate("shop-" + i));
            }
            fleet.pass(Duration.ofHours(6));

            assertThat(fleet.stub.ledger().entries()).hasSize(10);
            WorkflowExecutionHistory wait = fleet.history("orders/realtime");
            assertThat(wait.getLastEvent().getEventType()).isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
            RecordedHistoryTest.record("orders", wait);
        }
    }

    @Test
    void a_group_has_one_workflow_and_is_delivered_together() {
        try (TemporalFleet fleet = new TemporalFleet(folder)) {
            CertificateInput ecdsa =
                    CertificateInput.of(spec("shop-ecdsa").group("shop").build());
            CertificateInput rsa = CertificateInput.of(
                    spec("shop-rsa").group("shop").keyType(KeyType.RSA_2048).build());
            fleet.keep(ecdsa, rsa);
            fleet.pass(Duration.ofDays(1));

            assertThat(fleet.stub.ledger().entries()).hasSize(2);
            assertThat(fleet.status("certificate/group/shop"))
                    .extracting(CertificateStatus::id, CertificateStatus::state)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("shop-ecdsa", FleetState.VALID),
                            org.assertj.core.groups.Tuple.tuple("shop-rsa", FleetState.VALID));
            assertThat(fleet.deployed(rsa).orElseThrow().leaf().getPublicKey().getAlgorithm())
                    .isEqualTo("RSA");
        }
    }

    @Test
    void a_certificate_that_moves_into_a_group_has_no_workflow_of_its_own_any_more() throws Exception {
        try (TemporalFleet fleet = new TemporalFleet(folder)) {
            fleet.keep(certificate("shop"));
            fleet.pass(Duration.ofDays(1));
            fleet.keep(CertificateInput.of(spec("shop").group("shops").build()));
            fleet.pass(Duration.ofDays(1));

            assertThat(fleet.history(SHOP).getLastEvent().getEventType())
                    .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED);
            assertThat(fleet.status("certificate/group/shops"))
                    .extracting(CertificateStatus::state)
                    .containsExactly(FleetState.VALID);
            assertThat(fleet.stub.ledger().entries()).hasSize(1);
        }
    }

    @Test
    void a_specification_that_no_worker_can_use_is_a_failed_state_until_it_is_changed() {
        try (TemporalFleet fleet = new TemporalFleet(folder)) {
            fleet.keep(CertificateInput.of(dev.certbridge.fleet.CertificateSpec.builder(
                            "shop", "elsewhere", "ssl", dev.certbridge.reseller.order.Spending.unquoted())
                    .names(List.of("shop.example.com"))
                    .build()));
            fleet.pass(Duration.ofHours(2));
            assertThat(fleet.status(SHOP)).singleElement().satisfies(status -> {
                assertThat(status.state()).isEqualTo(FleetState.FAILED);
                assertThat(status.message()).contains("elsewhere");
            });

            fleet.keep(certificate("shop"));
            fleet.pass(Duration.ofHours(2));

            assertThat(fleet.status(SHOP)).extracting(CertificateStatus::state).containsExactly(FleetState.VALID);
            assertThat(fleet.stub.ledger().entries()).hasSize(1);
        }
    }

    /** Passes everything on; a test overrides what it changes. */
    private abstract static class ChangedActivities implements FleetActivities {

        private final FleetActivities activities;

        ChangedActivities(FleetActivities activities) {
            this.activities = activities;
        }

        @Override
        public List<CertificateStatus> check(List<CertificateInput> certificates) {
            return activities.check(certificates);
        }

        @Override
        public List<String> await(String reseller, Map<String, String> open) {
            return activities.await(reseller, open);
        }
    }
}
