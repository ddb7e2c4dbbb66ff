package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.TestClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Assertions about what a caller receives and about what the stub received. */
final class RuleAssertions {

    private RuleAssertions() {}

    /**
     * Returns the exception that a call throws, or null if it throws none. Rethrows an {@link Error}, because a client
     * that fails with an {@link Error} violates every rule.
     */
    static @Nullable Throwable thrown(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown;
    }

    /** Asserts that a call throws exactly this type, and returns the exception. */
    static <E extends Throwable> E failure(Class<E> type, String when, ThrowingCallable call) {
        Throwable thrown = thrown(call);
        assertThat(thrown).as("the failure %s", when).isExactlyInstanceOf(type);
        return type.cast(thrown);
    }

    /** Asserts that a call throws exactly this type and sends no request, and returns the exception. */
    static <E extends Throwable> E beforeAnyByte(TestClient client, Class<E> type, String when, ThrowingCallable call) {
        long received = client.stub().journal().received();
        E failure = failure(type, when, call);
        assertThat(client.stub().journal().received() - received)
                .as("requests sent %s", when)
                .isZero();
        return failure;
    }

    /** Asserts the number of orders in the ledger of the stub. */
    static void booked(TestClient client, int orders) {
        assertThat(client.stub().ledger().orders()).as("orders in the ledger").isEqualTo(orders);
    }

    /** Asserts the number of order requests that the stub received. */
    static void sent(TestClient client, int orders) {
        assertThat(client.spends()).as("requests that order").isEqualTo(orders);
    }
}
