package dev.certbridge.cli;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.FleetEntry;
import dev.certbridge.fleet.FleetListener;
import dev.certbridge.fleet.FleetState;
import dev.certbridge.reseller.order.Order;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Shows the progress of a run in one line on a terminal, and prints warnings. */
final class KeepProgress implements FleetListener {

    private final Output output;
    private final boolean interactive;
    private final int total;
    private final Map<String, FleetState> states = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();
    private boolean shown;

    KeepProgress(Output output, int total) {
        this.output = output;
        this.interactive = output.context().terminal().interactive() && !output.isJson();
        this.total = total;
    }

    @Override
    public void changed(FleetEntry entry) {
        FleetState before = states.put(entry.spec().id(), entry.state());
        if (before != null && before != FleetState.VALID && entry.state() == FleetState.VALID) {
            delivered.add(entry.spec().id());
        }
        show();
    }

    @Override
    public void polled(CertificateSpec spec, Order order) {
        show();
    }

    @Override
    public void warned(CertificateSpec spec, String warning) {
        end();
        output.err().println(PrintableText.of("certbridge: warning: " + spec.id() + ": " + warning));
    }

    private void show() {
        if (interactive) {
            long valid = states.values().stream()
                    .filter(state -> state == FleetState.VALID)
                    .count();
            long waiting = states.values().stream()
                    .filter(state -> state == FleetState.WAITING)
                    .count();
            output.lines().printf(Locale.ROOT, "\r  %d of %d valid, %d ordered and waiting   ", valid, total, waiting);
            output.lines().flush();
            shown = true;
        }
    }

    /** Returns the ids of the certificates that this run delivered. */
    Set<String> delivered() {
        return delivered;
    }

    /** Ends the progress line, so that the next output starts on a new line. */
    void end() {
        if (shown) {
            output.lines().println();
            shown = false;
        }
    }
}
