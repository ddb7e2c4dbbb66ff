package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was made ready, carried out: all is checked before the first is sent. */
final class OrderRuns {

    private OrderRuns() {}

    static int finish(List<OrderRun> runs, Duration limit, ConnectionOptions reach, Output output) {
        runs.forEach(OrderRun::check);
        output.report()
                .item(
                        reach.real()
                                ? "Ordering for real money."
                                : "Ordering at stub resellers: nothing real is sold, and no browser trusts what they issue.");
        List<ExitCode> ends = new ArrayList<>();
        runs.forEach(run -> ends.add(run.run(limit, output.err())));
        ExitCode worst = ExitCode.worst(ends);
        ObjectNode document = JsonOutput.list("results", runs.stream().map(OrderRun::told));
        output.tell(document.put("exit", worst.code()));
        return worst.code();
    }
}
