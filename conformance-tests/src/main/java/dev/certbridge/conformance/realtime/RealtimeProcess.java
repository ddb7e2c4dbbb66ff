package dev.certbridge.conformance.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.stub.StubOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The job that carries one order out. Reading it moves it on, as time would; listings and {@code /info} do not. */
final class RealtimeProcess {

    /** How far it is; the wire knows more. */
    enum Status {
        NEW,
        RUNNING,
        SUSPENDED,
        COMPLETED
    }

    private final long id;
    private final Order order;
    private final StubOptions options;
    private final Consumer<RealtimeProcess> onCompletion;
    private final Instant created;
    private @Nullable Instant updated;
    private Status status = Status.NEW;
    private int looks;
    private boolean recordsKnown;

    RealtimeProcess(long id, Order order, StubOptions options, Consumer<RealtimeProcess> onCompletion) {
        this.id = id;
        this.order = order;
        this.options = options;
        this.onCompletion = onCompletion;
        this.created = now();
        this.recordsKnown = !options.lateRecords();
    }

    long id() {
        return id;
    }

    Order order() {
        return order;
    }

    /** A single read. */
    synchronized ObjectNode look() {
        if (status != Status.COMPLETED) {
            looks++;
            updated = now();
            if (looks >= options.looksUntilIssued()) {
                status = Status.COMPLETED;
                onCompletion.accept(this);
            } else {
                status = looks == 1 && options.looksUntilIssued() > 2 ? Status.RUNNING : Status.SUSPENDED;
            }
        }
        return json();
    }

    /** A read of what it waits for; from here on the records to publish are known. */
    synchronized ObjectNode lookAtInfo() {
        recordsKnown = true;
        return info();
    }

    /** What it waits for. Also the answer to the order. */
    synchronized ObjectNode info() {
        boolean done = status == Status.COMPLETED;
        boolean attention = order.product().needsOrganization() && !done;
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("commonName", order.names().main())
                .put("requiresAttention", attention);
        if (attention) {
            json.put("oneTimeLink", "https://validation.example.org/order/" + id);
        }
        ObjectNode validations = json.putObject("validations");
        if (order.product().needsOrganization()) {
            List.of("organization", "agreement")
                    .forEach(part -> validations.put(part, done ? "VALIDATED" : "ATTENTION"));
            validations.put("voice", done ? "VALIDATED" : "WAITING");
        }
        if (recordsKnown) {
            validations.set("dcv", order.control().json(done));
        }
        return json;
    }

    /** As it is shown everywhere. */
    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("user", RealtimeStub.CUSTOMER + "/api")
                .put("customer", RealtimeStub.CUSTOMER)
                .put("status", status.name())
                .put("type", "certificate")
                .put("identifier", order.names().main())
                .put("action", order.action())
                .put("createdDate", created.toString());
        if (status == Status.SUSPENDED) {
            List.of("PROVIDER", "RESEND", "CANCEL").forEach(json.putArray("resumeTypes")::add);
            if (order.product().needsOrganization()) {
                json.put("statusDetail", "SSL_REQUIRES_ATTENTION");
            }
        }
        if (updated != null) {
            json.put("startedDate", created.toString()).put("updatedDate", updated.toString());
        }
        if (status != Status.NEW && order.price().total() > 0) {
            json.set(
                    status == Status.COMPLETED ? "transaction" : "reservation",
                    order.price().perCurrency());
            json.set("billables", order.price().billables());
        }
        json.set("command", command());
        return json;
    }

    /** The order as submitted, with the names that it asked for. Acknowledgements are not part of it. */
    private ObjectNode command() {
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        order.body().properties().forEach(member -> command.set(member.getKey(), member.getValue()));
        command.remove("billables");
        command.put("customer", RealtimeStub.CUSTOMER)
                .put("domainName", order.names().main());
        order.names().asked().forEach(command.putArray("san")::add);
        return command;
    }

    private Instant now() {
        return options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
