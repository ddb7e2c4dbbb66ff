package dev.certbridge.benchmarks.call;

import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.ComparedOperation;
import dev.certbridge.benchmarks.contender.Contender;
import java.net.URI;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A benchmark of one call of one client. {@link Rounds} sets mode, times and threads. */
@State(Scope.Benchmark)
public class CallBenchmark {

    /** The name of the system property with the address of the server. */
    static final String SERVER = "certbridge.server";

    /** The measured client. */
    @Param("JAVA_NET_HTTP")
    public ComparedClient peer = ComparedClient.JAVA_NET_HTTP;

    /** The measured operation. */
    @Param("POLL")
    public ComparedOperation operation = ComparedOperation.POLL;

    // JMH calls connect() first, which sets these fields.
    private Contender contender;
    private Callable<Object> call;

    /** Connects the client. JMH calls it once per fork. */
    @Setup
    public void connect() {
        contender = peer.connect(URI.create(System.getProperty(SERVER)));
        call = operation.by(contender);
    }

    /** Makes the call. */
    @Benchmark
    public Object call() throws Exception {
        return call.call();
    }

    /** Closes the client. */
    @TearDown
    public void close() throws Exception {
        contender.close();
    }
}
