package dev.certbridge.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.realtime.ListingFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
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

/** Realtime Register with exactly what a test puts into it, and as careless with filters as a test says. */
final class ScriptedRealtimeServer implements AutoCloseable {

    static final String CUSTOMER = "acme";

    /** What every order, renewal and reissue is answered with. */
    record Said(int status, String body, Map<String, String> headers) {

        static Said process(long id) {
            return new Said(202, "{}", Map.of("x-process-id", Long.toString(id)));
        }

        /** The price of whatever is asked for. */
        static Said price(long cents) {
            return new Said(200, """
                    {"command":"x","quote":{"currency":"EUR","total":%1$d,"billables":[{"product":"PRODUCT","action":"ACTION",
                      "quantity":1,"amount":%1$d,"refundable":false,"total":%1$d}]}}""".formatted(cents), Map.of());
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    // One for all: making its keys takes longer than a test.
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create(Clock.systemUTC(), new SeededIds(1));

    final List<ObjectNode> processes = new CopyOnWriteArrayList<>();
    final List<ObjectNode> certificates = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    /** Parameters that are ignored. */
    final Set<String> ignored = new HashSet<>();
    /** Whether the filter compares ids as texts. */
    boolean idsAsTexts;
    /** The longest page. */
    int page = 100;
    /** Happens after each page. */
    Runnable meanwhile = () -> {};

    /** What every running process tells of itself. */
    String info = "{}";
    /** Which process or certificate is answered where another is asked for. */
    Map<Long, Long> alias = Map.of();

    Said price = Said.price(2500);
    Said said = Said.process(4711);
    /** What is said to the order after one to which this was said. */
    UnaryOperator<Said> then = same -> same;

    /** What the download of a certificate alone gives in place of its PEM. */
    UnaryOperator<String> download = pem -> pem;

    private final HttpServer server;

    ScriptedRealtimeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    ConnectOptions options() {
        return ConnectOptions.builder()
                .uri(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .build();
    }

    CertificateReseller connect(OrderBook book) {
        return Realtime.connect("not-a-real-key", CUSTOMER, book, options());
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

    /** How often a path was asked for, whatever the query. */
    long count(String methodAndPath) {
        return requests.stream()
                .filter(request -> request.split("\\?")[0].equals(methodAndPath))
                .count();
    }

    /** The certificate of the authority that signs them. */
    static String authority() {
        return PemText.of(AUTHORITY.intermediate());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        requests.add(exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        Said reply = reply(exchange.getRequestMethod(), path, query == null ? "" : query);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = reply.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Said reply(String method, String path, String query) throws IOException {
        if (method.equals("POST")) {
            if (query.contains("quote=true")) {
                String product = JSON.readTree(bodies.get(bodies.size() - 1))
                        .path("product")
                        .asText("p");
                String action = path.endsWith("/renew") ? "RENEW" : "REQUEST";
                return new Said(
                        price.status(),
                        price.body().replace("PRODUCT", product).replace("ACTION", action),
                        price.headers());
            }
            Said now = said;
            said = then.apply(now);
            return now;
        }
        if (method.equals("DELETE")) {
            return path.contains("processes") ? new Said(200, "", Map.of()) : new Said(202, "", Map.of());
        }
        List<ObjectNode> all = path.contains("processes") ? processes : certificates;
        if (path.endsWith("/processes") || path.endsWith("/certificates")) {
            Said listed = listed(all, query);
            meanwhile.run();
            return listed;
        }
        long asked = Long.parseLong(path.replaceAll("[^0-9]*/v2[^0-9]*([0-9]+).*", "$1"));
        long id = alias.getOrDefault(asked, asked);
        ObjectNode found = all.stream()
                .filter(entry -> entry.path("id").asLong() == id)
                .findFirst()
                .orElse(null);
        if (found == null) {
            return new Said(400, "{\"type\":\"ObjectDoesNotExist\",\"message\":\"no\"}", Map.of());
        }
        if (path.endsWith("/info")) {
            return new Said(200, info, Map.of());
        }
        if (path.endsWith("/download")) {
            boolean leaf = query.contains("CRT");
            String pem =
                    leaf ? download.apply(found.path("certificate").asText()) : PemText.of(AUTHORITY.intermediate());
            return new Said(200, pem, Map.of());
        }
        return new Said(200, JSON.writeValueAsString(found), Map.of());
    }

    private Said listed(List<ObjectNode> all, String query) throws IOException {
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
        sorted.stream().skip(offset).limit(page).forEach(entities::add);
        listed.putObject("pagination").put("limit", page).put("offset", offset).put("total", sorted.size());
        return new Said(200, JSON.writeValueAsString(listed), Map.of());
    }
}
