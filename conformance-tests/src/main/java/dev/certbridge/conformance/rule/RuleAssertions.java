package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.ClientFeature;
import dev.certbridge.conformance.fixture.NotApplicableException;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.stub.Journal;
import dev.certbridge.stub.Journal.Exchange;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Assertions about the results that a caller receives, and about the requests that the stub received. */
final class RuleAssertions {

    private RuleAssertions() {}

    /**
     * Returns the exception that a call throws, or null if the call throws no exception. Rethrows an {@link Error},
     * because a client that fails with an {@link Error} violates every rule. Also rethrows {@link
     * NotApplicableException}.
     */
    static @Nullable Throwable thrown(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof NotApplicableException notApplicable) {
            throw notApplicable;
        }
        return thrown;
    }

    /**
     * Asserts that a call throws exactly this type, and returns the exception. The message of a failed assertion
     * contains the number of received orders, because a client that hides a failure has often sent the order again.
     */
    static <E extends Throwable> E failure(TestClient client, Class<E> type, String what, ThrowingCallable call) {
        long sent = client.spends();
        int booked = client.stub().ledger().orders();
        Throwable thrown = thrown(call);
        if (thrown != null && thrown.getClass() == type) {
            return type.cast(thrown);
        }
        String happened = thrown == null
                ? "the call returned a result instead of failing"
                : "the call failed with " + thrown + " instead";
        throw new AssertionError("expected " + what + " to be " + type.getSimpleName() + ", but " + happened
                + "; the stub received " + orders(client.spends() - sent) + " and booked "
                + (client.stub().ledger().orders() - booked));
    }

    private static String orders(long count) {
        return count == 1 ? "1 order" : count + " orders";
    }

    /** Asserts that a call throws exactly this type and sends no request, and returns the exception. */
    static <E extends Throwable> E beforeAnyByte(TestClient client, Class<E> type, String what, ThrowingCallable call) {
        long received = client.stub().journal().received();
        E failure = failure(client, type, what, call);
        assertThat(client.stub().journal().received() - received)
                .as("requests sent before %s", what)
                .isZero();
        return failure;
    }

    /** Asserts the number of attempts with an unknown outcome in the order book, if the client has a book. */
    static void unresolved(TestClient client, int attempts) {
        if (client.has(ClientFeature.ORDER_BOOK)) {
            assertThat(client.book().unresolved())
                    .as("attempts with an unknown outcome")
                    .hasSize(attempts);
        }
    }

    /** Asserts the number of orders in the ledger of the stub. */
    static void booked(TestClient client, int orders) {
        assertThat(client.stub().ledger().orders()).as("orders in the ledger").isEqualTo(orders);
    }

    /** Asserts the number of order requests that the stub received. */
    static void sent(TestClient client, int orders) {
        assertThat(client.spends()).as("requests that order").isEqualTo(orders);
    }

    /**
     * Returns the id of the first order that the stub booked. If the stub booked no order, throws an {@link
     * AssertionError} with the result of the call.
     */
    static String bookedOrder(TestClient client, @Nullable Throwable said) {
        return client.stub().ledger().entries().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("the stub booked no order; the call "
                        + (said == null ? "returned a result" : "failed with " + said)))
                .orderId();
    }

    /**
     * Asserts that requests are valid against the contract. The message of a failed assertion contains the operation
     * and the differences of each invalid request.
     */
    static void valid(Stream<Exchange> exchanges) {
        String wrong = exchanges
                .filter(exchange -> exchange.operationId().equals(Journal.NO_OPERATION)
                        || !exchange.differences().isEmpty())
                .map(exchange -> exchange.operationId().equals(Journal.NO_OPERATION)
                        ? exchange.method() + " " + exchange.path() + " is no operation of the contract"
                        : exchange.operationId() + ": " + String.join(", ", exchange.differences()))
                .distinct()
                .collect(Collectors.joining("; "));
        if (!wrong.isEmpty()) {
            throw new AssertionError("requests differ from the contract: " + wrong);
        }
    }
}
