package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.TestClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** What a caller was told, compared with what it must be told. */
final class RuleAssertions {

    private RuleAssertions() {}

    /** What a call throws, if it does. An error tells nothing about what was asked: a client that dies keeps no rule. */
    static @Nullable Throwable thrown(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown;
    }

    /** The failure that a call must end in. */
    static <E extends Throwable> E failure(Class<E> type, String when, ThrowingCallable call) {
        Throwable thrown = thrown(call);
        assertThat(thrown).as("what is told %s", when).isExactlyInstanceOf(type);
        return type.cast(thrown);
    }

    /** The failure that a call must end in before anything is sent. */
    static <E extends Throwable> E beforeAnyByte(
            TestClient shopper, Class<E> type, String when, ThrowingCallable call) {
        long received = shopper.stub().journal().received();
        E failure = failure(type, when, call);
        assertThat(shopper.stub().journal().received() - received)
                .as("requests sent %s", when)
                .isZero();
        return failure;
    }

    /** The ledger has so many orders. */
    static void booked(TestClient shopper, int orders) {
        assertThat(shopper.stub().ledger().orders()).as("orders in the ledger").isEqualTo(orders);
    }

    /** The operation that places orders was called so often. */
    static void sent(TestClient shopper, int orders) {
        assertThat(shopper.spends()).as("requests that order").isEqualTo(orders);
    }
}
