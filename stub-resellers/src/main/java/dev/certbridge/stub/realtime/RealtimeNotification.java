package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the customer is told of the end of one process. The words of the message are ours. */
final class RealtimeNotification implements ListingEntry {

    private final long id;
    private final RealtimeProcess process;
    private final ProcessState state;
    private final Optional<RealtimeCertificate> certificate;
    private final Instant fired;
    private @Nullable Instant acknowledged;

    RealtimeNotification(
            long id,
            RealtimeProcess process,
            ProcessState state,
            Optional<RealtimeCertificate> certificate,
            Instant fired) {
        this.id = id;
        this.process = process;
        this.state = state;
        this.certificate = certificate;
        this.fired = fired;
    }

    synchronized boolean isAcknowledged() {
        return acknowledged != null;
    }

    synchronized void acknowledge(Instant now) {
        acknowledged = now;
    }

    @Override
    public synchronized ObjectNode json() {
        ProcessOrder order = process.order();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("fireDate", fired.toString())
                .put(
                        "message",
                        "Certificate " + order.action() + " " + state.name().toLowerCase(Locale.ROOT))
                .put("eventType", "RequestCertificateEvent")
                .put("notificationType", "SSLCertificateNotification")
                .put("isAsync", true)
                .put("customer", RealtimeStub.CUSTOMER)
                .put("process", process.id())
                .put("processIdentifier", order.names().main())
                .put("processType", ProcessJson.TYPE)
                .put("subjectStatus", state == ProcessState.INVALID ? "FAILED" : state.name())
                .put("product", order.product().id())
                .put("validationType", order.product().validation().name());
        if (acknowledged != null) {
            json.put("acknowledgeDate", acknowledged.toString());
        }
        certificate.ifPresent(issued -> json.put("expiryDate", issued.expiry().toString())
                .put("certificateId", issued.field("id").longValue()));
        return json;
    }
}
