package dev.certbridge.benchmarks.gate;

import dev.certbridge.benchmarks.server.ServerProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Measures what stands in no table of calls. What is gated takes a minute or two, the rest one more. */
public final class Gates {

    private Gates() {}

    /**
     * All of them; one that fails ends no other.
     *
     * @return bytes of the parts of an order, by what they are
     */
    public static Map<String, Double> run(ServerProcess server, GoalResults findings, Consumer<String> progress) {
        Map<String, Double> parts = new LinkedHashMap<>();
        Measurements attempts = new Measurements(findings, progress);
        attempts.measure("G1, bytes of a read", () -> Bytes.ofReads(server.uri(), findings));
        attempts.measure("G2, bytes of an order", () -> parts.putAll(Bytes.ofOrders(findings)));
        attempts.measure("G5, connections", () -> Wire.connections(server, findings));
        attempts.measure("G6, requests", () -> Wire.requests(server, findings));
        attempts.measure("G9, waiting for many", () -> AwaitAllRequests.forMany(findings));
        return parts;
    }

    /** What is reported only, and belongs to no round of calls: G7 and G8. */
    public static void report(ServerProcess server, GoalResults findings, Consumer<String> progress) {
        Measurements attempts = new Measurements(findings, progress);
        attempts.measure("G7, the first call of a fresh JVM", () -> FirstCall.measure(server.uri(), findings));
        attempts.measure("G8, ten thousand polls", () -> ManyPolls.measure(server, findings));
    }
}
