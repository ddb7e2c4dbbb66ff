package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process in the words of the wire, kept until it changes: listings of ten thousand are read over and over. */
record ProcessJson(ObjectNode json, CommandEcho echo) {

    static final String TYPE = "certificate";

    static ProcessJson of(RealtimeProcess process, CommandEcho echo) {
        ProcessOrder order = process.order();
        ProcessState state = process.state();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", process.id())
                .put("user", process.user())
                .put("customer", RealtimeStub.CUSTOMER)
                .put("status", state.name())
                .put("type", TYPE)
                .put("identifier", order.names().main())
                .put("action", order.action())
                .put("createdDate", process.created().toString());
        if (state == ProcessState.SUSPENDED) {
            List.of("PROVIDER", "RESEND", "CANCEL").forEach(json.putArray("resumeTypes")::add);
            if (order.product().needsOrganization() || process.needsAttention()) {
                json.put("statusDetail", "SSL_REQUIRES_ATTENTION");
            }
        }
        process.updated()
                .ifPresent(updated ->
                        json.put("startedDate", process.created().toString()).put("updatedDate", updated.toString()));
        if (state != ProcessState.NEW && order.price().total() > 0) {
            // How money moves between these is not documented; this is our reading.
            json.set(
                    state.hasEnded() ? "transaction" : "reservation",
                    order.price().perCurrency());
            if (process.isRefunded()) {
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
            json.set("command", command(order, echo));
        }
        return new ProcessJson(json, echo);
    }

    /** Without the control of the names while their records are not known yet. */
    static ObjectNode info(RealtimeProcess process, @Nullable DomainControl control) {
        ProcessOrder order = process.order();
        boolean done = process.state() == ProcessState.COMPLETED;
        boolean attention = (order.product().needsOrganization() || process.needsAttention()) && !done;
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("commonName", order.names().main())
                .put("requiresAttention", attention);
        if (attention) {
            json.put("oneTimeLink", "https://validation.example.org/order/" + process.id());
        }
        ObjectNode validations = json.putObject("validations");
        if (order.product().needsOrganization()) {
            List.of("organization", "agreement")
                    .forEach(part -> validations.put(part, done ? "VALIDATED" : "ATTENTION"));
            validations.put("voice", done ? "VALIDATED" : "WAITING");
        }
        if (control != null) {
            validations.set("dcv", control.json(done));
        }
        return json;
    }

    /** The order as submitted, with the names that it asked for. Acknowledgements are not part of it. */
    private static ObjectNode command(ProcessOrder order, CommandEcho echo) {
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        order.body().properties().forEach(member -> command.set(member.getKey(), member.getValue()));
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
            order.names().asked().forEach(command.putArray("san")::add);
        }
        if (echo == CommandEcho.WITHOUT_CSR) {
            command.remove("csr");
        }
        return command;
    }
}
