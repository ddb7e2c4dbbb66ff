package dev.certbridge.conformance.acorn;

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
import org.jspecify.annotations.Nullable;

/** One order from its booking to the last download. */
final class PlacedOrder {

    static final String REJECTED = "rejected";

    private final StubContext workshop;
    private final AcornStubSettings knobs;
    private final String id;
    private final AcornProduct ware;
    private final long cents;
    private final JsonNode form;
    private final SigningRequest csr;
    private final List<String> names;
    private final String token;
    private int looks;
    private boolean rejected;
    private @Nullable X509Certificate leaf;

    PlacedOrder(
            StubContext workshop,
            AcornStubSettings knobs,
            String id,
            AcornProduct ware,
            long cents,
            JsonNode form,
            SigningRequest csr) {
        this.workshop = workshop;
        this.knobs = knobs;
        this.id = id;
        this.ware = ware;
        this.cents = cents;
        this.form = form;
        this.csr = csr;
        this.names = names(form);
        this.token = workshop.ids().hex(8);
    }

    /** The names of an order's body, in lower case. */
    static List<String> names(JsonNode form) {
        List<String> names = new ArrayList<>();
        form.path("names").forEach(name -> names.add(name.asText().toLowerCase(Locale.ROOT)));
        return names;
    }

    List<String> names() {
        return names;
    }

    /** A read of the order itself, which is what moves it on. */
    synchronized ObjectNode look() {
        looks++;
        if (!rejected && looks >= workshop.options().looksUntilIssued()) {
            issue();
        }
        return json();
    }

    /** The authority signs, once. */
    synchronized void issue() {
        if (leaf == null) {
            Instant now = now();
            Instant until = now.plus(Duration.ofDays(form.path("days").asInt())).minusSeconds(1);
            leaf = workshop.authority().issue(csr.publicKey(), names, now, until);
        }
    }

    /** The authority says no. */
    synchronized void reject() {
        rejected = true;
    }

    /** As every answer shows it. */
    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("status", status()).put("product", ware.id());
        json.set("names", form.path("names"));
        json.set("days", form.path("days"));
        json.set("price", AcornProduct.price(cents));
        json.put("csr", csr.pem());
        if (leaf != null) {
            json.put("serial", leaf.getSerialNumber().toString(16));
            json.put("expires_at", leaf.getNotAfter().toInstant().toString());
        } else if (!rejected && (looks > 0 || !workshop.options().lateRecords())) {
            json.set("records", records());
        }
        return json;
    }

    /** The certificate and its chain; the root comes along, for nobody trusts it elsewhere. */
    synchronized Reply download() {
        if (leaf == null || knobs.isTooEarly()) {
            return AcornBehaviour.failure(409, "not_ready", "The certificate has not been issued.");
        }
        String chain = PemText.of(
                leaf, workshop.authority().intermediate(), workshop.authority().root());
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
        return workshop.options().clock().instant();
    }
}
