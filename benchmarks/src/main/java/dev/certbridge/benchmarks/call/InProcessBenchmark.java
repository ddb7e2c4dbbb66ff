package dev.certbridge.benchmarks.call;

import dev.certbridge.regfish.OrderInProcess;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A benchmark of an order without a network, and of its Jackson part alone. */
@State(Scope.Benchmark)
public class InProcessBenchmark {

    private final OrderInProcess order = new OrderInProcess();

    /** Places an order with the generated client, its transport and canned responses, and maps the response. */
    @Benchmark
    public Object order() {
        return order.orderAndMap();
    }

    /** Writes the request and reads the response with Jackson, once each. */
    @Benchmark
    public Object jackson() {
        return order.jacksonAlone();
    }
}
