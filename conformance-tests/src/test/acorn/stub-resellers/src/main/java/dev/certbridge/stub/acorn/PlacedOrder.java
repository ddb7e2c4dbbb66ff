package dev.certbridge.stub.acorn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An order that was placed at the stub. */
final class PlacedOrder {

    static final String REJECTED = "rejected";

    private final StubContext context;
    private final String id;
    private final JsonNode form;
    private final SigningRequest csr;
    private final List<String> names;
    private final String token;
    private int looks;
    private boolean rejected;
    private @Nullable X509Certificate leaf;

    PlacedOrder(StubContext context, String id, JsonNode form, SigningRequest csr) {
        this.context = context;
        this.id = id;
        this.form = form;
        this.csr = csr;
        this.names = names(form);
        this.token = context.ids().hex(8);
    }

    /** Returns the names in the request body of an order, in lower case. */
    static List<String> names(JsonNode form) {
        List<String> names = new ArrayList<>();
        form.path("names").forEach(name -> names.add(name.asText().toLowerCase(Locale.ROOT)));
        return names;
    }

    List<String> names() {
        return names;
    }

    /**
     * Returns the order as JSON and counts the read. The certificate is issued after the configured number of reads.
     */
    synchronized ObjectNode look() {
        looks++;
        if (!rejected && looks >= context.options().readsUntilIssued()) {
            issue();
        }
        return json();
    }

    /** Returns the order as JSON, and then counts the listing as a read. */
    synchronized ObjectNode listed() {
        ObjectNode json = json();
        look();
        return json;
    }

    /** Issues the certificate, if it is not issued yet. */
    synchronized void issue() {
        if (leaf == null) {
            Instant now = now();
            Instant until = now.plus(Duration.ofDays(form.path("days").asInt())).minusSeconds(1);
            leaf = context.authority().issue(csr.publicKey(), names, now, until);
        }
    }

    /** Rejects the order. */
    synchronized void reject() {
        rejected = true;
    }

    /** Returns the order as JSON, in the form that every response uses. */
    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("status", status()).set("product", form.path("product"));
        json.set("names", form.path("names"));
        json.set("days", form.path("days"));
        json.put("csr", csr.pem());
        if (leaf != null) {
            json.put("serial", leaf.getSerialNumber().toString(16));
            json.put("expires_at", leaf.getNotAfter().toInstant().toString());
        } else if (!rejected && (looks > 0 || !context.options().lateRecords())) {
            json.set("records", records());
        }
        return json;
    }

    /**
     * Returns the certificate with its chain, or 409 if it is not available yet. The chain includes the root, because
     * no client has the root of a stub.
     */
    synchronized Reply download(BooleanSupplier isTooEarly) {
        if (leaf == null || isTooEarly.getAsBoolean()) {
            return AcornBehaviour.failure(409, "not_ready", "The certificate has not been issued.");
        }
        String chain = PemText.of(
                leaf, context.authority().intermediate(), context.authority().root());
        return Reply.bytes(200, "application/x-pem-file", chain.getBytes(StandardCharsets.US_ASCII));
    }

    private String status() {
        if (leaf == null) {
            return rejected ? REJECTED : "validating";
        }
        return now().isAfter(leaf.getNotAfter().toInstant()) ? "expired" : "issued";
    }

    private ArrayNode records() {
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        names.stream()
                .map(name -> name.replaceFirst("^\\*\\.", ""))
                .distinct()
                .forEach(base -> records.addObject()
                        .put("name", "_acorn." + base)
                        .put("type", "CNAME")
                        .put("value", token + ".dcv.acorn.example"));
        return records;
    }

    private Instant now() {
        return context.options().clock().instant();
    }
}
