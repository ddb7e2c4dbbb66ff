package dev.certbridge.benchmarks.scale;

import dev.certbridge.benchmarks.gate.AwaitAllRequests;
import dev.certbridge.benchmarks.gate.Goal;
import dev.certbridge.benchmarks.gate.GoalResults;
import dev.certbridge.benchmarks.scale.GrowthRun.Cost;
import dev.certbridge.benchmarks.scale.MeasuredBook.Type;
import dev.certbridge.reseller.csr.Csr;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the cost of orders by the number of orders that the account lists: the bytes that an order reads, the growth
 * of its order book, and the requests of {@code awaitAll} and {@code orderAll} (goals G10 and G11).
 */
public final class AccountGrowth {

    private static final int SMALL = 1_000;
    private static final int LARGE = 200_000;
    private static final List<Integer> LISTED = List.of(SMALL, 10_000, 50_000, LARGE);

    /** The costs of the version that read and stored the whole listing for each order. */
    private static final Map<Integer, String> BEFORE = Map.of(
            10_000,
            GrowthRow.before(10_000, "7.8", "200 to 700", "184", 605, "62", 600),
            50_000,
            GrowthRow.before(50_000, "39", "500 to 1,100", "968", 3_005, "308", 1_000),
            LARGE,
            GrowthRow.before(LARGE, "158", "1,800 to 2,300", "4,000", 12_005, "1,200", 2_500));

    private AccountGrowth() {}

    /**
     * Prints a table of the costs, and writes it to the file in the first argument. The exit code is 1 if a goal is not
     * met.
     */
    public static void main(String[] arguments) throws Exception {
        List<Csr> csrs = SampleOrders.csrs(GrowthRun.ORDERS);
        GrowthRun.orders(Type.MEMORY, SMALL, csrs); // A warm-up.
        List<String> rows = new ArrayList<>();
        Map<Type, Map<Integer, Cost>> further = Map.of(Type.SQLITE, new TreeMap<>(), Type.POSTGRES, new TreeMap<>());
        System.out.print(GrowthRow.HEAD);
        for (int listed : LISTED) {
            print(BEFORE.getOrDefault(listed, ""), rows);
            GrowthRun.BulkCosts bulk = GrowthRun.bulk(listed, csrs);
            for (Type type : List.of(Type.SQLITE, Type.POSTGRES)) {
                GrowthRun.OrderCosts orders = GrowthRun.orders(type, listed, csrs);
                print(new GrowthRow(listed, type, orders, bulk).row(), rows);
                further.get(type).put(listed, orders.further());
            }
        }
        GoalResults goals = new GoalResults();
        addReadAndStored(goals, further.get(Type.SQLITE));
        addStored(goals, Goal.G10_POSTGRES, further.get(Type.POSTGRES));
        AwaitAllRequests.forFew(goals);
        Path file = Path.of(arguments[0]);
        ScaleResults.write(file, "java", GrowthRow.HEAD, rows.stream());
        ScaleResults.verdicts(goals, file);
        System.exit(goals.allMet() ? 0 : 1);
    }

    /** Measures the gated part of goal G10, with a book in SQLite. */
    public static void gate(GoalResults goals) throws IOException, SQLException {
        List<Csr> csrs = SampleOrders.csrs(GrowthRun.ORDERS);
        Map<Integer, Cost> further = new TreeMap<>();
        for (int listed : List.of(SMALL, LARGE)) {
            further.put(listed, GrowthRun.orders(Type.SQLITE, listed, csrs).further());
        }
        addReadAndStored(goals, further);
    }

    private static void print(String row, List<String> rows) {
        System.out.print(row);
        rows.add(row);
    }

    private static void addReadAndStored(GoalResults goals, Map<Integer, Cost> further) {
        add(goals, Goal.G10_READ, further.get(SMALL).read(), further.get(LARGE).read());
        addStored(goals, Goal.G10_SQLITE, further);
    }

    private static void addStored(GoalResults goals, Goal goal, Map<Integer, Cost> further) {
        add(goals, goal, further.get(SMALL).stored(), further.get(LARGE).stored());
    }

    private static void add(GoalResults goals, Goal goal, double small, double large) {
        goals.add(goal, large / small, String.format(Locale.ROOT, "%,.0f B to %,.0f B", large, small));
    }
}
