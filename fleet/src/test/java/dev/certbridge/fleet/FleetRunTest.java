package dev.certbridge.fleet;

import static dev.certbridge.fleet.TestFleet.realtime;
import static dev.certbridge.fleet.TestFleet.regfish;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.WireFault;
import dev.certbridge.stub.realtime.OrderOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetRunTest extends FleetFixture {

    private static CertificateSpec spec(String reseller) {
        return reseller.equals("regfish")
                ? regfish("shop").build()
                : realtime("shop").build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void orders_the_first_certificate_and_delivers_it(String reseller) {
        FleetReport report = fleet.run(spec(reseller));

        only(report, FleetState.VALID);
        assertThat(report.ordered()).extracting(Object::toString).containsExactly("shop/first");
        assertThat(fleet.deployment.activated).containsExactly("shop");
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void renews_the_deployed_certificate_once_when_it_is_due(String reseller) {
        CertificateSpec spec = spec(reseller);
        fleet.run(spec);
        String first = fleet.deployment.live.get("shop").serial();
        fleet.time.advance(Duration.ofDays(100));
        only(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.orders()).as("not due").isEqualTo(1);

        fleet.untilDue(spec);
        FleetReport report = fleet.run(spec);
        only(report, FleetState.VALID);
        assertThat(report.ordered()).extracting(Object::toString).containsExactly("shop/" + first);
        only(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(2);
        assertThat(fleet.book.attempts(report.ordered().get(0)))
                .last()
                .satisfies(attempt -> assertThat(attempt.request().kind()).isEqualTo(OrderId.Kind.RENEWAL));
        assertThat(fleet.deployment.live.get("shop").notAfter())
                .isAfter(fleet.time.instant().plus(Duration.ofDays(90)));
    }

    @Test
    void waits_for_an_open_order_and_orders_no_second_one() {
        fleet.close();
        fleet = new TestFleet(folder, 5);
        CertificateSpec spec = realtime("shop").build();

        only(fleet.run(spec), FleetState.WAITING);
        assertThat(fleet.state(spec)).isEqualTo(FleetState.WAITING);
        for (int runs = 0; runs < 6 && fleet.state(spec) != FleetState.VALID; runs++) {
            fleet.run(spec);
        }
        assertThat(fleet.state(spec)).isEqualTo(FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void a_run_without_a_wait_delivers_every_issued_certificate() {
        CertificateSpec[] specs = new CertificateSpec[6];
        for (int i = 0; i < specs.length; i++) {
            specs[i] = regfish("c" + i).build();
        }
        fleet.run(specs);
        fleet.resellers(fleet.book).get("regfish").orders().list().count();

        only(fleet.builder().build().run(List.of(specs), Duration.ZERO), FleetState.VALID);
    }

    @Test
    void a_lost_folder_orders_nothing() {
        CertificateSpec[] specs = {regfish("a").build(), realtime("b").build()};
        fleet.run(specs);
        fleet.untilDue(specs[0]);
        fleet.time.advance(Duration.ofDays(3));
        fleet.run(specs);
        int before = fleet.orders();
        fleet.deployment.live.clear();

        fleet.run(specs);
        only(fleet.run(specs), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(before).isEqualTo(4);
        assertThat(fleet.deployment.live.get("a").serial())
                .isEqualTo(fleet.deployment
                        .installed
                        .get("a")
                        .get(fleet.deployment.installed.get("a").size() - 1));
    }

    @Test
    void a_certificate_of_another_host_is_taken_until_it_is_late() {
        CertificateSpec spec = regfish("shop").build();
        fleet.run(spec);
        MemoryDeployment other = new MemoryDeployment();
        FleetRun second = FleetRun.builder(
                        fleet.resellers(fleet.book), fleet.book, KeyVault.in(folder.resolve("other")), other)
                .clock(fleet.time)
                .build();

        only(second.run(List.of(spec), Duration.ZERO), FleetState.TAKEN);
        fleet.untilDue(spec);
        fleet.time.advance(Duration.ofDays(1));
        only(second.run(List.of(spec), Duration.ZERO), FleetState.TAKEN);
        assertThat(fleet.orders()).isEqualTo(1);

        fleet.time.advance(Duration.ofDays(40));
        second.run(List.of(spec), Duration.ZERO);
        only(second.run(List.of(spec), Duration.ZERO), FleetState.VALID);
        only(fleet.run(spec), FleetState.FAILED);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void a_lost_answer_is_found_again_and_not_ordered_twice() {
        CertificateSpec spec = realtime("shop").build();
        fleet.realtime
                .when("requestCertificate")
                .unlessQuote()
                .afterBooking()
                .once()
                .fault(WireFault.DROPPED);

        only(fleet.run(spec), FleetState.OUTCOME_UNKNOWN);
        assertThat(fleet.state(spec)).isEqualTo(FleetState.OUTCOME_UNKNOWN);
        fleet.time.advance(Duration.ofMinutes(10));
        only(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void an_overcharge_that_a_later_run_sees_is_reported_and_the_certificate_follows() {
        CertificateSpec spec = realtime("shop").build();
        fleet.realtime.issuesAfter(Duration.ofDays(1));
        AtomicReference<UnaryOperator<String>> shown = new AtomicReference<>();
        for (String operation : List.of("getProcess", "listProcesses")) {
            fleet.realtime.answer(
                    operation,
                    CannedFailure.altered(reply -> new Reply(
                                    reply.status(),
                                    reply.headers(),
                                    shown.get()
                                            .apply(new String(reply.body(), UTF_8))
                                            .getBytes(UTF_8)))
                            .always());
        }
        shown.set(body -> body.replaceAll("\"(transaction|reservation)\"", "\"unknown\""));
        only(fleet.run(spec), FleetState.WAITING);

        shown.set(body -> body.replaceAll("\"EUR\" *: *[0-9]+", "\"EUR\":99900"));
        FleetEntry overspent = single(fleet.run(spec), FleetState.FAILED);
        assertThat(overspent.message()).contains("EUR:999.00");
        assertThat(fleet.book.halted()).isPresent();

        fleet.time.advance(Duration.ofDays(2));
        only(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void an_unknown_outcome_waits_for_a_person() {
        CertificateSpec spec = realtime("shop").build();
        fleet.realtime
                .when("requestCertificate")
                .unlessQuote()
                .beforeBooking()
                .once()
                .fault(WireFault.DROPPED);

        only(fleet.run(spec), FleetState.OUTCOME_UNKNOWN);
        fleet.time.advance(Duration.ofDays(1));
        only(fleet.run(spec), FleetState.OUTCOME_UNKNOWN);
        assertThat(fleet.orders()).isZero();

        fleet.book.abandon(fleet.book.unresolved().get(0), "the reseller has no such order");
        only(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void an_unknown_outcome_does_not_stop_the_others_in_the_next_run() {
        fleet.realtime
                .when("requestCertificate")
                .unlessQuote()
                .beforeBooking()
                .once()
                .fault(WireFault.DROPPED);
        CertificateSpec[] specs = {
            realtime("a").build(), realtime("b").build(), regfish("c").build()
        };

        assertThat(fleet.builder().build().run(List.of(specs), Duration.ZERO).counts())
                .isEqualTo(Map.of(FleetState.OUTCOME_UNKNOWN, 1L, FleetState.DUE, 1L, FleetState.WAITING, 1L));
        assertThat(fleet.run(specs).counts()).isEqualTo(Map.of(FleetState.OUTCOME_UNKNOWN, 1L, FleetState.VALID, 2L));
    }

    @Test
    void an_invalid_request_does_not_stop_the_others() {
        CertificateSpec invalid = regfish("a")
                .replaces(CertificateId.parse("certbridge-certificate:regfish:live:other:4711"))
                .build();
        CertificateSpec valid = regfish("b").build();
        FleetReport report = fleet.run(invalid, valid);
        assertThat(report.counts()).isEqualTo(Map.of(FleetState.FAILED, 1L, FleetState.VALID, 1L));
        assertThat(report.entries().get(0).message())
                .startsWith("not ordered: ")
                .contains("account");
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void the_files_that_a_person_has_to_serve_are_named() {
        fleet.close();
        fleet = new TestFleet(folder, 5);
        CertificateSpec spec = realtime("shop").dcv(DcvMethod.FILE).build();
        FleetEntry entry = single(fleet.builder().build().run(List.of(spec), Duration.ZERO), FleetState.WAITING);
        assertThat(entry.message()).containsPattern("; serve \".+\" at .*shop\\.example\\.com/\\.well-known/");
    }

    @Test
    void an_order_that_ended_is_placed_again_at_most_twice() {
        CertificateSpec spec = realtime("shop").build();
        fleet.realtime.ordersEnd(OrderOutcome.FAILED);

        List<String> intents = new ArrayList<>();
        for (int day = 0; day < 8; day++) {
            FleetReport report = fleet.run(spec);
            only(report, FleetState.FAILED);
            report.ordered().forEach(intent -> intents.add(intent.name()));
            only(fleet.run(spec), FleetState.FAILED);
            fleet.time.advance(Duration.ofHours(25));
        }
        assertThat(intents).containsExactly("shop/first", "shop/first/2", "shop/first/3");
        assertThat(fleet.orders()).isEqualTo(3);
        assertThat(fleet.plan(spec).entries().get(0).message()).contains("shop/first/4");
    }

    @Test
    void an_order_that_waits_for_a_person_is_reported() {
        fleet.realtime.requiresAttention();
        CertificateSpec spec = realtime("shop").build();

        only(fleet.run(spec), FleetState.ACTION_REQUIRED);
        assertThat(fleet.state(spec)).isEqualTo(FleetState.ACTION_REQUIRED);
        assertThat(fleet.run(spec).worst()).isEqualTo(FleetState.ACTION_REQUIRED);
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void a_price_above_the_limit_is_refused_and_ordered_when_the_limit_is_raised() {
        CertificateSpec cheap = CertificateSpec.builder(
                        "shop", "realtime", "ssl_example_dv", Spending.upTo("EUR", "1.00"))
                .names(List.of("shop.example.com"))
                .build();

        only(fleet.run(cheap), FleetState.FAILED);
        assertThat(fleet.orders()).isZero();
        only(fleet.run(realtime("shop").build()), FleetState.VALID);
    }

    @Test
    void a_specification_can_change_after_a_refusal() {
        CertificateSpec cheap = CertificateSpec.builder(
                        "shop", "realtime", "ssl_example_dv", Spending.upTo("EUR", "1.00"))
                .names(List.of("old.example.com"))
                .build();
        fleet.run(cheap);

        only(fleet.run(realtime("shop").keyType(KeyType.EC_P384).build()), FleetState.VALID);
        assertThat(KeyType.find(fleet.deployment.live.get("shop").leaf().getPublicKey()))
                .contains(KeyType.EC_P384);
    }

    @Test
    void a_key_that_was_created_for_a_refused_order_is_replaced_when_the_key_type_changes() {
        String body = "{\"success\":false,\"message\":\"refused\"}";
        fleet.regfish.when("createCertificate").once().answers(400, body, Map.of("Content-Type", "application/json"));
        only(fleet.run(regfish("shop").build()), FleetState.FAILED);

        FleetReport report = fleet.run(regfish("shop").keyType(KeyType.EC_P384).build());
        only(report, FleetState.VALID);
        assertThat(report.ordered()).extracting(Object::toString).containsExactly("shop/first");
        assertThat(KeyType.find(fleet.deployment.live.get("shop").leaf().getPublicKey()))
                .contains(KeyType.EC_P384);
    }

    @Test
    void a_halted_book_stops_orders_but_not_deliveries() {
        fleet.close();
        fleet = new TestFleet(folder, 2);
        CertificateSpec open = realtime("open").build();
        only(fleet.run(open), FleetState.WAITING);
        fleet.book.halt("a test");

        CertificateSpec due = realtime("due").build();
        for (int runs = 0; runs < 3; runs++) {
            fleet.run(open, due);
        }
        FleetReport report = fleet.run(open, due);
        assertThat(report.entries()).extracting(FleetEntry::state).containsExactly(FleetState.VALID, FleetState.DUE);
        assertThat(report.entries().get(1).message()).contains("halted: a test");
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void a_failed_delivery_is_repeated_without_an_order() {
        CertificateSpec spec = regfish("shop").build();
        fleet.deployment.readOnly = true;
        only(fleet.run(spec), FleetState.DELIVERY_FAILED);
        fleet.deployment.readOnly = false;
        fleet.deployment.commandFails = true;
        only(fleet.run(spec), FleetState.DELIVERY_FAILED);
        only(fleet.run(spec), FleetState.DELIVERY_FAILED);
        fleet.deployment.commandFails = false;
        only(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(1);
    }

    @Test
    void nothing_is_ordered_while_the_deployed_certificate_cannot_be_read() {
        fleet.deployment.unreadable = true;
        only(fleet.run(regfish("shop").build()), FleetState.DELIVERY_FAILED);
        assertThat(fleet.orders()).isZero();
    }

    @Test
    void a_plan_has_the_highest_price_and_changes_nothing() {
        FleetPlan plan = fleet.plan(
                realtime("a").build(), realtime("b").build(), regfish("c").build());

        assertThat(plan.due()).hasSize(3);
        assertThat(plan.mostExpensive()).isEqualTo(Map.of("EUR", Money.of("EUR", "50.00")));
        assertThat(plan.unquoted()).isEqualTo(1);
        assertThat(fleet.orders()).isZero();
        assertThat(fleet.regfish.journal().received("createCertificate")).isZero();
        assertThat(folder.resolve("keys").toFile().list()).as("keys").isEmpty();
    }

    @Test
    void two_specifications_with_one_id_are_refused() {
        assertThatThrownBy(() ->
                        fleet.run(regfish("shop").build(), realtime("shop").build()))
                .hasMessage("two specifications have the id \"shop\"");
        assertThatThrownBy(() -> fleet.run(CertificateSpec.builder("shop", "other", "p", Spending.unquoted())
                        .names(List.of("shop.example.com"))
                        .build()))
                .hasMessageContaining("is not known. Known resellers: realtime, regfish");
    }

    @Test
    void an_order_that_a_person_found_is_delivered() {
        CertificateSpec spec = regfish("shop").build();
        fleet.regfish.when("createCertificate").afterBooking().once().fault(WireFault.DROPPED);
        only(fleet.run(spec), FleetState.OUTCOME_UNKNOWN);
        fleet.time.advance(Duration.ofMinutes(10));
        var attempt = fleet.book.unresolved().get(0);
        Reconciliation found =
                fleet.resellers(fleet.book).get("regfish").orders().reconcile(attempt);
        if (found instanceof Reconciliation.Candidates candidates) {
            fleet.book.settle(attempt, Reconciliation.placed(candidates.ids().get(0)));
        }
        only(fleet.run(spec), FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(1);
    }
}
