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

/** A benchmark of polls of one client by several threads. A failed poll is counted and does not end the benchmark. */
@State(Scope.Benchmark)
public class ThroughputBenchmark {

    /** The measured client. */
    @Param("JAVA_NET_HTTP")
    public ComparedClient peer = ComparedClient.JAVA_NET_HTTP;

    // JMH calls connect() first, which sets this field.
    private Contender contender;

    /** The failures of a thread. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Failed {
        /** The number of failed polls. */
        public long failures;
    }

    /** Connects the client. JMH calls it once per fork. */
    @Setup
    public void connect() {
        contender = peer.connect(URI.create(System.getProperty(CallBenchmark.SERVER)));
    }

    /** Makes one poll. */
    @Benchmark
    public Object poll(Failed failed) {
        try {
            return contender.poll();
        } catch (Exception e) {
            // Some clients throw an IOException; Feign and certbridge throw a RuntimeException. Every exception counts
            // as a failure.
            failed.failures++;
            return e;
        }
    }

    /** Closes the client. */
    @TearDown
    public void close() throws Exception {
        contender.close();
    }
}
