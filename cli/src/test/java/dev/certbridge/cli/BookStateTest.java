package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.CannedFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of orders that the order book keeps from run to run. */
class BookStateTest extends StubbedCommandTest {

    @EveryReseller
    void the_same_intent_again_orders_nothing_and_keeps_its_key(String reseller) throws Exception {
        ServedStub served = serveSlow(reseller);
        CliRun first = served.buy("shop/1", "--timeout", "1").requireExit(5);
        Path vault = folder.resolve("orders.db.keys");
        assertThat(first.values("key")).singleElement().asString().contains(vault.toString());
        Path key = onlyKey(vault);
        String before = Files.readString(key);
        assertThat(served.written().folder()).as("the key waits in the vault").doesNotExist();

        CliRun second = served.buy("shop/1").requireDone();

        assertThat(second.values("order")).isEqualTo(first.values("order"));
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        assertThat(served.written().text("privkey.pem")).isEqualTo(before);
        served.written().requireKey();
        served.written().requireChain();
    }

    @EveryReseller
    void await_finds_the_key_of_the_intent(String reseller) throws Exception {
        ServedStub served = serveSlow(reseller);
        String id = served.pending("shop/1");
        served.run("await", id, "--book", served.book().toString(), "--out", served.out())
                .requireDone();
        served.written().requireKey();
    }

    @EveryReseller
    void await_finds_the_key_of_an_order_that_the_book_does_not_know(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        served.lose();
        served.run("await", served.lostId(), "--book", served.book().toString(), "--out", served.out())
                .requireDone();
        served.written().requireKey();
    }

    @EveryReseller
    void another_request_with_the_same_intent_is_refused(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        served.buy("shop/1").requireDone();
        served.booked("order", "shop.example.com", "--intent", "shop/1", "--out", served.out(), "--csr", csr())
                .requireFailed(3, "shop/1", "nothing was sent");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @EveryReseller
    void other_names_under_the_same_intent_are_refused_for_the_intent(String reseller) {
        ServedStub served = serve(reseller);
        served.buy("shop/1").requireDone();
        CliRun other = served.booked("order", "shop.example.com", "--intent", "shop/1", "--out", served.out())
                .requireFailed(3);
        assertThat(other.err()).contains("intent \"shop/1\"", ServedStub.NAME).doesNotContain("CSR");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @EveryReseller
    void corrected_names_are_ordered_under_the_intent_of_a_refused_request(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        served.booked("order", "www.shop.local", "--intent", "shop/1", "--out", served.out())
                .requireExit(2);
        served.buy("shop/1").requireDone();
        served.written().requireKey();
    }

    @EveryReseller
    void an_order_whose_answer_was_lost_is_unresolved_until_a_person_settles_it(String reseller) {
        ServedStub served = serve(reseller);
        served.lose();
        served.buy("shop/1").requireFailed(4);
        assertThat(served.stub().ledger().orders()).isEqualTo(1);

        CliRun listed = served.book("unresolved").requireDone();
        assertThat(listed.out()).contains("1  unknown  order of \"shop/1\" at " + reseller, ServedStub.NAME);
        JsonNode attempt = served.book("unresolved", "--json")
                .requireDone()
                .json()
                .get("attempts")
                .get(0);
        CliRun.requireMembers(attempt, "number intent verb target state begun over product names validity answered id");

        CliRun settled =
                served.booked("reconcile", "1", "--order", served.lostId()).requireDone();
        assertThat(settled.out()).contains("attempt 1 of \"shop/1\" became " + served.lostId());
        assertThat(served.book("unresolved").out()).contains("nothing is unresolved");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @EveryReseller
    void an_order_that_is_not_there_settles_nothing(String reseller) {
        ServedStub served = serve(reseller);
        served.lose();
        String missing = reseller.equals("regfish") ? "7ZKAAAAAAAAAA" : "999999999";
        String id =
                served.lostId().replace(":" + OrderId.parse(served.lostId()).providerId() + ":", ":" + missing + ":");
        served.booked("reconcile", "1", "--order", id).requireFailed(4);
        assertThat(served.book("unresolved").out()).contains("shop/1");
    }

    @EveryReseller
    void an_abandoned_attempt_frees_its_intent(String reseller) {
        ServedStub served = serve(reseller);
        served.failOrder(CannedFailure.drop());
        assertThat(served.stub().ledger().orders()).isZero();

        served.book("abandon", "1", "--reason", " ").requireFailed(4);
        CliRun given = served.book("abandon", "1", "--reason", "not in the console", "--json")
                .requireDone();
        CliRun.requireMembers(given.json(), "attempt intent reason");
        served.book("abandon", "1", "--reason", "again").requireFailed(2);

        served.buy("shop/1").requireDone();
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_attempt_that_a_wrong_clock_locked_is_abandoned_by_force_and_with_a_reason() throws Exception {
        ServedStub served = serve("realtime");
        Path rescued = Files.createDirectories(folder.resolve("rescued"));
        // What a clock that was 300 days ahead left behind.
        Duration ahead = Duration.ofDays(300);
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(served.book(), rescued))) {
            OrderRequest request = OrderRequest.builder("ssl_example_dv")
                    .validity(Validity.months(6))
                    .csr(KeyAndCsr.ecP256(ServedStub.NAME).csr())
                    .build();
            SpendRequest spend = SpendRequest.of(
                    Intent.of("shop/1"),
                    OrderId.parse("certbridge:" + served.target() + ":order:x:-:-")
                            .target(),
                    request);
            book.begin(OperationRef.of("realtime", "test"), spend, SpendTerms.of(SpendType.ORDER, ahead, ahead));
        }
        served.book("abandon", "1", "--reason", "not in the console")
                .requireFailed(1, "may be in progress until", "--force");
        served.book("abandon", "1", "--force").requireFailed(4);
        served.book("abandon", "1", "--force", "--reason", "clock was wrong, not in the console")
                .requireDone();
        assertThat(served.book("unresolved").out()).contains("nothing is unresolved");
        served.buy("shop/1").requireDone();
    }

    @Test
    void a_budget_bounds_what_orders_cost_together() {
        ServedStub served = serve("realtime");
        CliRun set = served.book("budget", "spring", "--orders", "5", "--money", "EUR:30.00", "--json")
                .requireDone();
        CliRun.requireMembers(set.json(), "budget orders money ordersLeft centsLeft");
        served.buy("shop/1", "--budget", "spring", "--spend-up-to", "EUR:25.00").requireDone();
        assertThat(served.book("budget", "spring").requireDone().out())
                .contains("4 of 5 orders and 500 of 3000 cents of EUR");
        served.booked("order shop.example.com --intent shop/2 --budget spring --spend-up-to EUR:25.00 --out "
                        + served.out())
                .requireFailed(3);
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        served.book("budget", "autumn").requireFailed(2);
        served.book("budget", "autumn", "--orders", "1").requireFailed(2);
    }

    @Test
    void a_halted_book_orders_nothing_until_a_person_resumes_it() {
        ServedStub served = serve("realtime");
        try (SpendLog book = SpendLog.of(ServedStub.openBook(served.book()))) {
            book.halt("overspent");
        }
        served.buy("shop/1", "--spend-up-to", "EUR:25.00").requireFailed(3);
        assertThat(served.book("unresolved").out()).contains("the book is halted: overspent");
        CliRun resumed = served.book("resume", "--reason", "refunded", "--json").requireDone();
        CliRun.requireMembers(resumed.json(), "wasHalted reason");
        served.buy("shop/1", "--spend-up-to", "EUR:25.00").requireDone();
    }

    @Test
    void reading_a_missing_book_does_not_create_it() {
        Path gone = folder.resolve("gone.db");
        for (String[] arguments : new String[][] {
            {"unresolved", "--book", gone.toString()},
            {"abandon", "1", "--reason", "looked", "--book", gone.toString()},
            {"resume", "--reason", "looked", "--book", gone.toString()},
            {"unresolved", "--reseller", "regfish", "--ote"},
            {"unresolved", "--book", folder.toString()},
            {"unresolved"},
            {"budget", "x", "--orders", "1", "--money", "EUR:1.00", "--book", gone + "/deeper"},
            {"reconcile", "--reseller", "regfish", "--stub-url", "http://127.0.0.1:1"},
            {"reconcile", "--reseller", "regfish", "--live", "--order", "certbridge:regfish:live:-:other:x:-:-"}
        }) {
            CliRun.of(arguments).requireFailed(2);
        }
        assertThat(gone).doesNotExist();
    }

    private String csr() throws IOException {
        String pem = KeyAndCsr.ecP256("shop.example.com").csr().pem();
        return Files.writeString(folder.resolve("other.csr"), pem).toString();
    }

    private static Path onlyKey(Path vault) throws IOException {
        try (Stream<Path> files = Files.walk(vault)) {
            List<Path> keys = files.filter(file -> file.toString().endsWith(".privkey.pem"))
                    .toList();
            assertThat(keys).hasSize(1);
            return keys.get(0);
        }
    }

    private static final String COMPOSED = "b\u00fcro-\u00e9-1";
    private static final String DECOMPOSED = Normalizer.normalize(COMPOSED, Normalizer.Form.NFD);

    @EveryReseller
    void composed_and_decomposed_letters_name_one_order_and_one_key(String reseller) throws Exception {
        ServedStub served = serveSlow(reseller);
        CliRun first = served.buy(DECOMPOSED, "--timeout", "1").requireExit(5);
        CliRun second = served.buy(COMPOSED).requireDone();
        assertThat(second.values("order")).isEqualTo(first.values("order"));
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        served.written().requireKey();
    }

    @Test
    void an_order_gets_the_key_that_it_was_placed_with_though_that_is_kept_under_an_older_spelling() throws Exception {
        ServedStub served = serveSlow("realtime");
        served.pending(COMPOSED);
        Path vault = folder.resolve("orders.db.keys");
        try (Stream<Path> files = Files.list(vault)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".pem")).toList()) {
                String name = file.getFileName().toString();
                Files.move(file, vault.resolve("bu%CC%88ro" + name.substring(name.indexOf("."))));
            }
        }
        served.buy(COMPOSED).requireDone();
        served.written().requireKey();
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {" shop/1", "shop/1 ", "\u00a0shop/1", "shop/1\u3000", "shop/1\u2003", "b\ufffdro"})
    void blanks_at_the_ends_and_replaced_characters_are_refused(String intent) {
        ServedStub served = serve("realtime");
        CliRun run = served.buy(intent).requireOneLine();
        assertThat(run.exit()).isIn(1, 2);
        assertThat(run.err()).containsPattern("blank|could not be decoded");
        assertThat(served.stub().journal().received()).isZero();
        assertThat(served.book()).doesNotExist();
    }

    @Test
    void a_replaced_character_in_any_argument_is_refused() {
        for (List<String> command : List.of(
                List.of("order", "www.example.com", "--budget", "fr\ufffdhling"),
                List.of("unresolved", "--book", "b\ufffdro.db"),
                List.of("products", "\ud800"))) {
            CliRun run = CliRun.of(command.toArray(String[]::new)).requireOneLine();
            assertThat(run.err()).contains("could not be decoded");
        }
    }
}
