package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of exit codes, provoked by reserved names of the stubs and by limits. */
class ExitCodeTest {

    @TempDir
    private Path out;

    @ParameterizedTest
    @CsvSource({
        "realtime, insufficientcredit.400.requestcertificate.fail.example, 3",
        "realtime, constraintviolation.400.requestcertificate.fail.example, 3",
        "realtime, objectexists.400.requestcertificate.fail.example, 4",
        "realtime, 502.requestcertificate.fail.example, 4",
        "regfish, 400.createcertificate.fail.example, 3",
        "regfish, 409.createcertificate.fail.example, 3",
        "regfish, 502.createcertificate.fail.example, 4"
    })
    void a_reserved_name_exits_with_the_code_of_its_outcome(String reseller, String name, int exit) {
        CliRun run = order(name, "--reseller", reseller).requireOneLine();
        assertThat(run.exit()).isEqualTo(exit);
        assertThat(run.err()).contains(reseller).containsPattern("\\b(400|409|502)\\b");
        assertThat(run.values("order")).isEmpty();
    }

    @Test
    void order_prints_where_a_person_has_to_act() {
        CliRun run = order("shop.example.net", "--reseller", "regfish", "--product", "SecureSite")
                .requireFailed(6);
        assertThat(run.err()).containsIgnoringCase("organization");
        assertThat(run.values("act at"))
                .singleElement()
                .satisfies(url -> assertThat(url).startsWith("https://").endsWith("/complete"));
    }

    @Test
    void a_product_that_does_not_take_the_names_is_rejected_with_its_rule() {
        order("*.example.com", "example.com", "--reseller", "regfish")
                .requireFailed(
                        3,
                        "The order was not accepted: The product does not take these names: RapidSSLWildcard takes only wildcards, not example.com");
        order("www.example.com", "*.example.com", "--reseller", "regfish", "--product", "RapidSSL")
                .requireFailed(3, "RapidSSL takes no wildcards such as *.example.com");

        order("example.com", "*.example.com", "--reseller", "realtime", "--product", "ssl_example_dv")
                .requireFailed(
                        3,
                        "a single-domain product takes one name without a wildcard; only www.example.com may be added");
        CliRun star = order("*.example.com", "--reseller", "realtime", "--product", "ssl_example_dv")
                .requireOneLine();
        assertThat(star.err()).contains("a single-domain product takes no wildcard; order a wildcard product");
        order("*.example.com", "shop.example.com", "--reseller", "realtime", "--product", "ssl_example_wildcard")
                .requireFailed(
                        3,
                        "a wildcard product takes one wildcard as its first name, and optionally its base domain; other names");
    }

    @Test
    void of_two_resellers_an_unknown_outcome_wins() {
        CliRun unknown = order("502.createcertificate.fail.example").requireExit(4);
        assertThat(unknown.values("cost")).as("the other one went on").hasSize(1);

        CliRun both = order(
                        "insufficientcredit.400.requestcertificate.fail.example", "502.createcertificate.fail.example")
                .requireExit(4);
        assertThat(both.err().lines()).hasSize(2).allMatch(line -> line.startsWith("certbridge: "));
    }

    @Test
    void a_limit_below_the_price_is_rejected_and_orders_nothing() {
        CliRun run = order("www.example.com", "--reseller", "realtime", "--spend-up-to", "EUR:1.00")
                .requireFailed(3, "nothing was ordered", "EUR:25.00", "EUR:1.00");
        assertThat(run.values("order")).isEmpty();
    }

    @Test
    void a_limit_that_one_reseller_cannot_enforce_stops_the_order_at_the_other_too() {
        CliRun run = order("www.example.com", "--spend-up-to", "EUR:25.00")
                .requireFailed(2, "regfish", "nothing was sent", "no price");
        assertThat(run.values("cost")).isEmpty();
        assertThat(out.resolve("realtime")).doesNotExist();
        assertThat(out.resolve("regfish")).doesNotExist();
    }

    @Test
    void a_term_in_one_resellers_unit_stops_the_order_at_the_other_too() {
        order("www.example.com", "--validity", "6m").requireFailed(2, "regfish", "days");
        assertThat(out.resolve("realtime")).doesNotExist();
    }

    @Test
    void unquoted_orders_at_any_price_but_keeps_a_limit_where_it_can() {
        CliRun any = order("www.example.com", "--unquoted").requireDone();
        assertThat(any.values("price")).containsOnly("not quoted, ordered without a limit");

        CliRun limited = order("shop.example.com", "--unquoted", "--spend-up-to", "EUR:25.00")
                .requireDone();
        assertThat(limited.values("price"))
                .containsExactlyInAnyOrder("up to EUR:25.00", "not quoted, ordered without a limit");
    }

    private CliRun order(String... arguments) {
        return CliRun.order(List.of("--out", out.toString()), arguments);
    }
}
