package dev.certbridge.benchmarks.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.certbridge.benchmarks.server.Listener;
import java.net.URI;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A separate process with an account of any size at both resellers. Nearly all orders are issued. A listing at Realtime
 * Register has pages, sorted by id. Orders are answered with status 500, so their outcome is unknown.
 */
final class ListedAccount {

    /** The id of the first process and of the first certificate. */
    private static final long FIRST = 9_000_000;

    private static final int PAGE = 100;
    private static final Pattern AFTER = Pattern.compile("id:gt=(\\d+)");

    private final int entries;
    private final byte[] regfishList;

    private ListedAccount(int entries) {
        this.entries = entries;
        this.regfishList = ids(0, entries)
                .mapToObj(ListedAccount::regfishCertificate)
                .collect(Collectors.joining(",", "{\"success\":true,\"response\":[", "]}"))
                .getBytes(ISO_8859_1);
    }

    /** Lists as many orders as the argument says. Prints the port first. The process runs until its parent ends it. */
    public static void main(String[] arguments) throws InterruptedException {
        ListedAccount account = new ListedAccount(Integer.parseInt(arguments[0]));
        try (Listener listener = new Listener(Optional.empty(), account::response)) {
            System.out.println(listener.uri().getPort());
            new CountDownLatch(1).await();
        }
    }

    private byte[] response(String requestLine) {
        String[] words = requestLine.split(" ");
        URI asked = URI.create(words[1]);
        byte[] body = switch (asked.getPath()) {
            case "/tls/certificate" -> words[0].equals("GET") ? regfishList : "{}".getBytes(ISO_8859_1);
            case "/v2/processes" -> page(asked, ListedAccount::process);
            case "/v2/ssl/certificates" -> page(asked, ListedAccount::realtimeCertificate);
            default -> "{}".getBytes(ISO_8859_1);
        };
        byte[] head = ("HTTP/1.1 " + (words[0].equals("GET") ? "200 OK" : "500 Error")
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        byte[] response = new byte[head.length + body.length];
        System.arraycopy(head, 0, response, 0, head.length);
        System.arraycopy(body, 0, response, head.length, body.length);
        return response;
    }

    private byte[] page(URI asked, LongFunction<String> entry) {
        Matcher after = AFTER.matcher(String.valueOf(asked.getQuery()));
        long from = after.find() ? Long.parseLong(after.group(1)) - FIRST + 1 : 0;
        return ids(from, Math.min(entries, from + PAGE))
                .mapToObj(entry)
                .collect(Collectors.joining(
                        ",", "{\"entities\":[", "],\"pagination\":{\"total\":" + (entries - from) + "}}"))
                .getBytes(ISO_8859_1);
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
}
