package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.SigningRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reissue of an order, from the moment it was accepted. Guarded by the lock of its order. */
final class RegfishReissue {

    static final String PENDING = "pending";
    static final String ISSUED = "issued";

    private final long id;
    private final SigningRequest csr;
    private final int days;
    private final DomainProof proof;
    private final Instant requestedAt;
    private String status = PENDING;
    private @Nullable Instant updatedAt;

    RegfishReissue(long id, SigningRequest csr, int days, DomainProof proof, Instant requestedAt) {
        this.id = id;
        this.csr = csr;
        this.days = days;
        this.proof = proof;
        this.requestedAt = requestedAt;
    }

    SigningRequest csr() {
        return csr;
    }

    int days() {
        return days;
    }

    boolean isUnderWay() {
        return status.equals(PENDING);
    }

    /** One more look; true when the CA is satisfied. */
    boolean look(Instant now) {
        updatedAt = now;
        return proof.look();
    }

    void end(String otherStatus, Instant now) {
        status = otherStatus;
        updatedAt = now;
    }

    void describe(OrderBody order, ObjectNode certificate) {
        ObjectNode json = certificate
                .putObject("reissue")
                .put("id", id)
                .put("status", status)
                .put("common_name", order.commonName());
        order.furtherNames().forEach(json.putArray("dns_names")::add);
        if (isUnderWay() || status.equals(ISSUED)) {
            json.put("order_state", isUnderWay() ? "PENDING" : "ISSUED");
        }
        json.put("requested_at", requestedAt.toString())
                .put(
                        "last_updated_at",
                        Optional.ofNullable(updatedAt).map(Instant::toString).orElse(null));
        if (isUnderWay()) {
            proof.describe(json);
        }
    }
}
