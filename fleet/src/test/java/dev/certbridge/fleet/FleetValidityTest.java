package dev.certbridge.fleet;

import static dev.certbridge.fleet.TestFleet.realtime;
import static dev.certbridge.fleet.TestFleet.regfish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.order.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The validity that a run orders. */
class FleetValidityTest extends FleetFixture {

    @Test
    void orders_shorter_certificates_when_the_limit_drops() {
        fleet.time.advance(Duration.between(TestFleet.START, Instant.parse("2027-03-14T12:00:00Z")));
        CertificateSpec[] specs = {regfish("a").build(), realtime("b").build()};
        FleetReport report = fleet.run(specs);

        only(report, FleetState.VALID);
        assertThat(report.ordered())
                .extracting(intent ->
                        fleet.book.attempts(intent).get(0).request().validity().orElseThrow())
                .containsExactlyInAnyOrder(Validity.days(99), Validity.months(3));
    }

    @Test
    void a_product_that_is_only_sold_for_longer_terms_needs_a_validity() {
        CertificateSpec.Builder yearly = CertificateSpec.builder(
                        "shop", "realtime", "ssl_comodo_positive", TestFleet.LIMIT)
                .names(List.of("shop.example.com"));

        FleetEntry planned = fleet.plan(yearly.build()).entries().get(0);
        assertThat(planned.state()).isEqualTo(FleetState.FAILED);
        assertThat(planned.message()).contains("is longer than 199 days").contains("set validity");
        only(fleet.run(yearly.build()), FleetState.FAILED);
        assertThat(fleet.orders()).isZero();
        assertThat(folder.resolve("keys").toFile().list()).as("keys").isEmpty();

        only(fleet.run(yearly.validity(Validity.months(12)).build()), FleetState.VALID);
    }

    @Test
    void a_long_validity_gets_a_warning_before_the_order() {
        List<String> warnings = new ArrayList<>();
        FleetListener listener = new FleetListener() {
            @Override
            public void changed(FleetEntry entry) {}

            @Override
            public void warned(CertificateSpec spec, String warning) {
                warnings.add(warning);
            }
        };
        fleet.builder()
                .listener(listener)
                .build()
                .run(List.of(realtime("shop").validity(Validity.months(12)).build()), Duration.ZERO);
        assertThat(warnings)
                .anySatisfy(warning -> assertThat(warning)
                        .contains("12 months is too long: one certificate is valid for at most 199 days"));
    }
}
