package dev.certbridge.benchmarks.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bodies of requests and responses: the examples in the regfish contract, as compact JSON. */
public final class Bodies {

    /**
     * The certificate id in every response. The response to an order has a number of the same length instead, so that
     * every order has its own id.
     */
    public static final String ID = "HM4T9XQ2RB7WK";

    private static final String CONTRACT = "/dev/certbridge/specs/regfish/openapi.yaml";
    private static final String ONE = "/paths/~1tls~1certificate~1{certificate_id}/get";
    private static final String ALL = "/paths/~1tls~1certificate";
    private static final String OK = "/responses/200/content/application~1json/examples/";
    private static final int LISTED = 10;

    private final JsonNode contract;

    private Bodies(JsonNode contract) {
        this.contract = contract;
    }

    /**
     * Returns the bodies from the contract on the class path.
     *
     * @throws IllegalStateException the contract is not on the class path
     */
    public static Bodies ofContract() {
        try (InputStream yaml = Bodies.class.getResourceAsStream(CONTRACT)) {
            if (yaml == null) {
                throw new IllegalStateException("no " + CONTRACT + " on the class path; build the module specs");
            }
            return new Bodies(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns an order of a DV certificate for two names. */
    public byte[] order() {
        return json(example(ALL + "/post/requestBody/content/application~1json/examples/", "dvOrder"));
    }

    /** Returns the response to the order. The order is pending and has one record to publish. */
    public byte[] ordered() {
        return json(example(ALL + "/post" + OK, "dvPending"));
    }

    /** Returns the response to a poll. The order is still pending. */
    public byte[] pending() {
        return json(example(ONE + OK, "pending"));
    }

    /**
     * Returns the list of an account with ten certificates. All are issued, so that no order is taken for a duplicate.
     */
    public byte[] list() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("success", true);
        answer.put("code", 0);
        var entries = answer.putArray("response");
        ObjectNode issued = (ObjectNode) example(ONE + OK, "issued").get("response");
        for (int i = 0; i < LISTED; i++) {
            entries.add(issued.deepCopy().put("id", String.format("ISSUED%07d", i)));
        }
        return json(answer);
    }

    private JsonNode example(String place, String name) {
        JsonNode value = contract.at(place + name + "/value");
        if (value.isMissingNode()) {
            throw new IllegalStateException("the regfish contract has no example " + name + " at " + place);
        }
        return value;
    }

    private static byte[] json(JsonNode node) {
        try {
            return new ObjectMapper().writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
