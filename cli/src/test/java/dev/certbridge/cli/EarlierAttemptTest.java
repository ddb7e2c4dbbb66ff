package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.CannedFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests that exit codes 2 and 3, which promise that nothing was ordered, are never returned for an order that exists or
 * may exist.
 */
class EarlierAttemptTest extends StubbedCommandTest {

    @EveryReseller
    void a_rejected_read_of_an_existing_order_exits_with_1(String reseller) {
        ServedStub served = serveSlow(reseller);
        String id = served.placed();
        for (String command : List.of("status", "await", "download")) {
            CliRun run = served.run(command, id, "--stub-key", "not-the-right-key");
            assertThat(run.exit()).as(command + run.err()).isEqualTo(1);
        }
    }

    @EveryReseller
    void a_rejected_reconcile_leaves_the_attempt_unknown(String reseller) {
        ServedStub served = serve(reseller);
        served.lose();
        served.booked("reconcile", "--stub-key", "not-the-right-key").requireExit(4);
    }

    @EveryReseller
    void an_unresolved_intent_stays_unknown_while_the_reseller_refuses_everything(String reseller) {
        ServedStub served = serve(reseller);
        served.lose();
        served.buy("shop/1", "--stub-key", "not-the-right-key").requireExit(4);
        String source = "certbridge-certificate:" + served.target() + ":4711";
        for (CliRun run : List.of(
                served.run("renew " + source + " --intent shop/1 --book " + served.book()),
                served.run("reissue " + source + " --old-may-be-revoked --intent shop/1 --book " + served.book()))) {
            assertThat(run.exit()).as(run.err()).isEqualTo(4);
        }
    }

    @Test
    void an_accepted_intent_fails_while_the_reseller_refuses_everything() {
        ServedStub served = serveSlow("realtime");
        served.pending("shop/1");
        served.buy("shop/1", "--stub-key", "not-the-right-key").requireExit(1);
        String source = "certbridge-certificate:" + served.target() + ":4711";
        CliRun renew = served.run("renew " + source + " --intent shop/1 --book " + served.book())
                .requireExit(1);
        served.run("renew " + source + " --intent shop/2 --book " + served.book())
                .requireExit(3);
    }

    @EveryReseller
    void await_refuses_a_folder_with_files_before_waiting_when_the_book_knows_the_names(String reseller)
            throws Exception {
        ServedStub served = serveSlow(reseller);
        String id = served.pending("shop/1");
        Files.createDirectories(served.written().folder());
        Files.writeString(served.written().folder().resolve("cert.pem"), "precious");
        long asked = served.stub().journal().received();
        served.run("await", id, "--book", served.book().toString(), "--out", served.out())
                .requireFailed(1);
        assertThat(served.stub().journal().received()).isEqualTo(asked);
    }

    @EveryReseller
    void an_order_that_is_not_the_attempts_does_not_settle_it(String reseller) {
        ServedStub served = serve(reseller);
        served.lose();
        String id = served.lostId();
        OrderId listed = OrderId.parse(id);
        try (SpendLog book = SpendLog.of(ServedStub.openBook(served.book()))) {
            OrderRequest request = OrderRequest.builder("other")
                    .csr(KeyAndCsr.ecP256(ServedStub.NAME).csr())
                    .build();
            SpendRequest spend = SpendRequest.of(Intent.of("shop/other"), listed.target(), request);
            Duration second = Duration.ofSeconds(1);
            Attempt other = book.begin(
                    OperationRef.of(reseller, "test"), spend, SpendTerms.of(SpendType.ORDER, second, second));
            OrderId theirs = OrderId.parse(id.replace(":" + listed.providerId() + ":", ":424242:"));
            book.settle(other, Attempt.State.ACCEPTED, Optional.of(theirs));
        }
        long asked = served.stub().journal().received();
        for (String wrong : List.of(
                id.replace(":" + listed.providerId() + ":", ":424242:"),
                id.replace(":order:", ":renewal:"),
                id.replaceAll(":-:-$", ":" + "A".repeat(43) + ":-"),
                id.replaceAll(":-:-$", ":-:" + "A".repeat(43)))) {
            served.booked("reconcile", "1", "--order", wrong).requireFailed(4, "nothing was changed");
        }
        assertThat(served.stub().journal().received()).isEqualTo(asked);
        served.booked("reconcile", "1", "--order", id).requireDone();
    }

    @Test
    void a_delivered_certificate_is_done_though_its_cost_cannot_be_read() {
        ServedStub served = serve("realtime");
        served.stub()
                .answer(
                        "getProcess",
                        CannedFailure.status(401)
                                .where(call ->
                                        Files.exists(served.written().folder().resolve("fullchain.pem")))
                                .always());
        CliRun run = served.order().requireDone();
        assertThat(run.values("cost")).singleElement().asString().startsWith("the cost could not be read");
    }

    @Test
    void a_key_that_the_vault_lost_moves_no_file_and_is_reported_missing() throws Exception {
        ServedStub served = serveSlow("realtime");
        CliRun first = served.buy("shop/1", "--timeout", "1");
        String id = first.value("order");
        Files.move(folder.resolve("orders.db.keys"), folder.resolve("lost"));
        Files.createDirectories(served.written().folder());
        Path old = Files.writeString(served.written().folder().resolve("cert.pem"), "precious");

        served.buy("shop/1", "--force").requireExit(1);
        assertThat(old).hasContent("precious");

        CliRun later = served.run("download " + id + " --book " + served.book() + " --out " + served.out() + " --force")
                .requireDone();
        assertThat(later.values("key")).singleElement().asString().startsWith("not found in ");
    }

    @EveryReseller
    void a_new_intent_exits_with_2_and_orders_nothing(String reseller) throws IOException {
        ServedStub served = serve(reseller);
        take(served);
        CliRun run = served.buy("shop/1").requireFailed(2);
        assertThat(run.err()).contains("cert.pem", "nothing was ordered").doesNotContain("earlier");
        assertThat(served.stub().journal().received()).isZero();
    }

    @EveryReseller
    void an_order_that_was_accepted_earlier_is_named_and_exits_with_1(String reseller) throws IOException {
        ServedStub served = serveSlow(reseller);
        String id = served.pending("shop/1");
        take(served);
        served.buy("shop/1").requireFailed(1, "cert.pem", "\"shop/1\" was ordered earlier, as " + id);
        assertThat(served.buy("shop/1", "--json").json().get("exit").intValue()).isEqualTo(1);
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @EveryReseller
    void an_attempt_with_an_unknown_outcome_stays_unknown(String reseller) throws IOException {
        ServedStub served = serve(reseller);
        served.lose();
        take(served);
        served.buy("shop/1").requireFailed(4, "cert.pem", "may have ordered", "certbridge unresolved");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    private static void take(ServedStub served) throws IOException {
        Files.createDirectories(served.written().folder());
        Files.writeString(served.written().folder().resolve("cert.pem"), "precious");
    }
}
