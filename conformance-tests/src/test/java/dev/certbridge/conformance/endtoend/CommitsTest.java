package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.transport.ConnectOptions;
import dev.certbridge.conformance.Candidate;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an order costs in durable commits: {@code docs/scale.md} reckons with these. */
class CommitsTest {

    /** Where a SQLite file counts its changes. */
    private static final int CHANGE_COUNTER = 24;

    @TempDir
    private Path folder;

    @Test
    void an_order_at_any_price_takes_four() throws IOException {
        assertThat(commits("regfish", Spending.unquoted())).isEqualTo(4);
    }

    @Test
    void an_order_with_a_limit_takes_three_more_for_its_quote_and_one_to_compare() throws IOException {
        assertThat(commits("realtime", Spending.upTo("EUR", "250.00"))).isEqualTo(8);
    }

    @Test
    void a_recorded_order_that_is_asked_for_again_takes_none() throws IOException {
        Candidate regfish = Candidate.named("regfish");
        try (StubReseller stub = regfish.subject().startStub(StubOptions.defaults());
                OrderBook book = book();
                CertificateReseller connected = connect(regfish, stub, book)) {
            commits(connected, regfish, Spending.unquoted());
            assertThat(commits(connected, regfish, Spending.unquoted())).isZero();
        }
    }

    private int commits(String reseller, Spending spending) throws IOException {
        Candidate candidate = Candidate.named(reseller);
        try (StubReseller stub = candidate.subject().startStub(StubOptions.defaults());
                OrderBook book = book();
                CertificateReseller connected = connect(candidate, stub, book)) {
            return commits(connected, candidate, spending);
        }
    }

    private int commits(CertificateReseller reseller, Candidate candidate, Spending spending) throws IOException {
        int before = changes();
        reseller.order(Intent.of("shop-4711/1"), candidate.request(Shopper.key("www.example.com")), spending);
        return changes() - before;
    }

    private OrderBook book() {
        return OrderBooks.sqlite(file(), folder);
    }

    private static CertificateReseller connect(Candidate candidate, StubReseller stub, OrderBook book) {
        return candidate.connect(stub.apiKey(), book, ConnectOptions.defaults().uri(stub.uri()));
    }

    private Path file() {
        return folder.resolve("orders.db");
    }

    private int changes() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file())).getInt(CHANGE_COUNTER);
    }
}
