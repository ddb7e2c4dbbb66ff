package dev.certbridge.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the cost of a new connection for every order. An order is compared with a read over a pooled connection to
 * the same server, which answers both with the same bytes. The server is on the same machine, so the round trips of a
 * real network have to be added.
 */
public final class Connections {

    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 20;
    private static final int CALLS = 25;

    private Connections() {}

    /**
     * Prints a table of the costs, and writes it to the file in the first argument, if present. The exit code is 1 if
     * the reads used more than one connection, or if any order did not use exactly one.
     */
    public static void main(String[] arguments) throws IOException {
        List<CallCost> costs = new ArrayList<>();
        try (Link plain = Link.plain();
                Link full = Link.full();
                Link resumed = Link.resumed()) {
            for (Link link : List.of(plain, full, resumed)) {
                costs.add(new CallCost(link, "read", link::read));
                costs.add(new CallCost(link, "order", link::order));
            }
            costs.forEach(cost -> cost.run(WARM_UP));
            costs.forEach(CallCost::forget);
            for (int round = 0; round < ROUNDS; round++) {
                costs.forEach(cost -> cost.run(CALLS));
            }
        }
        System.out.print(CallCost.HEAD);
        costs.forEach(cost -> System.out.print(cost.row()));
        if (arguments.length > 0) {
            ScaleResults.write(
                    Path.of(arguments[0]), "java", CallCost.HEAD, costs.stream().map(CallCost::row));
        }
        System.exit(costs.stream().allMatch(CallCost::asPromised) ? 0 : 1);
    }
}
