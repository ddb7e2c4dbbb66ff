package dev.certbridge.benchmarks.gate;

import dev.certbridge.benchmarks.server.ServerProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The measurements that are not part of the table of calls. The gated ones take one or two minutes, the others one
 * more.
 */
public final class Gates {

    private Gates() {}

    /**
     * Makes all gated measurements. A failed measurement does not end the others.
     *
     * @return the allocated bytes of each part of an order, by the name of the part
     */
    public static Map<String, Double> run(ServerProcess server, GoalResults findings, Consumer<String> progress) {
        Map<String, Double> parts = new LinkedHashMap<>();
        Measurements attempts = new Measurements(findings, progress);
        attempts.measure("G1, bytes of a read", () -> Bytes.ofReads(server.uri(), findings));
        attempts.measure("G2, bytes of an order", () -> parts.putAll(Bytes.ofOrders(findings)));
        attempts.measure("G5, connections", () -> Wire.connections(server, findings));
        attempts.measure("G6, requests", () -> Wire.requests(server, findings));
        attempts.measure("G9, waiting for many", () -> AwaitAllRequests.forMany(findings));
        attempts.measure("G11, waiting for few among many", () -> AwaitAllRequests.forFew(findings));
        return parts;
    }

    /** Makes the measurements of goals G7 and G8, which are reported but not gated. */
    public static void report(ServerProcess server, GoalResults findings, Consumer<String> progress) {
        Measurements attempts = new Measurements(findings, progress);
        attempts.measure("G7, the first call of a fresh JVM", () -> FirstCall.measure(server.uri(), findings));
        attempts.measure("G8, ten thousand polls", () -> ManyPolls.measure(server, findings));
    }
}
