package dev.certbridge.benchmarks.call;

import dev.certbridge.regfish.OrderInProcess;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An order without a network, beside the Jackson work in it. */
@State(Scope.Benchmark)
public class InProcessBenchmark {

    private final OrderInProcess order = new OrderInProcess();

    /** The generated client, its transport and the mapping to the neutral order, over canned answers. */
    @Benchmark
    public Object order() {
        return order.orderAndMap();
    }

    /** Writing the request and reading the answer, once each. */
    @Benchmark
    public Object jackson() {
        return order.jacksonAlone();
    }
}
