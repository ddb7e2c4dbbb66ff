package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.client.transport.ConnectOptions;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A price that is none, a listing that is none, an id where none is expected: none of them passes for the usual thing. */
class NothingTakenForGrantedTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final String NAME = "www.example.com";
    private static final Map<String, String> PROCESS = Map.of("x-process-id", "77", "Content-Type", "text/html");
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final RealtimeStub realtimeStub = RealtimeStub.start();
    private final RegfishStub regfishStub = RegfishStub.start();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller realtime = Realtime.connect(
            realtimeStub.apiKey(),
            RealtimeStub.CUSTOMER,
            book,
            ConnectOptions.defaults().uri(realtimeStub.uri()));
    private final CertificateReseller regfish = Regfish.connect(
            regfishStub.apiKey(), book, ConnectOptions.defaults().uri(regfishStub.uri()));
    private final OrderRequest request =
            OrderRequest.of("ssl_example_dv").csr(Shopper.key(NAME).csr()).validity(Validity.months(6));

    @AfterEach
    void close() {
        realtime.close();
        regfish.close();
        realtimeStub.close();
        regfishStub.close();
    }

    @Test
    void a_quote_without_a_total_or_without_its_lines_is_not_acknowledged() {
        Quote nothing = new Quote(Optional.empty(), List.of());
        Quote noLines = new Quote(Optional.of(Money.of("EUR", "50.00")), List.of());
        for (Quote quote : List.of(nothing, noLines)) {
            assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.acknowledging(quote)))
                    .isInstanceOf(SpendingLimitExceededException.class);
        }
        assertThat(realtimeStub.journal().received()).isZero();
    }

    @Test
    void a_200_to_a_quote_that_is_no_quote_but_names_a_process_keeps_its_id() {
        realtimeStub.answer(
                "requestCertificate",
                CannedFailure.status(200, "<html>", PROCESS).times(2));
        OutcomeUnknownException inOrder = catchThrowableOfType(
                OutcomeUnknownException.class, () -> realtime.order(INTENT, request, Spending.upTo("EUR", "25.00")));
        assertThat(inOrder.seenId()).map(OrderId::providerId).contains("77");
        assertThat(book.unresolved())
                .hasSize(1)
                .allSatisfy(attempt -> assertThat(attempt.orderId()).isEqualTo(inOrder.seenId()));

        OutcomeUnknownException alone =
                catchThrowableOfType(OutcomeUnknownException.class, () -> realtime.quote(request));
        OrderId seen = alone.seenId().orElseThrow();
        assertThat(book.knows(seen.target(), "77")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"success\":false}"})
    void a_listing_that_lists_nothing_at_all_does_not_prove_that_there_is_no_duplicate(String body) {
        regfishStub.answer("listCertificates", CannedFailure.status(200, body, JSON));
        realtimeStub.answer("listProcesses", CannedFailure.status(200, body, JSON));
        OrderRequest rapid = OrderRequest.of("RapidSSL").csr(Shopper.key(NAME).csr());
        assertThatThrownBy(() -> regfish.order(INTENT, rapid, Spending.unquoted()))
                .isInstanceOf(BrokenContractException.class);
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.unquoted()))
                .isInstanceOf(BrokenContractException.class);
        assertThat(regfishStub.ledger().orders() + realtimeStub.ledger().orders())
                .isZero();
    }

    @Test
    void the_common_name_of_the_csr_comes_first_among_the_names() {
        OrderRequest turned = OrderRequest.of("RapidSSL")
                .csr(Shopper.key("a.example.com", "b.example.com").csr())
                .names("b.example.com", "a.example.com");
        assertThatThrownBy(() -> regfish.order(INTENT, turned, Spending.unquoted()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("common name is a.example.com");
        assertThat(regfishStub.journal().received()).isZero();
    }

    @Test
    void an_account_without_a_name_is_refused_before_anything_is_ordered() {
        ConnectOptions options =
                ConnectOptions.defaults().uri(regfishStub.uri()).account("");
        assertThatThrownBy(() -> Regfish.connect(regfishStub.apiKey(), book, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label");
    }
}
