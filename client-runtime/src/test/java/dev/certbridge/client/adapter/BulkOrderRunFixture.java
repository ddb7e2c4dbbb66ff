package dev.certbridge.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.adapter.BulkOrderRun.Sender;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Sleeper;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** A run of many orders at a sender that the test provides, and a clock that only the pauses of the run move. */
abstract class BulkOrderRunFixture {

    static final OperationRef ORDER = OperationRef.of("regfish", "createCertificate");
    static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    final AtomicReference<Instant> time = new AtomicReference<>(START);
    final Map<Intent, OrderRequest> requests = new LinkedHashMap<>();
    /** Is called before each pause of an order moves the time. */
    Sleeper beforePause = pause -> {};

    @AfterEach
    void no_thread_of_a_run_is_left() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("certbridge-order-"));
    }

    BulkReport run(int parallel, Sender sender) {
        ConnectOptions options = ConnectOptions.builder()
                .time(
                        new Clock() {
                            @Override
                            public Instant instant() {
                                return time.get();
                            }

                            @Override
                            public ZoneOffset getZone() {
                                return ZoneOffset.UTC;
                            }

                            @Override
                            public Clock withZone(ZoneId zone) {
                                return this;
                            }
                        },
                        pause -> {
                            beforePause.sleep(pause);
                            time.accumulateAndGet(time.get().plus(pause), (a, b) -> a.isAfter(b) ? a : b);
                        })
                .build();
        return BulkOrderRun.of(requests, BulkOptions.parallel(parallel), options, sender);
    }

    void requests(int number) {
        for (int i = 1; i <= number; i++) {
            requests.put(Intent.of("" + i), named("n" + i + ".example.com"));
        }
    }

    static OrderRequest named(String... names) {
        return OrderRequest.builder("p").names(List.of(names)).build();
    }

    static OrderRequest renewal(String name) {
        CertificateId old = new CertificateId("regfish", "live", "acme", "8");
        return OrderRequest.renewal(old, "p").names(List.of(name)).build();
    }

    static Order placed(Intent intent) {
        OrderId id = new OrderId(
                "regfish", "live", "acme", OrderId.Kind.ORDER, intent.toString(), OrderId.NONE, OrderId.NONE);
        return Order.accepted(id, Optional.empty(), "pending");
    }

    static ResellerException exhausted() {
        return new BudgetExhaustedException(ORDER, "the budget is exhausted");
    }

    static void untilStopped(SpendGate gate) {
        repeatUntilStopped(() -> gate.requireOpen(ORDER));
    }

    static void repeatUntilStopped(Runnable check) {
        yieldUntil(() -> {
            try {
                check.run();
                return false;
            } catch (NotSentException e) {
                assertThat(e).hasMessageEndingWith("nothing was sent: the run was stopped");
                return true;
            }
        });
    }

    static void yieldUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the condition stayed false for 30 s");
            }
            // A virtual thread that only spins would keep its processor from the other orders.
            Thread.yield();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
