package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.TestCsr;

/** Bodies of orders. */
public final class RealtimeOrderBodies {

    /** The path of {@code requestCertificate}. */
    public static final String CERTIFICATES = "/v2/ssl/certificates";

    /** The path of {@code createCertificate} for the customer of the stub. */
    public static final String DEPRECATED = "/v2/customers/" + RealtimeStub.CUSTOMER + "/certificates";

    private RealtimeOrderBodies() {}

    /** Returns an order of the plainest product. */
    public static ObjectNode plain(TestCsr csr) {
        return Reply.object()
                .put("customer", RealtimeStub.CUSTOMER)
                .put("product", "ssl_example_dv")
                .put("period", 6)
                .put("csr", csr.pem());
    }

    /** Returns an order of the product for several names, the main one first. */
    public static ObjectNode multi(TestCsr csr, String... names) {
        ObjectNode order = plain(csr).put("product", "ssl_example_multi");
        for (String name : names) {
            order.withArrayProperty("san").add(name);
            order.withArrayProperty("dcv").addObject().put("commonName", name).put("type", "DNS");
        }
        return order;
    }

    /** Returns a copy of an order with every line of a quote acknowledged. */
    public static ObjectNode acknowledging(ObjectNode order, JsonNode quote) {
        ObjectNode copy = order.deepCopy();
        for (JsonNode line : quote.path("billables")) {
            copy.withArrayProperty("billables")
                    .addObject()
                    .put("product", line.path("product").asText())
                    .put("action", line.path("action").asText())
                    .put("quantity", line.path("quantity").asInt());
        }
        return copy;
    }

    /** Returns an order of the deprecated call. */
    public static ObjectNode deprecated(TestCsr csr) {
        ObjectNode order = Reply.object()
                .put("product", "ssl_comodo_positive")
                .put("period", 2)
                .put("csr", csr.pem())
                .put("validationMethod", "DNS")
                .put("provider", "example-provider");
        order.putObject("properties");
        return order;
    }
}
