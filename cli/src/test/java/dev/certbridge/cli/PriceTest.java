package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of products, quotes and charges. */
class PriceTest extends StubbedCommandTest {

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
            CliRun.requireMembers(product, "reseller id name validation validities");
            assertThat(product.get("reseller").textValue()).isEqualTo("realtime");
        });
        assertThat(products.get(0).get("validities").toString()).contains("\"6m\"");
    }

    @Test
    void a_quoted_price_is_printed_and_nothing_is_ordered() {
        ServedStub served = serve("realtime");
        CliRun run = served.at("quote", ServedStub.NAME, "shop.example.com").requireDone();
        assertThat(run.out()).contains("ssl_example_multi", "EUR:55.00");
        JsonNode quote = served.at("quote", ServedStub.NAME, "--validity", "12m", "--json")
                .requireDone()
                .json()
                .get("quotes")
                .get(0);
        CliRun.requireMembers(quote, "reseller product names validity quoted total lines");
        assertThat(quote.get("quoted").booleanValue()).isTrue();
        assertThat(quote.get("validity").textValue()).isEqualTo("12m");
        CliRun.requireMembers(quote.get("lines").get(0), "product action quantity cents refundable");
        assertThat(served.stub().ledger().orders()).isZero();
    }

    @Test
    void quote_is_refused_at_a_reseller_that_quotes_no_prices_before_anything_is_sent() {
        ServedStub served = serve("regfish");
        served.at("quote", ServedStub.NAME).requireFailed(2, "regfish", "no price");
        assertThat(served.stub().journal().received()).isZero();
        JsonNode both =
                CliRun.of("quote", ServedStub.NAME, "--json").requireDone().json();
        assertThat(both.get("quotes")).hasSize(2);
        assertThat(both.get("quotes").get(1).get("quoted").booleanValue()).isFalse();
        assertThat(both.get("quotes").get(1).get("total").isNull()).isTrue();
    }

    @Test
    void the_key_of_a_quote_is_kept_beside_the_book() {
        ServedStub served = serve("realtime");
        served.booked("quote", ServedStub.NAME).requireDone();
        assertThat(folder.resolve("orders.db.quoted")).isDirectoryContaining("glob:**.privkey.pem");
        assertThat(served.stub().ledger().orders()).isZero();
    }

    private static final String[] UP_TO_25 = {"--spend-up-to", "EUR:25.00", "--json"};

    @ParameterizedTest
    @CsvSource({"FAILED, EUR:25.00,", "FAILED_AND_REFUNDED, EUR:25.00, EUR:25.00"})
    void the_charge_and_the_refund_of_an_ended_order_are_in_the_document(
            OrderOutcome ending, String charged, String refunded) {
        ServedStub served = serve(RealtimeStub.start().ordersEnd(ending));
        CliRun run = served.buy("shop/1", UP_TO_25);
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        JsonNode result = run.result();
        assertThat(result.get("failure").textValue()).isEqualTo("OrderEnded");
        assertThat(result.get("charged").textValue()).isEqualTo(charged);
        assertThat(result.path("refunded").textValue()).isEqualTo(refunded);
        assertThat(result.get("id").textValue()).startsWith("certbridge:realtime:");
        assertThat(result.get("exit").intValue()).isEqualTo(1);
    }

    @Test
    void an_overcharge_is_in_the_document() {
        ServedStub served = serve(RealtimeStub.start().chargesMoreThanQuoted(500));
        CliRun run = served.buy("shop/1", UP_TO_25);
        assertThat(run.exit()).as(run.err()).isEqualTo(4);
        JsonNode result = run.result();
        assertThat(result.get("failure").textValue()).isEqualTo("Overspent");
        assertThat(result.get("charged").textValue()).isEqualTo("EUR:30.00");
        assertThat(result.get("id").textValue()).startsWith("certbridge:realtime:");
    }

    @Test
    void an_overcharge_that_is_seen_after_the_certificate_was_written_is_not_done() {
        ServedStub served = serve("realtime");
        Path certificate = served.written().folder().resolve("fullchain.pem");
        served.stub()
                .answer(
                        "getProcess",
                        CannedFailure.altered(reply -> new Reply(
                                        reply.status(),
                                        reply.headers(),
                                        new String(reply.body(), UTF_8)
                                                .replaceAll("\"EUR\" *: *2500", "\"EUR\":3000")
                                                .getBytes(UTF_8)))
                                .where(call -> Files.exists(certificate))
                                .always());
        CliRun run = served.buy("shop/1", UP_TO_25);
        assertThat(run.exit()).as(run.err()).isEqualTo(4);
        JsonNode result = run.result();
        assertThat(result.get("failure").textValue()).isEqualTo("Overspent");
        assertThat(result.get("charged").textValue()).isEqualTo("EUR:30.00");
        assertThat(certificate).exists();
    }

    @EveryReseller
    void an_order_succeeds_when_the_list_of_products_cannot_be_read(String reseller) {
        ServedStub served = serve(reseller);
        for (int read = 0; read < 10; read++) {
            served.stub().answer("listProducts", CannedFailure.status(500));
        }
        CliRun run = served.order().requireDone();
        assertThat(run.values("product")).singleElement().asString().contains("(list not available)");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_order_whose_price_was_not_compared_is_listed() {
        ServedStub served = serve("realtime");
        OrderRequest request = OrderRequest.builder("ssl_example")
                .csr(KeyAndCsr.ecP256("shop.example.com").csr())
                .build();
        ResellerAccount place = new ResellerAccount("realtime", "live", "example-handle");
        OrderId id = place.orderId("4711", request);
        try (SpendLog book = SpendLog.of(ServedStub.openBook(served.book()))) {
            Optional<Money> limit = Optional.of(Money.of("EUR", "25.00"));
            Duration minute = Duration.ofMinutes(1);
            Attempt attempt = book.begin(
                    OperationRef.of("realtime", "test"),
                    SpendRequest.of(Intent.of("shop/1"), place.target(), request),
                    new SpendTerms(SpendType.ORDER, minute, minute, Optional.empty(), Optional.empty(), limit));
            book.settle(attempt, Attempt.State.ACCEPTED, Optional.of(id));
        }
        CliRun listed = served.book("unresolved").requireDone();
        assertThat(listed.out())
                .contains("the charge of " + id + " was not compared with the limit yet")
                .doesNotContain("nothing is unresolved");
        JsonNode json = served.book("unresolved", "--json").requireDone().json();
        assertThat(json.get("uncompared"))
                .singleElement()
                .satisfies(one -> assertThat(one.get("id").asText()).isEqualTo(id.toString()));
    }
}
