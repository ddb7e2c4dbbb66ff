package dev.certbridge.benchmarks.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.certbridge.benchmarks.server.Listener;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A server with an account of any size at both resellers. All listed orders are issued. A listing at Realtime Register
 * has pages, sorted by id. It counts its requests and the bytes of its responses.
 */
final class ListedAccount implements AutoCloseable {

    /** The id of the first process and of the first certificate. */
    private static final long FIRST = 9_000_000;

    private static final int PAGE = 100;
    private static final Pattern AFTER = Pattern.compile("id:gt=(\\d+)");

    private final boolean accepting;
    /** The entries in the list of regfish. Each but the first begins with a comma. */
    private final List<byte[]> regfish = new ArrayList<>();

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Listener listener;
    private long entries;

    /**
     * Starts a server.
     *
     * @param entries the number of listed orders
     * @param accepting true to accept and list new orders; false to answer orders with status 500, so that their
     *     outcome is unknown
     */
    ListedAccount(int entries, boolean accepting) {
        this.accepting = accepting;
        LongStream.range(0, entries).forEach(i -> add());
        this.listener = new Listener(Optional.empty(), this::response);
    }

    /** Lists as many orders as the argument says. Prints the port first. The process runs until its parent ends it. */
    public static void main(String[] arguments) throws InterruptedException {
        try (ListedAccount account = new ListedAccount(Integer.parseInt(arguments[0]), false)) {
            System.out.println(account.uri().getPort());
            new CountDownLatch(1).await();
        }
    }

    URI uri() {
        return listener.uri();
    }

    /** Returns the number of requests since the last call of this method. */
    long requests() {
        return requests.getAndSet(0);
    }

    /** Returns the number of bytes in the responses since the last call of this method. */
    long bytes() {
        return bytes.getAndSet(0);
    }

    private synchronized byte[] response(String requestLine) {
        String[] words = requestLine.split(" ");
        URI asked = URI.create(words[1]);
        byte[] response = words[0].equals("GET") ? read(asked) : order(asked.getPath());
        requests.incrementAndGet();
        bytes.addAndGet(response.length);
        return response;
    }

    private byte[] read(URI asked) {
        return switch (asked.getPath()) {
            case "/tls/certificate" -> regfishList();
            case "/v2/processes" -> response("200 OK", page(asked, ListedAccount::process));
            case "/v2/ssl/certificates" -> response("200 OK", page(asked, ListedAccount::realtimeCertificate));
            default -> response("200 OK", "{}");
        };
    }

    private byte[] order(String path) {
        if (!accepting) {
            return response("500 Error", "{}");
        }
        long id = add();
        return path.startsWith("/v2/")
                ? response("201 Created\r\nx-process-id: " + id, "{}")
                : response(
                        "200 OK",
                        "{\"success\":true,\"response\":{\"id\":\"" + id
                                + "\",\"status\":\"pending\",\"order_state\":\"PENDING\"}}");
    }

    /** Adds an issued order to the listings, and returns its id. */
    private long add() {
        long id = FIRST + entries;
        regfish.add(((entries == 0 ? "" : ",") + regfishCertificate(id)).getBytes(ISO_8859_1));
        entries++;
        return id;
    }

    private static byte[] response(String status, String body) {
        return response(status, List.of(body.getBytes(ISO_8859_1)));
    }

    private static byte[] response(String status, List<byte[]> body) {
        int length = body.stream().mapToInt(part -> part.length).sum();
        byte[] head = ("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + length
                        + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        ByteBuffer response = ByteBuffer.allocate(head.length + length).put(head);
        body.forEach(response::put);
        return response.array();
    }

    private byte[] regfishList() {
        List<byte[]> list = new ArrayList<>(2 + regfish.size());
        list.add("{\"success\":true,\"response\":[".getBytes(ISO_8859_1));
        list.addAll(regfish);
        list.add("]}".getBytes(ISO_8859_1));
        return response("200 OK", list);
    }

    private String page(URI asked, LongFunction<String> entry) {
        Matcher after = AFTER.matcher(String.valueOf(asked.getQuery()));
        long from = after.find() ? Long.parseLong(after.group(1)) - FIRST + 1 : 0;
        return ids(from, Math.min(entries, from + PAGE))
                .mapToObj(entry)
                .collect(Collectors.joining(
                        ",", "{\"entities\":[", "],\"pagination\":{\"total\":" + (entries - from) + "}}"));
    }

    private static LongStream ids(long from, long to) {
        return LongStream.range(FIRST + from, FIRST + to);
    }

    private static String process(long id) {
        return "{\"id\":" + id + ",\"user\":\"acme/api\",\"customer\":\"acme\",\"status\":\"COMPLETED\","
                + "\"type\":\"certificate\",\"identifier\":\"" + name(id) + "\",\"action\":\"request\","
                + "\"createdDate\":\"2026-10-22T00:40:00Z\",\"updatedDate\":\"2026-10-22T00:48:03Z\","
                + "\"transaction\":{\"EUR\":2500},"
                + "\"command\":{\"customer\":\"acme\",\"product\":\"ssl_example_dv\",\"period\":6}}";
    }

    private static String realtimeCertificate(long id) {
        return "{\"id\":" + id + ",\"process\":" + id + ",\"product\":\"ssl_example_dv\","
                + "\"validationType\":\"DOMAIN_VALIDATION\",\"certificateType\":\"SINGLE_DOMAIN\",\"domainName\":\""
                + name(id) + "\",\"san\":[\"" + name(id) + "\"],\"startDate\":\"2026-10-22T00:47:59Z\","
                + "\"expiryDate\":\"2027-05-09T00:47:59Z\",\"status\":\"ACTIVE\"}";
    }

    private static String regfishCertificate(long id) {
        String token = new UUID(new Random(id).nextLong(), id).toString();
        return "{\"id\":\"" + id + "\",\"status\":\"issued\",\"common_name\":\"" + name(id)
                + "\",\"product\":\"RapidSSL\",\"provider\":\"digicert\",\"dns_names\":[\"" + name(id)
                + "\"],\"order_state\":\"ISSUED\",\"action_required\":false,\"completion_url\":\"\","
                + "\"organization_id\":null,\"validity_days\":199,\"serial_number\":\"" + token.replace("-", "")
                + "\",\"valid_from\":\"2026-10-22T00:00:00Z\",\"valid_until\":\"2027-05-09T23:59:59Z\","
                + "\"contract_valid_from\":\"2026-10-22T00:00:00Z\",\"contract_valid_until\":\"2027-05-09T23:59:59Z\","
                + "\"last_status_check\":\"2026-10-22T09:14:27Z\",\"certificate_pem_available\":true,"
                + "\"renewal_supported\":true,\"reissue_supported\":true,\"validation\":{\"method\":\"dns-cname-token\","
                + "\"dns_records\":[{\"name\":\"_dnsauth." + name(id) + "\",\"type\":\"CNAME\",\"value\":\"" + token
                + ".example.net\"}]}}";
    }

    private static String name(long id) {
        return "www.shop-" + id + ".example.com";
    }

    @Override
    public void close() {
        listener.close();
    }
}
