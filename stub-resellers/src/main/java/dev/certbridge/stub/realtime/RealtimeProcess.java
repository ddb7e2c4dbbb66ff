package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.ProcessOrder.DomainControl;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process that executes one order. Each read first advances the state and then shows it. A listing first shows the
 * state and then advances it. A listing never advances a prefilled process. A read of {@code /info} does not advance
 * the state.
 */
final class RealtimeProcess implements ListingPage.Entry {

    static final String TYPE = "certificate";

    private final long id;
    private final String user;
    private final ProcessOrder order;
    private final StubOptions options;
    private final RealtimeStubSettings settings;
    private final ProcessStore store;
    private final Instant created;
    private @Nullable Instant updated;
    private ProcessState state = ProcessState.NEW;
    private boolean refunded;
    private int reads;
    private boolean recordsKnown;
    private boolean prefilled;
    private DomainControl control;

    // Cached until the process changes, because clients read listings of ten thousand processes again and again.
    private @Nullable ObjectNode shown;
    private CommandEcho shownEcho = CommandEcho.FULL;

    RealtimeProcess(
            long id,
            String user,
            ProcessOrder order,
            StubOptions options,
            RealtimeStubSettings settings,
            ProcessStore store) {
        this.id = id;
        this.user = user;
        this.order = order;
        this.options = options;
        this.settings = settings;
        this.store = store;
        this.control = order.control();
        this.created = now();
        this.recordsKnown = !options.lateRecords();
    }

    long id() {
        return id;
    }

    ProcessOrder order() {
        return order;
    }

    synchronized JsonNode read() {
        advance(true);
        return json();
    }

    synchronized void setPrefilled() {
        prefilled = true;
    }

    /** Advances the process after a listing showed its state. */
    @Override
    public synchronized void listed() {
        if (!prefilled && !settings.onlyReadsAdvance) {
            advance(false);
        }
    }

    /**
     * Counts a read or listing, and advances the state. A listing changes {@code updatedDate} only if the state
     * changes.
     */
    private void advance(boolean read) {
        if (!state.isOpen() || settings.issuedAfter().isPresent()) {
            return;
        }
        reads++;
        List<ProcessState> path = settings.path;
        boolean held = isHeldForAttention();
        if (!held && reads > path.size() && (!path.isEmpty() || reads >= options.readsUntilIssued())) {
            end(settings.ending);
            return;
        }
        ProcessState next = !held && reads <= path.size()
                ? path.get(reads - 1)
                : !held && reads == 1 && options.readsUntilIssued() > 2 ? ProcessState.RUNNING : ProcessState.SUSPENDED;
        if (read || next != state) {
            move(next);
        }
    }

    /**
     * Returns true if the process waits for a person. A process for an organization reports that a person must act, but
     * does not wait for a person.
     */
    private boolean isHeldForAttention() {
        return settings.attentionRequired && !order.action().equals(ProcessOrder.REVOKE);
    }

    private boolean showsAttention() {
        return order.product().needsOrganization() || isHeldForAttention();
    }

    /**
     * Returns the validations of the process. From this call on, the validations include the DNS records to publish.
     */
    synchronized ObjectNode readInfo() {
        recordsKnown = true;
        return info();
    }

    synchronized ObjectNode info() {
        passTime();
        boolean done = state == ProcessState.COMPLETED;
        boolean attention = showsAttention() && !done;
        ObjectNode json = Reply.object().put("commonName", order.names().main()).put("requiresAttention", attention);
        if (attention) {
            json.put("oneTimeLink", "https://validation.example.org/order/" + id);
        }
        ObjectNode validations = json.putObject("validations");
        if (order.product().needsOrganization()) {
            validations
                    .put("organization", done ? "VALIDATED" : "ATTENTION")
                    .put("agreement", done ? "VALIDATED" : "ATTENTION")
                    .put("voice", done ? "VALIDATED" : "WAITING");
        }
        if (recordsKnown) {
            validations.set("dcv", control.json(done));
        }
        return json;
    }

    /**
     * Returns one member. Returns frequently used members without creating the whole JSON, because a listing can have
     * ten thousand processes.
     */
    @Override
    public JsonNode field(String name) {
        return switch (name) {
            case "id" -> LongNode.valueOf(id);
            case "type" -> TextNode.valueOf(TYPE);
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

    @Override
    public synchronized JsonNode json() {
        passTime();
        CommandEcho echo = settings.echo;
        ObjectNode json = shown;
        if (json == null || shownEcho != echo) {
            json = json(echo);
            shown = json;
            shownEcho = echo;
        }
        return json;
    }

    private ObjectNode json(CommandEcho echo) {
        ObjectNode json = Reply.object()
                .put("id", id)
                .put("user", user)
                .put("customer", RealtimeStub.CUSTOMER)
                .put("status", state.name())
                .put("type", TYPE)
                .put("identifier", order.names().main())
                .put("action", order.action())
                .put("createdDate", created.toString());
        if (state == ProcessState.SUSPENDED) {
            json.putArray("resumeTypes").add("PROVIDER").add("RESEND").add("CANCEL");
            if (showsAttention()) {
                json.put("statusDetail", "SSL_REQUIRES_ATTENTION");
            }
        }
        if (updated != null) {
            json.put("startedDate", created.toString()).put("updatedDate", updated.toString());
        }
        if (state != ProcessState.NEW && order.price().total() > 0) {
            // The meaning of these members is not documented. The stub shows a reservation until the process ends, and
            // then a transaction.
            json.set(
                    state.hasEnded() ? "transaction" : "reservation",
                    order.price().perCurrency());
            if (refunded) {
                json.set("refund", order.price().perCurrency());
            }
            json.set("billables", order.price().billables());
        }
        if (state == ProcessState.FAILED || state == ProcessState.INVALID) {
            json.putObject("error")
                    .put("type", "ProcessError")
                    .put("message", "The certificate authority refused the order.");
        }
        if (echo != CommandEcho.NONE) {
            json.set("command", command(echo));
        }
        return json;
    }

    /**
     * Returns the member {@code command}: the body of the order with the requested names and without the
     * acknowledgments.
     */
    private ObjectNode command(CommandEcho echo) {
        ObjectNode command = Reply.object();
        command.setAll((ObjectNode) order.body());
        command.remove("billables");
        command.put("customer", RealtimeStub.CUSTOMER);
        RealtimeCertificate source = order.source();
        if (source != null) {
            command.set("certificateId", source.field("id"));
        }
        if (echo == CommandEcho.BRIEF) {
            return command.retain("customer", "product", "period", "certificateId");
        }
        if (!order.action().equals(ProcessOrder.REVOKE)) {
            command.put("domainName", order.names().main());
            order.names().requested().forEach(command.putArray("san")::add);
        }
        if (echo == CommandEcho.WITHOUT_CSR) {
            command.remove("csr");
        }
        return command;
    }

    synchronized void move(ProcessState other) {
        state = other;
        updated = now();
        shown = null;
        if (!prefilled) {
            store.record(this, state);
        }
    }

    /** Ends the process, unless it has already ended. */
    synchronized void end(OrderOutcome outcome) {
        if (state.hasEnded()) {
            return;
        }
        move(outcome.state());
        if (state == ProcessState.COMPLETED) {
            store.completed(this);
        }
        if (outcome.refunds() && order.price().total() > 0) {
            refunded = true;
            store.refunded(this);
        }
        if (state.hasEnded()) {
            store.ended(this, state);
        }
    }

    /** Cancels an open process. The vendor documents that a COMPLETED or FAILED process cannot be cancelled. */
    synchronized void cancel() {
        passTime();
        if (state == ProcessState.COMPLETED || state == ProcessState.FAILED) {
            throw RealtimeRefusal.of("InvalidParameter", "The process is " + state + ".");
        }
        require(state.isOpen());
        end(settings.cancelling);
    }

    /**
     * Changes the validation methods of some names. Names whose validation method does not change keep their DNS
     * records.
     */
    synchronized ObjectNode resend(JsonNode dcv, SeededIds ids) {
        passTime();
        require(state == ProcessState.SUSPENDED);
        control = control.with(dcv, order.names(), ids);
        move(ProcessState.SUSPENDED);
        return readInfo();
    }

    private void require(boolean allowed) {
        if (!allowed) {
            throw RealtimeRefusal.of("ObjectStatusProhibitsOperation", "The process is " + state + ".");
        }
    }

    /**
     * Ends a process whose waiting time is over. Without the setting {@link RealtimeStub#issuesAfter}, this method does
     * nothing.
     */
    synchronized void passTime() {
        Optional<Duration> wait = settings.issuedAfter();
        if (wait.isPresent() && state.isOpen() && !now().isBefore(created.plus(wait.get()))) {
            end(settings.ending);
        } else if (wait.isPresent() && state == ProcessState.NEW) {
            move(ProcessState.SUSPENDED);
        }
    }

    private Instant now() {
        return options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
