package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrders.CERTIFICATES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;

/** Where the certificates of a stub are that issues on the first look. */
record IssuedCertificates(Wire wire) {

    /** The address of the certificate that came of a new order. */
    String issued(ObjectNode order) throws IOException {
        Got ordered = wire.post(CERTIFICATES, order);
        wire.get(process(ordered));
        return certificateOf(ordered);
    }

    /** The address of the certificate that came of an accepted order. */
    String certificateOf(Got ordered) throws IOException {
        JsonNode listed = wire.get(CERTIFICATES + "?process:eq=" + ordered.header("x-process-id"))
                .json();
        return CERTIFICATES + "/" + listed.at("/entities/0/id").asText();
    }

    /** The address of the process that an answer names. */
    static String process(Got accepted) {
        return "/v2/processes/" + accepted.header("x-process-id");
    }
}
