package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.StubOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The job that carries one order out. Reading it moves it on, as time would; listings and {@code /info} do not. */
final class RealtimeProcess implements ListingEntry {

    /** Who is told what became of a process; called once per change, under the lock of the process. */
    interface Outcomes {
        void done(RealtimeProcess process);

        void refunded(RealtimeProcess process);

        /** After the other two. */
        void ended(RealtimeProcess process, ProcessState state);
    }

    private final long id;
    private final String user;
    private final ProcessOrder order;
    private final StubOptions options;
    private final RealtimeStubSettings quirks;
    private final Outcomes outcomes;
    private final Instant created;
    private @Nullable Instant updated;
    private ProcessState state = ProcessState.NEW;
    private boolean refunded;
    private int looks;
    private boolean recordsKnown;
    private DomainControl control;
    private @Nullable ProcessJson shown;

    RealtimeProcess(
            long id,
            String user,
            ProcessOrder order,
            StubOptions options,
            RealtimeStubSettings quirks,
            Outcomes outcomes) {
        this.id = id;
        this.user = user;
        this.order = order;
        this.options = options;
        this.quirks = quirks;
        this.outcomes = outcomes;
        this.control = order.control();
        this.created = now();
        this.recordsKnown = !options.lateRecords();
    }

    long id() {
        return id;
    }

    String user() {
        return user;
    }

    ProcessOrder order() {
        return order;
    }

    Instant created() {
        return created;
    }

    synchronized ProcessState state() {
        return state;
    }

    synchronized boolean isRefunded() {
        return refunded;
    }

    synchronized Optional<Instant> updated() {
        return Optional.ofNullable(updated);
    }

    /** A single read. */
    synchronized JsonNode look() {
        if (state.isOpen() && quirks.issuedAfter().isEmpty()) {
            looks++;
            goOn(quirks.path);
        }
        return json();
    }

    private void goOn(List<ProcessState> path) {
        if (needsAttention()) {
            move(ProcessState.SUSPENDED);
        } else if (looks <= path.size()) {
            move(path.get(looks - 1));
        } else if (!path.isEmpty() || looks >= options.looksUntilIssued()) {
            end(quirks.ending);
        } else {
            move(looks == 1 && options.looksUntilIssued() > 2 ? ProcessState.RUNNING : ProcessState.SUSPENDED);
        }
    }

    /** Told to; organizations need somebody's attention besides, and get it. */
    boolean needsAttention() {
        return quirks.attentionRequired && !order.action().equals(ProcessOrder.REVOKE);
    }

    /** A read of what it waits for; from here on the records to publish are known. */
    synchronized ObjectNode lookAtInfo() {
        recordsKnown = true;
        return info();
    }

    /** What it waits for. Also the answer to the order. */
    synchronized ObjectNode info() {
        passTime();
        return ProcessJson.info(this, recordsKnown ? control : null);
    }

    /** What ten thousand are filtered and sorted by comes without the rest of them. */
    @Override
    public JsonNode field(String name) {
        return switch (name) {
            case "id" -> LongNode.valueOf(id);
            case "type" -> TextNode.valueOf(ProcessJson.TYPE);
            case "identifier" -> TextNode.valueOf(order.names().main());
            case "action" -> TextNode.valueOf(order.action());
            case "createdDate" -> TextNode.valueOf(created.toString());
            case "status" -> {
                synchronized (this) {
                    passTime();
                    yield TextNode.valueOf(state.name());
                }
            }
            default -> json().path(name);
        };
    }

    /** As it is shown everywhere. */
    @Override
    public synchronized JsonNode json() {
        passTime();
        CommandEcho echo = quirks.echo;
        if (shown == null || shown.echo() != echo) {
            shown = ProcessJson.of(this, echo);
        }
        return shown.json();
    }

    /** A state on the way, as if it had been looked at. */
    synchronized void move(ProcessState other) {
        state = other;
        updated = now();
        shown = null;
    }

    /** What cannot end any more is left alone. */
    synchronized void end(OrderOutcome ending) {
        if (state.hasEnded()) {
            return;
        }
        move(ending.state());
        if (state == ProcessState.COMPLETED) {
            outcomes.done(this);
        }
        if (ending.refunds() && order.price().total() > 0) {
            refunded = true;
            outcomes.refunded(this);
        }
        if (state.hasEnded()) {
            outcomes.ended(this, state);
        }
    }

    /** Only while it is open. The vendor's skill files name the type for two of the states in which it is not. */
    synchronized void cancel() {
        passTime();
        if (state == ProcessState.COMPLETED || state == ProcessState.FAILED) {
            throw RealtimeRefusal.of("InvalidParameter", "The process is " + state + ".");
        }
        requireOpen();
        end(quirks.cancelling);
    }

    /** Other methods for some names, or for none where a missing node is given; the records for the others stay. */
    synchronized ObjectNode resend(JsonNode dcv, SeededIds ids) {
        passTime();
        if (state != ProcessState.SUSPENDED) {
            throw RealtimeRefusal.of("ObjectStatusProhibitsOperation", "The process is " + state + ".");
        }
        control = control.changed(dcv, order.names(), ids);
        move(ProcessState.SUSPENDED);
        return lookAtInfo();
    }

    private void requireOpen() {
        if (!state.isOpen()) {
            throw RealtimeRefusal.of("ObjectStatusProhibitsOperation", "The process is " + state + ".");
        }
    }

    /** Where time issues instead of looks, this is when it is noticed. */
    private void passTime() {
        boolean due = quirks.issuedAfter()
                .filter(wait -> !now().isBefore(created.plus(wait)))
                .isPresent();
        if (state.isOpen() && due) {
            end(quirks.ending);
        } else if (state == ProcessState.NEW && quirks.issuedAfter().isPresent()) {
            move(ProcessState.SUSPENDED);
        }
    }

    private Instant now() {
        return options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
