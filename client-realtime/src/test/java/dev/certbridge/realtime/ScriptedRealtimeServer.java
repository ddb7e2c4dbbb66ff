package dev.certbridge.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.realtime.ListingFilter;
import java.net.URLDecoder;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Realtime Register with exactly the processes and certificates of a test; it can be told to ignore filters. */
final class ScriptedRealtimeServer extends ScriptedServer {

    static final String CUSTOMER = "acme";

    /** Shared, because making its keys takes longer than a test. */
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create(Clock.systemUTC(), new SeededIds(1));

    final List<ObjectNode> processes = new CopyOnWriteArrayList<>();
    final List<ObjectNode> certificates = new CopyOnWriteArrayList<>();
    /** The query parameters of listings that are ignored. */
    final Set<String> ignored = new HashSet<>();
    /** True if {@code id:gt} compares ids as texts. */
    boolean idsAsTexts;

    int pageSize = 100;
    Runnable afterEachPage = () -> {};
    /** The body of {@code getProcessInfo} of every process. */
    String info = "{}";
    /** Which process or certificate is returned in place of the requested one. */
    Map<Long, Long> alias = Map.of();

    /** The response to every price question. */
    Response quoteResponse = quote(2500);
    /** The response to every order, renewal and reissue. */
    Response orderResponse = accepted(4711);
    /** Makes the response to the next order from the one just sent. */
    UnaryOperator<Response> nextOrderResponse = same -> same;
    /** Makes the body of a download of the leaf from its PEM. */
    UnaryOperator<String> download = pem -> pem;

    /** Returns the response to an accepted order. */
    static Response accepted(long process) {
        return new Response(202, "{}", Map.of("x-process-id", Long.toString(process)));
    }

    /** Returns the price of whatever is asked for, in one line. */
    static Response quote(long cents) {
        return Response.of(200, """
                {"command":"x","quote":{"currency":"EUR","total":%1$d,"billables":[{"product":"PRODUCT","action":"ACTION",
                  "quantity":1,"amount":%1$d,"refundable":false,"total":%1$d}]}}""".formatted(cents));
    }

    CertificateReseller connect(OrderBook book) {
        return Realtime.connect(KEY, CUSTOMER, book, options());
    }

    /** A process about a certificate, made now, that does not tell its CSR. */
    ObjectNode process(long id, String name, String status) {
        ObjectNode process = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("type", "certificate")
                .put("identifier", name)
                .put("action", "request")
                .put("status", status)
                .put("createdDate", now().toString());
        process.putObject("command").put("product", "p");
        processes.add(process);
        return process;
    }

    /** The same, with its CSR. */
    ObjectNode process(long id, String status, Csr csr) {
        ObjectNode process = process(id, csr.names().get(0), status);
        ((ObjectNode) process.get("command")).put("csr", csr.pem());
        return process;
    }

    /** A certificate for the key and names of a CSR. */
    ObjectNode certificate(long id, long process, Csr csr) {
        return certificate(id, process, csr, now(), now().plus(Duration.ofDays(90)));
    }

    /** The same with a validity of its own. */
    ObjectNode certificate(long id, long process, Csr csr, Instant from, Instant until) {
        X509Certificate leaf = AUTHORITY.issue(SigningRequest.parse(csr.pem()).publicKey(), csr.names(), from, until);
        ObjectNode certificate = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("process", process)
                .put("product", "p")
                .put("certificateType", "SINGLE_DOMAIN")
                .put("domainName", csr.names().get(0))
                .put("status", "ACTIVE")
                .put("startDate", from.toString())
                .put("expiryDate", until.toString())
                .put("certificate", PemText.of(leaf));
        certificates.add(certificate);
        return certificate;
    }

    /** The certificate of the authority that signs them. */
    static String authority() {
        return PemText.of(AUTHORITY.intermediate());
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    protected Response respond(Request request) {
        String path = request.route();
        String query = request.query();
        if (path.startsWith("POST")) {
            if (query.contains("quote=true")) {
                String product = request.json().path("product").asText("p");
                String action = path.endsWith("/renew") ? "RENEW" : "REQUEST";
                return new Response(
                        quoteResponse.status(),
                        quoteResponse.body().replace("PRODUCT", product).replace("ACTION", action),
                        quoteResponse.headers());
            }
            Response now = orderResponse;
            orderResponse = nextOrderResponse.apply(now);
            return now;
        }
        if (path.startsWith("DELETE")) {
            return Response.of(path.contains("processes") ? 200 : 202, "");
        }
        List<ObjectNode> all = path.contains("processes") ? processes : certificates;
        if (path.endsWith("/processes") || path.endsWith("/certificates")) {
            Response listed = listed(all, query);
            afterEachPage.run();
            return listed;
        }
        long asked = Long.parseLong(path.replaceAll("[^0-9]*/v2[^0-9]*([0-9]+).*", "$1"));
        long id = alias.getOrDefault(asked, asked);
        ObjectNode found = all.stream()
                .filter(entry -> entry.path("id").asLong() == id)
                .findFirst()
                .orElse(null);
        if (found == null) {
            return Response.of(400, "{\"type\":\"ObjectDoesNotExist\",\"message\":\"no\"}");
        }
        if (path.endsWith("/info")) {
            return Response.of(200, info);
        }
        if (path.endsWith("/download")) {
            boolean leaf = query.contains("CRT");
            String pem =
                    leaf ? download.apply(found.path("certificate").asText()) : PemText.of(AUTHORITY.intermediate());
            return Response.of(200, pem);
        }
        return Response.of(200, found.toString());
    }

    private Response listed(List<ObjectNode> all, String query) {
        Map<String, String> asked = new HashMap<>();
        Stream.of(query.split("&")).map(pair -> pair.split("=", 2)).forEach(pair -> {
            String name = URLDecoder.decode(pair[0], UTF_8);
            if (!ignored.contains(name)) {
                asked.put(name, URLDecoder.decode(pair[1], UTF_8));
            }
        });
        Stream<ObjectNode> matching = all.stream()
                .filter(entry -> asked.entrySet().stream()
                        .filter(filter -> !Set.of("limit", "offset", "order").contains(filter.getKey()))
                        .allMatch(filter -> idsAsTexts && filter.getKey().equals("id:gt")
                                ? entry.path("id").asText().compareTo(filter.getValue()) > 0
                                : ListingFilter.matches(entry, filter.getKey(), filter.getValue())));
        List<ObjectNode> sorted = new ArrayList<>(matching.toList());
        if (asked.containsKey("order")) {
            sorted.sort(Comparator.comparing(entry -> entry.path("id").asLong()));
        }
        int offset = Integer.parseInt(asked.getOrDefault("offset", "0"));
        ObjectNode listed = JsonNodeFactory.instance.objectNode();
        ArrayNode entities = listed.putArray("entities");
        sorted.stream().skip(offset).limit(pageSize).forEach(entities::add);
        listed.putObject("pagination")
                .put("limit", pageSize)
                .put("offset", offset)
                .put("total", sorted.size());
        return Response.of(200, listed.toString());
    }
}
