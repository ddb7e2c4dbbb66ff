package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.adapter.QuoteCall;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that fails before its first byte: whatever it fails with, nothing is open and the intent is free. */
class FailedCallTest {

    private static final OperationRef ORIGIN = OperationRef.of("realtime", "requestCertificate");
    private static final String TARGET = OrderId.target("realtime", "live", "acme");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final OrderBook book = OrderBooks.inMemory();
    private final OrderRequest request =
            OrderRequest.of("p").csr(Shopper.key("www.example.com").csr());

    static List<Throwable> failures() {
        return List.of(
                new NotSentException(ORIGIN, "refused", null),
                new UnsupportedOperationException("no such thing"),
                new AssertionError("a defect"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void of_an_order_the_intent_is_free(Throwable failure) {
        SpendRequest wish = SpendRequest.of(Intent.of("1"), TARGET, request);
        for (int i = 0; i < 2; i++) {
            SpendExecutor purchase = new SpendExecutor(ORIGIN, book, wish, answer -> Optional.empty(), MINUTE);
            assertThatThrownBy(() -> purchase.order(Spending.unquoted(), Optional.empty(), failing(failure)))
                    .isSameAs(failure);
            assertThat(book.unresolved()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void of_a_question_nothing_is_open(Throwable failure) {
        QuoteCall question = new QuoteCall(ORIGIN, book, TARGET, request, answer -> Optional.empty(), MINUTE);
        assertThatThrownBy(() -> question.ask(failing(failure), answer -> new Quote(Optional.empty(), List.of())))
                .isSameAs(failure);
        assertThat(book.unresolved()).isEmpty();
    }

    private static Function<SpendPermit, ApiResponse> failing(Throwable failure) {
        return spend -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
    }
}
