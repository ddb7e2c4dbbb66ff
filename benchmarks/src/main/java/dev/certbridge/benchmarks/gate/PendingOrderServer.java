package dev.certbridge.benchmarks.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.certbridge.benchmarks.server.Listener;
import dev.certbridge.reseller.order.OrderId;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A server with orders at both resellers that always stay pending. It counts the requests and the bytes of its
 * responses. */
public final class PendingOrderServer implements AutoCloseable {

    private static final long FIRST = 7_000_000;
    private static final int LONGEST_PAGE = 100;

    private final int orders;
    private final boolean filters;
    private final byte[] regfishList;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Listener listener = new Listener(Optional.empty(), this::counted);

    /** Starts a server. Without {@code filters}, the listing of Realtime Register ignores every filter. */
    public PendingOrderServer(int orders, boolean filters) {
        this.orders = orders;
        this.filters = filters;
        this.regfishList = json("{\"success\":true,\"code\":0,\"response\":["
                + ids().mapToObj(PendingOrderServer::certificate).collect(Collectors.joining(",")) + "]}");
    }

    /** Returns the address. */
    public URI uri() {
        return listener.uri();
    }

    /** Returns the ids of all orders at this reseller. */
    public List<OrderId> at(String reseller, String account) {
        return ids().mapToObj(id -> new OrderId(
                        reseller, uri().getAuthority(), account, OrderId.Kind.ORDER, Long.toString(id), "-", "-"))
                .toList();
    }

    /** Returns the number of requests since the last call of this method. */
    public int requests() {
        return requests.getAndSet(0);
    }

    /** Returns the number of bytes in the responses since the last call of this method. */
    public long bytes() {
        return bytes.getAndSet(0);
    }

    private LongStream ids() {
        return LongStream.range(FIRST, FIRST + orders);
    }

    private byte[] counted(String requestLine) {
        byte[] answer = answer(requestLine);
        requests.incrementAndGet();
        bytes.addAndGet(answer.length);
        return answer;
    }

    private byte[] answer(String requestLine) {
        URI asked = URI.create(requestLine.split(" ")[1]);
        String path = asked.getPath();
        if (path.equals("/tls/certificate")) {
            return regfishList;
        }
        if (path.startsWith("/tls/certificate/")) {
            return json("{\"success\":true,\"code\":0,\"response\":" + certificate(number(path)) + "}");
        }
        if (path.equals("/v2/processes")) {
            return page(asked.getQuery());
        }
        return json(path.endsWith("/info") ? info(number(path.replace("/info", ""))) : process(number(path)));
    }

    /** Returns a page of processes: those that the id filter lists, or all with the newest first. */
    private byte[] page(String query) {
        List<String> parts = Arrays.asList(query.split("&"));
        long[] found = value(parts, "id:in=")
                .filter(ids -> filters)
                .map(ids -> Arrays.stream(ids.split(",")).mapToLong(Long::parseLong))
                .orElseGet(() -> ids().map(id -> 2 * FIRST + orders - 1 - id))
                .toArray();
        int offset = Integer.parseInt(value(parts, "offset=").orElse("0"));
        int limit =
                Math.min(LONGEST_PAGE, Integer.parseInt(value(parts, "limit=").orElse("10")));
        String entities = Arrays.stream(found)
                .skip(offset)
                .limit(limit)
                .mapToObj(PendingOrderServer::process)
                .collect(Collectors.joining(","));
        return json("{\"entities\":[" + entities + "],\"pagination\":{\"total\":" + found.length + "}}");
    }

    private static Optional<String> value(List<String> parts, String name) {
        return parts.stream()
                .filter(part -> part.startsWith(name))
                .map(part -> part.substring(name.length()))
                .findFirst();
    }

    private static long number(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String certificate(long id) {
        return "{\"id\":\"" + id + "\",\"status\":\"pending\",\"product\":\"RapidSSL\",\"common_name\":\"www" + id
                + ".example.com\",\"order_state\":\"PENDING\",\"action_required\":false,"
                + "\"certificate_pem_available\":false,\"validation\":{\"method\":\"dns-cname-token\",\"dns_records\":[{"
                + "\"name\":\"_dnsauth.www" + id + ".example.com.\",\"type\":\"CNAME\","
                + "\"value\":\"3f9c1e7ab2d04856." + id + ".example.net.\"}]}}";
    }

    private static String process(long id) {
        return "{\"id\":" + id + ",\"type\":\"certificate\",\"action\":\"request\",\"status\":\"SUSPENDED\","
                + "\"createdDate\":\"2026-11-22T00:00:00Z\",\"updatedDate\":\"2026-11-22T00:00:00Z\"}";
    }

    private static String info(long id) {
        return "{\"commonName\":\"www" + id + ".example.com\",\"validations\":{\"dcv\":[{\"commonName\":\"www" + id
                + ".example.com\",\"type\":\"DNS\",\"status\":\"WAITING\",\"dnsRecord\":\"_dcv.www" + id
                + ".example.com\",\"dnsType\":\"CNAME\",\"dnsContents\":\"3f9c1e7ab2d04856." + id
                + ".example.net\"}]}}";
    }

    private static byte[] json(String body) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(US_ASCII);
    }

    @Override
    public void close() {
        listener.close();
    }
}
