package dev.certbridge.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an order itself, at the built-in clients. */
class StatefulFaultTest {

    private static final String NAME = "www.example.com";

    private static void realtime(Consumer<RealtimeStub> knob, Consumer<TestClient> test) {
        at("realtime", shopper -> knob.accept((RealtimeStub) shopper.stub()), test);
    }

    private static void regfish(Consumer<RegfishStub> knob, Consumer<TestClient> test) {
        at("regfish", shopper -> knob.accept((RegfishStub) shopper.stub()), test);
    }

    private static void at(String reseller, Consumer<TestClient> knob, Consumer<TestClient> test) {
        try (TestClient shopper = TestClient.at(reseller)) {
            knob.accept(shopper);
            test.accept(shopper);
            assertThat(shopper.stub().ledger().orders()).isPositive();
        }
    }

    private static IssuedCertificate await(TestClient shopper, OrderId id) {
        return shopper.reseller().orders().await(id, Duration.ofHours(1), DnsPublisher.none());
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void an_order_that_fails_late_ends_and_is_not_waited_for(String reseller) {
        Consumer<TestClient> test = shopper -> {
            OrderId id = shopper.order(NAME).id();
            List<String> seen = new ArrayList<>();
            assertThatThrownBy(() -> shopper.reseller()
                            .orders()
                            .await(id, Duration.ofHours(1), DnsPublisher.none(), order -> seen.add(order.status())))
                    .isInstanceOf(OrderEndedException.class);
            assertThat(seen).first().isIn("RUNNING", "pending");
        };
        if (reseller.equals("regfish")) {
            regfish(stub -> stub.ordersEnd("rejected"), test);
        } else {
            realtime(RealtimeStub::failsLate, test);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void attention_that_is_required_is_asked_for_at_once(String reseller) {
        if (reseller.equals("regfish")) {
            regfish(RegfishStub::holdsBackUnusableOrganizations, shopper -> {
                OrderRequest request = OrderRequest.builder("TrueBusinessID")
                        .csr(TestClient.key(NAME).csr())
                        .organization(Organization.onFile(RegfishStub.UNUSABLE_ORGANIZATION))
                        .build();
                OrderId id = shopper.order("held", request).id();
                assertThatThrownBy(() -> await(shopper, id)).isInstanceOf(ActionRequiredException.class);
            });
        } else {
            realtime(RealtimeStub::requiresAttention, shopper -> {
                OrderId id = shopper.order(NAME).id();
                assertThatThrownBy(() -> await(shopper, id))
                        .isInstanceOfSatisfying(
                                ActionRequiredException.class,
                                needed -> assertThat(needed.url()).isPresent());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_status_that_goes_backwards_is_waited_out(String reseller) {
        Consumer<TestClient> test = shopper -> {
            KeyAndCsr key = TestClient.key(NAME);
            OrderId id = shopper.order("one", shopper.request(key)).id();
            assertThat(await(shopper, id).leaf().getPublicKey())
                    .isEqualTo(key.csr().publicKey());
            shopper.reseller().orders().get(id);
            assertThat(shopper.reseller().orders().get(id).state()).isEqualTo(Order.State.ISSUED);
        };
        if (reseller.equals("regfish")) {
            regfish(RegfishStub::statusGoesBackwards, test);
        } else {
            realtime(RealtimeStub::statusGoesBackwards, test);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void done_without_a_certificate_is_not_issued(String reseller) {
        Consumer<TestClient> test = shopper -> {
            OrderId id = shopper.order(NAME).id();
            assertThatThrownBy(() -> await(shopper, id)).isInstanceOf(DeadlineExceededException.class);
            assertThatThrownBy(() -> shopper.reseller().orders().download(id)).isInstanceOf(ResellerException.class);
        };
        if (reseller.equals("regfish")) {
            regfish(RegfishStub::issuesWithoutCertificate, test);
        } else {
            realtime(RealtimeStub::completesWithoutCertificate, test);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_certificate_for_another_key_is_not_handed_out(String reseller) {
        Consumer<TestClient> test = shopper -> {
            OrderId id = shopper.order(NAME).id();
            assertThatThrownBy(() -> await(shopper, id))
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining("key");
        };
        if (reseller.equals("regfish")) {
            regfish(RegfishStub::signsForAnotherKey, test);
        } else {
            realtime(RealtimeStub::signsForAnotherKey, test);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_certificate_for_another_name_is_not_handed_out(String reseller) {
        Consumer<TestClient> test = shopper -> {
            OrderId id = shopper.order(NAME).id();
            assertThatThrownBy(() -> await(shopper, id))
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining(NAME);
        };
        if (reseller.equals("regfish")) {
            regfish(RegfishStub::signsForAnotherName, test);
        } else {
            realtime(RealtimeStub::signsForAnotherName, test);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_download_that_comes_too_early_twice_is_asked_for_again(String reseller) {
        at(reseller, shopper -> shopper.stub().when("downloadCertificate").fault(WireFault.CONFLICT_FIRST), shopper -> {
            OrderId id = shopper.order(NAME).id();
            if (reseller.equals("regfish")) {
                assertThat(await(shopper, id).names()).contains(NAME);
            } else {
                // Not documented there, so it is not known to pass.
                assertThatThrownBy(() -> await(shopper, id)).isInstanceOf(BrokenContractException.class);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void an_order_that_is_not_found_at_first_is_not_ordered_again(String reseller) {
        String reading = reseller.equals("regfish") ? "getCertificate" : "getProcess";
        at(reseller, shopper -> shopper.stub().when(reading).twice().fault(WireFault.NOT_FOUND_FIRST), shopper -> {
            OrderRequest request = shopper.request(TestClient.key(NAME));
            OrderId id = shopper.order("one", request).id();
            for (int i = 0; i < 2; i++) {
                catchThrowable(() -> shopper.reseller().orders().get(id));
                assertThat(shopper.order("one", request).id()).isEqualTo(id);
            }
            assertThat(await(shopper, id).names()).contains(NAME);
            assertThat(shopper.spends()).isOne();
        });
    }

    @Test
    void an_order_that_is_told_the_id_of_another_is_unknown_until_it_is_found_by_looking() {
        realtime(RealtimeStub::reusesProcessIds, shopper -> {
            OrderId first = shopper.order(NAME).id();
            OrderRequest other = shopper.request(TestClient.key("other.example.com"));

            OutcomeUnknownException told =
                    (OutcomeUnknownException) catchThrowable(() -> shopper.order("other", other));
            OutcomeUnknownException again =
                    (OutcomeUnknownException) catchThrowable(() -> shopper.order("other", other));

            assertThat(told)
                    .hasMessageContaining("names " + first.providerId() + ", which is the order of another intent");
            assertThat(List.of(told, again)).allSatisfy(unknown -> {
                assertThat(unknown.accepted()).isTrue();
                assertThat(unknown.seenId()).as("an id to look at or to cancel").isEmpty();
            });
            assertThat(shopper.spends()).isEqualTo(2);
            Attempt attempt = shopper.book().unresolved().get(0);
            assertThat(shopper.reseller().orders().reconcile(attempt))
                    .isInstanceOfSatisfying(Reconciliation.Placed.class, placed -> {
                        String real = shopper.stub().ledger().entries().get(1).orderId();
                        assertThat(placed.id().providerId()).isEqualTo(real);
                        shopper.book().settle(attempt, placed);
                        assertThat(shopper.order("other", other).id()).isEqualTo(placed.id());
                        assertThat(await(shopper, placed.id()).names()).contains("other.example.com");
                    });
            assertThat(await(shopper, first).names()).contains(NAME);
            assertThat(shopper.reseller().orders().unclaimed()).isEmpty();
            assertThat(shopper.spends()).isEqualTo(2);
        });
    }
}
