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

/** One call of one contender. Modes, times and threads are {@link Rounds}' to say. */
@State(Scope.Benchmark)
public class CallBenchmark {

    /** The system property with the server's address. */
    static final String SERVER = "certbridge.server";

    /** Who. */
    @Param("JAVA_NET_HTTP")
    public ComparedClient peer = ComparedClient.JAVA_NET_HTTP;

    /** What. */
    @Param("POLL")
    public ComparedOperation operation = ComparedOperation.POLL;

    // Set by connect(), which JMH calls first.
    private Contender contender;
    private Callable<Object> call;

    /** Connects, once per fork. */
    @Setup
    public void connect() {
        contender = peer.connect(URI.create(System.getProperty(SERVER)));
        call = operation.by(contender);
    }

    /** The call. */
    @Benchmark
    public Object call() throws Exception {
        return call.call();
    }

    /** Closes. */
    @TearDown
    public void close() throws Exception {
        contender.close();
    }
}
