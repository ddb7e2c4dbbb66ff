package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on offer, and for how much. Nothing is ordered by asking. */
class PriceTest {

    @TempDir
    private Path folder;

    @Test
    void products_of_every_stub_are_listed_by_reseller() {
        CliRun run = CliRun.of("products").requireDone();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("realtime +ssl_example_dv +dv +Example DV .*months.*"))
                .anyMatch(line -> line.matches("regfish +RapidSSL +dv +RapidSSL"));
        JsonNode products = CliRun.of("products", "--reseller", "realtime", "--json")
                .requireDone()
                .json()
                .get("products");
        assertThat(products).allSatisfy(product -> {
            assertThat(CliRun.members(product)).containsExactly("reseller", "id", "name", "validation", "validities");
            assertThat(product.get("reseller").textValue()).isEqualTo("realtime");
        });
        assertThat(products.get(0).get("validities").toString()).contains("\"6m\"");
    }

    @Test
    void a_price_is_told_where_there_is_one_and_nothing_is_ordered() {
        try (ServedStub served = ServedStub.of("realtime", folder)) {
            CliRun run = served.at("quote", ServedStub.NAME, "shop.example.com").requireDone();
            assertThat(run.out()).contains("ssl_example_multi", "EUR:55.00");
            JsonNode quote = served.at("quote", ServedStub.NAME, "--validity", "12m", "--json")
                    .requireDone()
                    .json()
                    .get("quotes")
                    .get(0);
            assertThat(CliRun.members(quote))
                    .containsExactly("reseller", "product", "names", "validity", "quoted", "total", "lines");
            assertThat(quote.get("quoted").booleanValue()).isTrue();
            assertThat(quote.get("validity").textValue()).isEqualTo("12m");
            assertThat(CliRun.members(quote.get("lines").get(0)))
                    .containsExactly("product", "action", "quantity", "cents", "refundable");
            assertThat(served.stub().ledger().orders()).isZero();
        }
    }

    @Test
    void a_reseller_without_prices_says_so_before_anything_is_sent() {
        try (ServedStub served = ServedStub.of("regfish", folder)) {
            CliRun run = served.at("quote", ServedStub.NAME).requireOneLine();
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("regfish", "no price");
            assertThat(served.stub().journal().received()).isZero();
        }
        JsonNode both =
                CliRun.of("quote", ServedStub.NAME, "--json").requireDone().json();
        assertThat(both.get("quotes")).hasSize(2);
        assertThat(both.get("quotes").get(1).get("quoted").booleanValue()).isFalse();
        assertThat(both.get("quotes").get(1).get("total").isNull()).isTrue();
    }

    @Test
    void with_a_book_the_key_of_a_question_is_kept_in_case_it_is_taken_for_an_order() {
        try (ServedStub served = ServedStub.of("realtime", folder)) {
            served.booked("quote", ServedStub.NAME).requireDone();
            assertThat(folder.resolve("orders.db.quoted")).isDirectoryContaining("glob:**.privkey.pem");
            assertThat(served.stub().ledger().orders()).isZero();
        }
    }
}
