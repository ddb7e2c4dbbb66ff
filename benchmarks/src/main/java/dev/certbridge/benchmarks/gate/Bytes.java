package dev.certbridge.benchmarks.gate;

import dev.certbridge.benchmarks.call.Allocation;
import dev.certbridge.benchmarks.contender.Contender;
import dev.certbridge.benchmarks.contender.GeneratedClient;
import dev.certbridge.benchmarks.contender.JavaNetHttp;
import dev.certbridge.regfish.OrderInProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** The measurement of goals G1 and G2: the bytes that a read and an order allocate after a warm-up. */
final class Bytes {

    private static final int ROUNDS = 5;

    private Bytes() {}

    static void ofReads(URI server, GoalResults findings) throws Exception {
        try (Contender raw = new JavaNetHttp(server);
                Contender ours = new GeneratedClient(server)) {
            Map<String, Callable<?>> calls = new LinkedHashMap<>();
            calls.put("raw", raw::poll);
            calls.put("ours", ours::poll);
            Map<String, Double> bytes = measured(calls, 15_000, 3_000);
            double ratio = bytes.get("ours") / bytes.get("raw");
            findings.add(Goal.G1, ratio, listed(bytes));
        }
    }

    /**
     * Returns the allocated bytes of each part of an order, by the name of the part. Some of them are reported but
     * belong to no goal.
     */
    static Map<String, Double> ofOrders(GoalResults findings) throws Exception {
        OrderInProcess order = new OrderInProcess();
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        calls.put("order and map", order::orderAndMap);
        calls.put("Jackson alone", order::jacksonAlone);
        calls.put("client and transport", order::sent);
        calls.put("map the answer", order::map);
        calls.put("a poll, decoded", order::poll);
        calls.put("check and map the request", order::checkRequest);
        calls.put("hashes of the id", order::hash);
        Map<String, Double> bytes = measured(calls, 10_000, 2_000);
        // These calls are slow, so they are made less often.
        Map<String, Callable<?>> slow = new LinkedHashMap<>();
        slow.put("neutral order, book in memory", order::neutralOrder);
        slow.put("check a P-256 CSR", order::checkCsr);
        bytes.putAll(measured(slow, 1_000, 200));
        findings.add(
                Goal.G2_ORDER, bytes.get("order and map"), listed(Map.of("Jackson alone", bytes.get("Jackson alone"))));
        findings.add(Goal.G2_MAPPING, bytes.get("map the answer"), "");
        return bytes;
    }

    /** Returns the median of several rounds for each call. The calls alternate within a round. */
    private static Map<String, Double> measured(Map<String, Callable<?>> calls, int warmUp, int counted)
            throws Exception {
        Map<String, List<Double>> rounds = new LinkedHashMap<>();
        for (Map.Entry<String, Callable<?>> call : calls.entrySet()) {
            Allocation.perCall(call.getValue(), warmUp);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Callable<?>> call : calls.entrySet()) {
                rounds.computeIfAbsent(call.getKey(), name -> new ArrayList<>())
                        .add(Allocation.perCall(call.getValue(), counted));
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        rounds.forEach((name, values) ->
                medians.put(name, values.stream().sorted().toList().get(ROUNDS / 2)));
        return medians;
    }

    private static String listed(Map<String, Double> bytes) {
        List<String> parts = new ArrayList<>();
        bytes.forEach((name, value) -> parts.add(name + String.format(Locale.ROOT, " %,.0f B", value)));
        return String.join(", ", parts);
    }
}
