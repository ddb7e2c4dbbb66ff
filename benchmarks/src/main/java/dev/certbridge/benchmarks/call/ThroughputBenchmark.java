package dev.certbridge.benchmarks.call;

import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.Contender;
import java.net.URI;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Polls of one contender by several threads. A poll that fails is counted, and ends nothing. */
@State(Scope.Benchmark)
public class ThroughputBenchmark {

    /** Who. */
    @Param("JAVA_NET_HTTP")
    public ComparedClient peer = ComparedClient.JAVA_NET_HTTP;

    // Set by connect(), which JMH calls first.
    private Contender contender;

    /** What went wrong, by thread. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Failed {
        /** Polls without an answer. */
        public long failures;
    }

    /** Connects, once per fork. */
    @Setup
    public void connect() {
        contender = peer.connect(URI.create(System.getProperty(CallBenchmark.SERVER)));
    }

    /** One poll. */
    @Benchmark
    public Object poll(Failed failed) {
        try {
            return contender.poll();
        } catch (Exception e) {
            // Some throw an IOException, Feign and ours a RuntimeException: a failure of any kind counts alike.
            failed.failures++;
            return e;
        }
    }

    /** Closes. */
    @TearDown
    public void close() throws Exception {
        contender.close();
    }
}
