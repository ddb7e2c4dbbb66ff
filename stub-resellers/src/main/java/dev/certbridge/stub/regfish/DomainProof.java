package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The CA waiting to see who controls the names, for an order or for a reissue. Each look brings it nearer. */
final class DomainProof {

    private final StubState registrar;
    private final String method;
    private final List<String> names;
    private final List<String> emails;
    private OrderValidation validation;
    private int looks;

    DomainProof(StubState registrar, String method, List<String> names, List<String> emails) {
        this.registrar = registrar;
        this.method = method;
        this.names = names;
        this.emails = emails;
        this.validation = validation();
    }

    /** One more look; true when the CA is satisfied. */
    boolean look() {
        looks++;
        if (looks == registrar.knobs().recordsChangeOnLook) {
            validation = validation();
        }
        return looks >= registrar.workshop().options().looksUntilIssued()
                && (!registrar.knobs().requiresDns || validation.isPublishedIn(registrar.zones()));
    }

    boolean hasBegun() {
        return looks > 0;
    }

    /** Adds what is to be published, as soon as that is told. */
    void describe(ObjectNode json) {
        if (looks >= registrar.knobs().recordsFromLook) {
            json.set("validation", validation.json());
        }
    }

    private OrderValidation validation() {
        return OrderValidation.of(method, names, emails, registrar.workshop().ids());
    }
}
