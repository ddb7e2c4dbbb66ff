package dev.certbridge.fleet;

import static dev.certbridge.fleet.TestFleet.realtime;
import static dev.certbridge.fleet.TestFleet.regfish;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Each term is ordered once, when names, hosts, clocks and resellers change. */
class FleetOrderedOnceTest extends FleetFixture {

    private static CertificateSpec withNewName() {
        return regfish("shop")
                .names(List.of("shop.example.com", "new.example.com"))
                .build();
    }

    /** Returns a host with a vault of its own. */
    private FleetRun host(MemoryDeployment deployment) {
        return FleetRun.builder(
                        fleet.resellers(fleet.book), fleet.book, KeyVault.in(folder.resolve("other")), deployment)
                .clock(fleet.time)
                .build();
    }

    @Test
    void a_new_name_makes_the_certificate_due() {
        fleet.run(regfish("shop").build());
        CertificateSpec more = withNewName();

        assertThat(fleet.plan(more).due()).hasSize(1);
        single(fleet.run(more), FleetState.VALID);
        single(fleet.run(more), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void names_that_change_while_an_order_is_open_are_ordered_once() {
        fleet.close();
        fleet = new TestFleet(folder, 4);
        fleet.run(realtime("shop").build());
        CertificateSpec changed =
                realtime("shop").names(List.of("new.example.com")).build();
        for (int runs = 0; runs < 6; runs++) {
            fleet.run(changed);
        }
        assertThat(fleet.state(changed)).isEqualTo(FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void a_decision_is_made_again_just_before_the_order() {
        CertificateSpec spec = regfish("shop").build();
        AtomicBoolean ordered = new AtomicBoolean();
        FleetListener orderElsewhere = entry -> {
            if (entry.state() == FleetState.DUE && !ordered.getAndSet(true)) {
                host(new MemoryDeployment()).run(List.of(spec), Duration.ZERO);
            }
        };
        FleetRun run = fleet.builder().listener(orderElsewhere).build();

        single(run.run(List.of(spec), Duration.ZERO), FleetState.TAKEN);
        assertThat(fleet.orders()).isEqualTo(1);
        assertThat(folder.resolve("keys").toFile().list()).as("no key").containsExactly(".lock");
    }

    @Test
    void a_lost_folder_orders_nothing_after_names_were_added() {
        fleet.run(regfish("shop").build());
        single(fleet.run(withNewName()), FleetState.VALID);
        String serial = fleet.deployment.live.get("shop").serial();
        fleet.deployment.live.clear();

        single(fleet.run(withNewName()), FleetState.VALID);
        assertThat(fleet.deployment.live.get("shop").serial()).isEqualTo(serial);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void a_certificate_with_more_names_is_used_when_names_were_removed() {
        fleet.run(withNewName());
        fleet.deployment.live.clear();

        single(fleet.run(regfish("shop").build()), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void another_host_orders_nothing_when_names_are_added() {
        fleet.run(regfish("shop").build());
        FleetRun other = host(new MemoryDeployment());
        single(other.run(List.of(withNewName()), Duration.ZERO), FleetState.TAKEN);
        fleet.run(withNewName());

        single(other.run(List.of(withNewName()), Duration.ZERO), FleetState.TAKEN);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    /** Lets regfish show the first certificate as revoked. */
    private void revokeFirst() {
        String id = fleet.book
                .attempts(Intent.of("shop/first"))
                .get(0)
                .orderId()
                .orElseThrow()
                .providerId();
        fleet.regfish.when("getCertificate").always().mutate(reply -> {
            String text = new String(reply.body(), UTF_8);
            String shown = text.contains(id) ? text.replace("\"issued\"", "\"revoked\"") : text;
            return new Reply(reply.status(), reply.headers(), shown.getBytes(UTF_8));
        });
    }

    @Test
    void a_lost_folder_orders_nothing_after_a_certificate_was_revoked() {
        CertificateSpec spec = regfish("shop").build();
        fleet.run(spec);
        fleet.untilDue(spec);
        fleet.run(spec);
        String second = fleet.deployment.live.get("shop").serial();
        revokeFirst();
        fleet.deployment.live.clear();

        single(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.deployment.installed.get("shop")).hasSize(3).last().isEqualTo(second);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void certificates_that_the_reseller_always_shows_as_revoked_are_ordered_three_times_in_three_days() {
        CertificateSpec spec = regfish("shop").build();
        only(fleet.run(spec), FleetState.VALID);
        fleet.time.advance(Duration.ofDays(190));
        fleet.regfish.when("getCertificate").always().mutate(reply -> {
            String shown = new String(reply.body(), UTF_8).replace("\"issued\"", "\"revoked\"");
            return new Reply(reply.status(), reply.headers(), shown.getBytes(UTF_8));
        });

        List<Integer> orders = new ArrayList<>();
        for (int hour = 0; hour < 120; hour += 6) {
            fleet.builder().build().run(List.of(spec), Duration.ZERO);
            orders.add(fleet.orders());
            fleet.time.advance(Duration.ofHours(6));
        }
        assertThat(orders).startsWith(2, 2, 2, 2, 3, 3, 3, 3, 4).endsWith(4);
        assertThat(single(fleet.run(spec), FleetState.FAILED).message())
                .contains("3 orders in a row gave no certificate", "the last order has a revoked certificate");
    }

    @Test
    void a_revoked_certificate_is_replaced_by_one_order() {
        CertificateSpec spec = regfish("shop").build();
        fleet.run(spec);
        String serial = fleet.deployment.live.get("shop").serial();
        revokeFirst();
        fleet.deployment.live.clear();
        single(fleet.run(spec), FleetState.FAILED);
        fleet.time.advance(Duration.ofHours(1));

        FleetReport report = fleet.run(spec);
        single(report, FleetState.VALID);
        assertThat(report.ordered()).extracting(Object::toString).containsExactly("shop/" + serial);
        single(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void an_exhausted_budget_stops_no_other_budget() {
        fleet.book.budget(Budget.of("small", 1, Money.parse("EUR:0.01")));
        fleet.book.budget(Budget.of("large", 100, Money.parse("EUR:500.00")));
        CertificateSpec[] specs = {
            spec("a", TestFleet.LIMIT.from("small")),
            spec("b", TestFleet.LIMIT.from("large")),
            spec("c", Spending.upTo("EUR", "24.00").from("small"))
        };

        assertThat(fleet.run(specs).entries().get(1).state()).isEqualTo(FleetState.VALID);
        assertThat(fleet.run(specs).counts().get(FleetState.VALID)).isEqualTo(1);
    }

    private static CertificateSpec spec(String id, Spending spending) {
        return CertificateSpec.builder(id, "realtime", "ssl_example_dv", spending)
                .names(List.of(id + ".example.com"))
                .build();
    }

    @Test
    void a_lost_vault_is_reported_before_the_certificate_ends() {
        CertificateSpec spec = realtime("shop").build();
        fleet.run(spec);
        fleet.untilDue(spec);
        fleet.realtime.issuesAfter(Duration.ofHours(1));
        fleet.run(spec);
        FleetRun lost = host(fleet.deployment);
        single(lost.run(List.of(spec), Duration.ZERO), FleetState.TAKEN);
        fleet.time.advance(Duration.ofDays(45));

        FleetEntry entry = single(lost.run(List.of(spec), Duration.ZERO), FleetState.FAILED);
        assertThat(entry.message()).contains("is not in this vault").contains("Restore the vault");
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void a_host_with_a_wrong_clock_orders_nothing() {
        CertificateSpec spec = realtime("shop").build();
        fleet.run(spec);
        FleetRun ahead = fleet.builder()
                .clock(Clock.offset(fleet.time, Duration.ofDays(400)))
                .build();

        FleetEntry entry = single(ahead.run(List.of(spec), Duration.ZERO), FleetState.DUE);
        assertThat(entry.message()).contains("Correct the wrong clock");
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void two_files_with_other_names_for_one_certificate_do_not_order_in_turns() {
        CertificateSpec one = realtime("shop").build();
        CertificateSpec two =
                realtime("shop").names(List.of("other.example.com")).build();
        for (int runs = 0; runs < 3; runs++) {
            single(fleet.run(one), FleetState.VALID);
            assertThat(single(fleet.run(two), FleetState.FAILED).message()).contains("only one file");
        }
        assertThat(fleet.orders()).isEqualTo(1);

        fleet.time.advance(Duration.ofDays(1));
        single(fleet.run(two), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void an_order_is_read_at_its_own_reseller_after_the_reseller_changed() {
        fleet.run(realtime("shop").build());
        fleet.deployment.live.clear();

        single(fleet.run(regfish("shop").build()), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(1);

        fleet.deployment.live.clear();
        FleetRun without = FleetRun.builder(
                        Map.of("regfish", fleet.resellers(fleet.book).get("regfish")),
                        fleet.book,
                        fleet.vault,
                        fleet.deployment)
                .clock(fleet.time)
                .build();
        FleetEntry entry = single(without.run(List.of(regfish("shop").build()), Duration.ZERO), FleetState.FAILED);
        assertThat(entry.message()).contains("is at realtime").contains("Add a client until the next order");
        assertThat(fleet.orders()).isEqualTo(1);
    }
}
