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
import dev.certbridge.stub.StubOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of orders that the order book keeps from run to run. */
class BookStateTest {

    @TempDir
    private Path folder;

    @EveryReseller
    void the_same_intent_again_orders_nothing_and_keeps_its_key(String reseller) throws Exception {
        try (ServedStub served =
                ServedStub.of(reseller, folder, StubOptions.defaults().looksUntilIssued(12))) {
            CliRun first = served.order("shop/1", List.of("--timeout", "1"));
            assertThat(first.exit()).as(first.err()).isEqualTo(5);
            Path vault = folder.resolve("orders.db.keys");
            Path key = onlyKey(vault);
            String before = Files.readString(key);
            assertThat(served.written().folder())
                    .as("the key waits in the vault")
                    .doesNotExist();

            CliRun second = served.order("shop/1", List.of()).requireDone();

            assertThat(second.values("order")).isEqualTo(first.values("order"));
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
            assertThat(served.written().text("privkey.pem")).isEqualTo(before);
            served.written().requireKey();
            served.written().requireChain();
        }
    }

    @EveryReseller
    void await_finds_the_key_of_the_intent(String reseller) throws Exception {
        try (ServedStub served =
                ServedStub.of(reseller, folder, StubOptions.defaults().looksUntilIssued(12))) {
            String id = served.order("shop/1", List.of("--timeout", "1"))
                    .values("order")
                    .get(0);
            served.run("await", id, "--book", served.book().toString(), "--out", served.out())
                    .requireDone();
            served.written().requireKey();
        }
    }

    @EveryReseller
    void await_finds_the_key_of_an_order_that_the_book_does_not_know(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            lose(served);
            served.run("await", lostId(served), "--book", served.book().toString(), "--out", served.out())
                    .requireDone();
            served.written().requireKey();
        }
    }

    @EveryReseller
    void another_request_with_the_same_intent_is_refused(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            served.order("shop/1", List.of()).requireDone();
            served.booked("order", "shop.example.com", "--intent", "shop/1", "--out", served.out(), "--csr", csr())
                    .requireFailed(3, "shop/1", "nothing was sent");
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void other_names_under_the_same_intent_are_refused_for_the_intent(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            served.order("shop/1", List.of()).requireDone();
            CliRun other = served.booked("order", "shop.example.com", "--intent", "shop/1", "--out", served.out())
                    .requireOneLine();
            assertThat(other.exit()).isEqualTo(3);
            assertThat(other.err())
                    .contains("intent \"shop/1\"", ServedStub.NAME)
                    .doesNotContain("CSR");
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void corrected_names_are_ordered_under_the_intent_of_a_refused_request(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            CliRun refused = served.booked("order", "www.shop.local", "--intent", "shop/1", "--out", served.out());
            assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
            served.order("shop/1", List.of()).requireDone();
            served.written().requireKey();
        }
    }

    @EveryReseller
    void an_order_whose_answer_was_lost_is_unresolved_until_a_person_settles_it(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            lose(served);
            served.order("shop/1", List.of()).requireFailed(4);
            assertThat(served.stub().ledger().orders()).isEqualTo(1);

            CliRun listed = served.book("unresolved").requireDone();
            assertThat(listed.out()).contains("1  unknown  order of \"shop/1\" at " + reseller, ServedStub.NAME);
            JsonNode attempt = served.book("unresolved", "--json")
                    .requireDone()
                    .json()
                    .get("attempts")
                    .get(0);
            assertThat(CliRun.members(attempt))
                    .isEqualTo(List.of("number intent verb target state begun over product names validity answered id"
                            .split(" ")));

            CliRun settled =
                    served.booked("reconcile", "1", "--order", lostId(served)).requireDone();
            assertThat(settled.out()).contains("attempt 1 of \"shop/1\" became " + lostId(served));
            assertThat(served.book("unresolved").out()).contains("nothing is unresolved");
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void an_order_that_is_not_there_settles_nothing(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            lose(served);
            String missing = reseller.equals("regfish") ? "7ZKAAAAAAAAAA" : "999999999";
            String id = lostId(served).replace(":" + lostOrder(served) + ":", ":" + missing + ":");
            served.booked("reconcile", "1", "--order", id).requireFailed(4);
            assertThat(served.book("unresolved").out()).contains("shop/1");
        }
    }

    @EveryReseller
    void an_abandoned_attempt_frees_its_intent(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            served.stub().answer(ordering(served), CannedFailure.drop());
            assertThat(served.order("shop/1", List.of("--unquoted")).exit()).isEqualTo(4);
            assertThat(served.stub().ledger().orders()).isZero();

            served.book("abandon", "1", "--reason", " ").requireFailed(4);
            CliRun given = served.book("abandon", "1", "--reason", "not in the console", "--json")
                    .requireDone();
            assertThat(CliRun.members(given.json())).containsExactly("attempt", "intent", "reason");
            served.book("abandon", "1", "--reason", "again").requireFailed(2);

            served.order("shop/1", List.of()).requireDone();
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @Test
    void an_attempt_that_a_wrong_clock_locked_is_abandoned_by_force_and_with_a_reason() throws Exception {
        try (ServedStub served = ServedStub.of("realtime", folder)) {
            Path rescued = Files.createDirectories(folder.resolve("rescued"));
            // What a clock that was 300 days ahead left behind.
            Duration ahead = Duration.ofDays(300);
            try (SpendLog book = SpendLog.of(OrderBooks.sqlite(served.book(), rescued))) {
                OrderRequest request = OrderRequest.builder("ssl_example_dv")
                        .validity(Validity.months(6))
                        .csr(KeyAndCsr.ecP256(ServedStub.NAME).csr())
                        .build();
                SpendRequest wish = SpendRequest.of(
                        Intent.of("shop/1"),
                        OrderId.parse("certbridge:" + served.target() + ":order:x:-:-")
                                .target(),
                        request);
                book.begin(OperationRef.of("realtime", "test"), wish, SpendTerms.of(SpendType.ORDER, ahead, ahead));
            }
            served.book("abandon", "1", "--reason", "not in the console")
                    .requireFailed(1, "may be in progress until", "--force");
            served.book("abandon", "1", "--force").requireFailed(4);
            served.book("abandon", "1", "--force", "--reason", "clock was wrong, not in the console")
                    .requireDone();
            assertThat(served.book("unresolved").out()).contains("nothing is unresolved");
            served.order("shop/1", List.of()).requireDone();
        }
    }

    @Test
    void a_budget_bounds_what_orders_cost_together() {
        try (ServedStub served = ServedStub.of("realtime", folder)) {
            CliRun set = served.book("budget", "spring", "--orders", "5", "--money", "EUR:30.00", "--json")
                    .requireDone();
            assertThat(CliRun.members(set.json()))
                    .containsExactly("budget", "orders", "money", "ordersLeft", "centsLeft");
            served.order("shop/1", List.of("--budget", "spring", "--spend-up-to", "EUR:25.00"))
                    .requireDone();
            assertThat(served.book("budget", "spring").requireDone().out())
                    .contains("4 of 5 orders and 500 of 3000 cents of EUR");
            served.booked("order shop.example.com --intent shop/2 --budget spring --spend-up-to EUR:25.00 --out "
                            + served.out())
                    .requireFailed(3);
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
            served.book("budget", "autumn").requireFailed(2);
            served.book("budget", "autumn", "--orders", "1").requireFailed(2);
        }
    }

    @Test
    void a_halted_book_orders_nothing_until_a_person_resumes_it() {
        try (ServedStub served = ServedStub.of("realtime", folder)) {
            try (SpendLog book = SpendLog.of(ServedStub.openBook(served.book()))) {
                book.halt("overspent");
            }
            served.order("shop/1", List.of("--spend-up-to", "EUR:25.00")).requireFailed(3);
            assertThat(served.book("unresolved").out()).contains("the book is halted: overspent");
            CliRun resumed =
                    served.book("resume", "--reason", "refunded", "--json").requireDone();
            assertThat(CliRun.members(resumed.json())).containsExactly("wasHalted", "reason");
            served.order("shop/1", List.of("--spend-up-to", "EUR:25.00")).requireDone();
        }
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

    private static void lose(ServedStub served) {
        served.stub().answer(ordering(served), CannedFailure.drop().afterBooking());
        assertThat(served.order("shop/1", List.of("--unquoted")).exit()).isEqualTo(4);
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    private static String ordering(ServedStub served) {
        return served.stub().name().equals("regfish") ? "createCertificate" : "requestCertificate";
    }

    private static String lostOrder(ServedStub served) {
        return served.stub().ledger().entries().get(0).orderId();
    }

    /** As a listing tells it: without the key. */
    private static String lostId(ServedStub served) {
        String account = served.stub().name().equals("regfish") ? "-" : "example-handle";
        return new OrderId(
                        served.stub().name(),
                        served.stub().uri().getAuthority(),
                        account,
                        OrderId.Kind.ORDER,
                        lostOrder(served),
                        OrderId.NONE,
                        OrderId.NONE)
                .toString();
    }

    private static Path onlyKey(Path vault) throws IOException {
        try (Stream<Path> files = Files.walk(vault)) {
            List<Path> keys = files.filter(file -> file.toString().endsWith(".privkey.pem"))
                    .toList();
            assertThat(keys).hasSize(1);
            return keys.get(0);
        }
    }
}
