package dev.certbridge.conformance.fault;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.stub.WireFault;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Faults of an order itself: its status, its id or its certificate. */
class StatefulFaultTest {

    private static final String NAME = "www.example.com";

    /** Returns one test at each stub with its fault switched on. */
    private static Stream<DynamicTest> atBoth(
            Consumer<RegfishStub> regfish, Consumer<RealtimeStub> realtime, Consumer<TestClient> test) {
        return Stream.of(
                at("regfish", client -> regfish.accept((RegfishStub) client.stub()), test),
                at("realtime", client -> realtime.accept((RealtimeStub) client.stub()), test));
    }

    private static DynamicTest at(String reseller, Consumer<TestClient> fault, Consumer<TestClient> test) {
        return DynamicTest.dynamicTest("at " + reseller, () -> {
            try (TestClient client = TestClient.at(reseller)) {
                fault.accept(client);
                test.accept(client);
                assertThat(client.stub().ledger().orders()).isPositive();
            }
        });
    }

    private static IssuedCertificate await(TestClient client, OrderId id) {
        return client.reseller().orders().await(id, Duration.ofHours(1), DnsPublisher.none());
    }

    @TestFactory
    Stream<DynamicTest> an_order_that_fails_late_ends_the_wait() {
        return atBoth(stub -> stub.ordersEnd("rejected"), RealtimeStub::failsLate, client -> {
            OrderId id = client.order(NAME).id();
            List<String> seen = new ArrayList<>();
            requireThrown(
                    OrderEndedException.class,
                    () -> client.reseller()
                            .orders()
                            .await(id, Duration.ofHours(1), DnsPublisher.none(), order -> seen.add(order.status())));
            assertThat(seen).first().isIn("RUNNING", "pending");
        });
    }

    @TestFactory
    Stream<DynamicTest> required_action_is_reported_at_once() {
        return Stream.of(
                at("regfish", client -> ((RegfishStub) client.stub()).holdsBackUnusableOrganizations(), client -> {
                    OrderRequest request = OrderRequest.builder("TrueBusinessID")
                            .csr(TestClient.key(NAME).csr())
                            .organization(Organization.onFile(RegfishStub.UNUSABLE_ORGANIZATION))
                            .build();
                    OrderId id = client.order("held", request).id();
                    requireThrown(ActionRequiredException.class, () -> await(client, id));
                }),
                at("realtime", client -> ((RealtimeStub) client.stub()).requiresAttention(), client -> {
                    OrderId id = client.order(NAME).id();
                    assertThat(requireThrown(ActionRequiredException.class, () -> await(client, id))
                                    .url())
                            .isPresent();
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_status_that_goes_backwards_does_not_end_the_wait() {
        return atBoth(RegfishStub::statusGoesBackwards, RealtimeStub::statusGoesBackwards, client -> {
            KeyAndCsr key = TestClient.key(NAME);
            OrderId id = client.order("one", client.request(key)).id();
            assertThat(await(client, id).leaf().getPublicKey())
                    .isEqualTo(key.csr().publicKey());
            client.reseller().orders().get(id);
            assertThat(client.reseller().orders().get(id).state()).isEqualTo(Order.State.ISSUED);
        });
    }

    @TestFactory
    Stream<DynamicTest> a_completed_order_without_a_certificate_is_not_issued() {
        return atBoth(RegfishStub::issuesWithoutCertificate, RealtimeStub::completesWithoutCertificate, client -> {
            OrderId id = client.order(NAME).id();
            requireThrown(DeadlineExceededException.class, () -> await(client, id));
            requireThrown(
                    ResellerException.class, () -> client.reseller().orders().download(id));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_certificate_for_another_key_is_refused() {
        return atBoth(RegfishStub::signsForAnotherKey, RealtimeStub::signsForAnotherKey, client -> {
            OrderId id = client.order(NAME).id();
            requireThrown(BrokenContractException.class, () -> await(client, id), "key");
        });
    }

    @TestFactory
    Stream<DynamicTest> a_certificate_for_another_name_is_refused() {
        return atBoth(RegfishStub::signsForAnotherName, RealtimeStub::signsForAnotherName, client -> {
            OrderId id = client.order(NAME).id();
            requireThrown(BrokenContractException.class, () -> await(client, id), NAME);
        });
    }

    @TestFactory
    Stream<DynamicTest> a_download_that_is_not_ready_is_repeated_where_that_is_documented() {
        return Stream.of("regfish", "realtime")
                .map(reseller -> at(
                        reseller,
                        client -> client.stub().when("downloadCertificate").fault(WireFault.CONFLICT_FIRST),
                        client -> {
                            OrderId id = client.order(NAME).id();
                            if (reseller.equals("regfish")) {
                                assertThat(await(client, id).names()).contains(NAME);
                            } else {
                                // Realtime Register documents no 409, so the client cannot know that it is transient.
                                requireThrown(BrokenContractException.class, () -> await(client, id));
                            }
                        }));
    }

    @TestFactory
    Stream<DynamicTest> an_order_that_is_not_found_at_first_is_not_ordered_again() {
        return Stream.of("regfish", "realtime")
                .map(reseller -> at(
                        reseller,
                        client -> client.stub()
                                .when(client.candidate().operations().reading())
                                .twice()
                                .fault(WireFault.NOT_FOUND_FIRST),
                        client -> {
                            OrderRequest request = client.request(TestClient.key(NAME));
                            OrderId id = client.order("one", request).id();
                            for (int i = 0; i < 2; i++) {
                                catchThrowable(() -> client.reseller().orders().get(id));
                                assertThat(client.order("one", request).id()).isEqualTo(id);
                            }
                            assertThat(await(client, id).names()).contains(NAME);
                            assertThat(client.spends()).isOne();
                        }));
    }

    @TestFactory
    Stream<DynamicTest> an_order_whose_response_names_another_order_is_unknown_until_it_is_reconciled() {
        return Stream.of(at("realtime", client -> ((RealtimeStub) client.stub()).reusesProcessIds(), client -> {
            OrderId first = client.order(NAME).id();
            OrderRequest other = client.request(TestClient.key("other.example.com"));

            OutcomeUnknownException response =
                    (OutcomeUnknownException) catchThrowable(() -> client.order("other", other));
            OutcomeUnknownException again =
                    (OutcomeUnknownException) catchThrowable(() -> client.order("other", other));

            assertThat(response)
                    .hasMessageContaining("contains the id " + first.providerId() + " of another intent's order");
            assertThat(List.of(response, again)).allSatisfy(unknown -> {
                assertThat(unknown.accepted()).isTrue();
                assertThat(unknown.seenId()).as("an id to look at or to cancel").isEmpty();
            });
            assertThat(client.spends()).isEqualTo(2);
            Attempt attempt = client.book().unresolved().get(0);
            assertThat(client.reseller().orders().reconcile(attempt))
                    .isInstanceOfSatisfying(Reconciliation.Placed.class, placed -> {
                        String real = client.stub().ledger().entries().get(1).orderId();
                        assertThat(placed.id().providerId()).isEqualTo(real);
                        client.book().settle(attempt, placed);
                        assertThat(client.order("other", other).id()).isEqualTo(placed.id());
                        assertThat(await(client, placed.id()).names()).contains("other.example.com");
                    });
            assertThat(await(client, first).names()).contains(NAME);
            assertThat(client.reseller().orders().unclaimed()).isEmpty();
            assertThat(client.spends()).isEqualTo(2);
        }));
    }
}
