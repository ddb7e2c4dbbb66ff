package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of successful orders and their files. */
class OrderTest {

    private static final String NAME = "www.example.com";

    @TempDir
    private Path out;

    @Test
    void one_name_is_ordered_at_both_resellers_and_verifies() throws Exception {
        CliRun run = order(NAME).requireDone();
        assertThat(run.err()).isEmpty();
        for (String reseller : List.of("regfish", "realtime")) {
            WrittenFiles written = WrittenFiles.at(out, reseller, NAME);
            assertThat(written.files())
                    .containsExactly("cert.pem", "chain.pem", "fullchain.pem", "privkey.pem", "request.pem");
            written.requireKey();
            written.requireChain();
            assertThat(written.openssl()).endsWith("cert.pem: OK");
            String serial = written.leaf().getSerialNumber().toString(16);
            assertThat(run.values("serial")).contains(serial);
            assertThat(run.values("valid"))
                    .contains(written.leaf().getNotBefore().toInstant() + " to "
                            + written.leaf().getNotAfter().toInstant());
        }
    }

    @Test
    void product_price_and_the_record_to_publish_are_printed() {
        CliRun run = order(NAME);

        assertThat(run.out()).contains("nothing real is sold");
        assertThat(run.out().lines()).contains("regfish", "realtime");
        assertThat(run.values("product")).anyMatch(text -> text.startsWith("RapidSSL (RapidSSL, dv), 199 days"));
        assertThat(run.values("product"))
                .anyMatch(text -> text.startsWith("ssl_example_dv (Example DV, dv), 6 months"));
        assertThat(run.values("price"))
                .containsExactlyInAnyOrder(
                        "the quoted EUR:25.00 for 1 x ssl_example_dv REQUEST", "not quoted, ordered without a limit");
        assertThat(run.values("order")).hasSize(2).allMatch(text -> text.startsWith("certbridge:"));
        assertThat(run.values("publish")).hasSize(2).allMatch(text -> text.contains("www.example.com CNAME "));
        assertThat(run.values("subject"))
                .hasSize(2)
                .allMatch(text -> text.startsWith("CN=www.example.com, for " + NAME));
        assertThat(run.values("issuer")).hasSize(2).allMatch(text -> text.contains("not trusted"));
        assertThat(run.values("cost"))
                .containsExactlyInAnyOrder("EUR:25.00 by the stub's ledger", "EUR:14.90 by the stub's ledger");
        assertThat(run.values("files")).hasSize(2).allMatch(text -> text.contains("privkey.pem"));
    }

    @Test
    void several_names_and_wildcards_pick_their_product() throws Exception {
        CliRun several = order(NAME, "shop.example.com").requireDone();
        assertThat(several.values("cost"))
                .containsExactlyInAnyOrder("EUR:55.00 by the stub's ledger", "EUR:14.90 by the stub's ledger");
        order("*.example.com").requireDone();
        for (String reseller : List.of("regfish", "realtime")) {
            WrittenFiles.at(out, reseller, NAME).requireChain();
            WrittenFiles.at(out, reseller, "_wildcard.example.com").requireKey();
        }
    }

    @Test
    void at_one_reseller_only() throws Exception {
        CliRun run = order(NAME, "--reseller", "regfish", "--validity", "30d", "--product", "SSL123")
                .requireDone();
        assertThat(out.resolve("realtime")).doesNotExist();
        WrittenFiles.at(out, "regfish", NAME).requireChain();
        assertThat(run.values("product")).containsExactly("SSL123 (SSL123, dv), 30 days");
        assertThat(run.values("cost")).containsExactly("EUR:39.00 by the stub's ledger");
    }

    @Test
    void a_csr_made_elsewhere_keeps_its_key_there() throws Exception {
        KeyAndCsr key = KeyAndCsr.ecP256(NAME);
        Path file = Files.writeString(out.resolve("mine.csr"), key.csr().pem());

        order(NAME, "--reseller", "realtime", "--csr", file.toString()).requireDone();
        WrittenFiles written = WrittenFiles.at(out, "realtime", NAME);
        assertThat(written.files()).containsExactly("cert.pem", "chain.pem", "fullchain.pem", "request.pem");
        assertThat(written.text("request.pem")).isEqualTo(key.csr().pem());
        assertThat(written.leaf().getPublicKey()).isEqualTo(key.csr().publicKey());
    }

    private CliRun order(String... arguments) {
        return CliRun.order(List.of("--out", out.toString()), arguments);
    }

    @Test
    void the_default_validity_follows_the_limit_of_the_day() {
        ResellerProvider regfish = ResellerProvider.named("regfish");
        Map<String, Integer> days = Map.of("2026-11-30", 199, "2027-03-13", 199, "2027-03-14", 99, "2029-03-14", 46);
        days.forEach((day, expected) -> {
            Clock clock = Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC);
            assertThat(ProductOptions.longest(regfish, clock)).isEqualTo(Validity.days(expected));
            ResellerProvider realtime = ResellerProvider.named("realtime");
            assertThat(ProductOptions.longest(realtime, clock)).isEqualTo(realtime.defaultValidity());
        });
    }

    @Test
    void a_validity_above_the_limit_of_the_day_gets_a_warning() {
        CliRun run = CliRun.of(
                "order", "www.example.com", "--reseller", "regfish", "--validity", "300d", "--out", out.toString());
        assertThat(run.err().lines().findFirst())
                .hasValueSatisfying(line ->
                        assertThat(line).startsWith("certbridge: warning: a validity of 300 days is longer than the "));
    }
}
