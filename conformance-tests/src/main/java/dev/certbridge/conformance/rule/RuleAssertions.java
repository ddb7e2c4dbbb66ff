package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.TestClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Assertions about what a caller receives. */
final class RuleAssertions {

    private RuleAssertions() {}

    /** Returns what a call throws. An {@link Error} is thrown on: a client that dies keeps no rule. */
    static @Nullable Throwable thrown(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown;
    }

    /** Asserts that a call fails with this type, and returns the failure. */
    static <E extends Throwable> E failure(Class<E> type, String when, ThrowingCallable call) {
        Throwable thrown = thrown(call);
        assertThat(thrown).as("the failure %s", when).isExactlyInstanceOf(type);
        return type.cast(thrown);
    }

    /** Asserts that a call fails with this type before anything is sent, and returns the failure. */
    static <E extends Throwable> E beforeAnyByte(TestClient client, Class<E> type, String when, ThrowingCallable call) {
        long received = client.stub().journal().received();
        E failure = failure(type, when, call);
        assertThat(client.stub().journal().received() - received)
                .as("requests sent %s", when)
                .isZero();
        return failure;
    }

    /** Asserts the number of orders in the ledger. */
    static void booked(TestClient client, int orders) {
        assertThat(client.stub().ledger().orders()).as("orders in the ledger").isEqualTo(orders);
    }

    /** Asserts the number of requests that order. */
    static void sent(TestClient client, int orders) {
        assertThat(client.spends()).as("requests that order").isEqualTo(orders);
    }
}
