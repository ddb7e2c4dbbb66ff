package dev.certbridge.benchmarks.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A separate process that lists any number of open orders as both resellers do. It uses almost no processor time,
 * unlike the stubs, which check and build every entry again. It counts requests: {@code /requests} returns the number
 * since its last call.
 */
final class ListedOrders {

    /** The id of the first order. The ids of the other orders follow it. */
    static final long FIRST = 9_000_000;

    private static final Pattern IDS = Pattern.compile("id:in=([\\d,]+)");
    private static final Pattern ONE = Pattern.compile("/v2/processes/(\\d+)(/info)?");
    private static final Pattern ONE_CERTIFICATE = Pattern.compile("/tls/certificate/(\\d+)");

    private final AtomicLong requests = new AtomicLong();
    private final byte[] everyCertificate;

    private ListedOrders(int orders) {
        everyCertificate = LongStream.range(FIRST, FIRST + orders)
                .mapToObj(ListedOrders::certificate)
                .collect(Collectors.joining(",", "{\"success\":true,\"response\":[", "]}"))
                .getBytes(ISO_8859_1);
    }

    /** Lists as many orders as the argument says. Prints the port first. The process runs until its parent ends it. */
    public static void main(String[] arguments) throws IOException {
        ListedOrders orders = new ListedOrders(Integer.parseInt(arguments[0]));
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println(listener.getLocalPort());
            while (true) {
                Socket socket = listener.accept();
                new Thread(() -> orders.converse(socket), "listed-orders").start();
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                while (!in.readLine().isEmpty()) {
                    // The headers are skipped. All requests are reads, which need none.
                }
                byte[] body = answer(URI.create(line.split(" ")[1]));
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
                out.write(body);
            }
        } catch (IOException e) {
            // The client closed the connection.
        }
    }

    private byte[] answer(URI asked) {
        if (asked.getPath().equals("/requests")) {
            return Long.toString(requests.getAndSet(0)).getBytes(ISO_8859_1);
        }
        requests.incrementAndGet();
        if (asked.getPath().equals("/tls/certificate")) {
            return everyCertificate;
        }
        Matcher one = ONE.matcher(asked.getPath());
        if (one.matches()) {
            return (one.group(2) == null ? process(one.group(1)) : info(one.group(1))).getBytes(ISO_8859_1);
        }
        // A wait for few of many orders reads them one by one.
        Matcher certificate = ONE_CERTIFICATE.matcher(asked.getPath());
        if (certificate.matches()) {
            String response = certificate(Long.parseLong(certificate.group(1)));
            return ("{\"success\":true,\"response\":" + response + "}").getBytes(ISO_8859_1);
        }
        Matcher ids = IDS.matcher(asked.getQuery());
        if (!ids.find()) {
            throw new IllegalArgumentException("not known here: " + asked);
        }
        String[] wanted = ids.group(1).split(",");
        return Stream.of(wanted)
                .map(ListedOrders::process)
                .collect(Collectors.joining(
                        ",", "{\"entities\":[", "],\"pagination\":{\"total\":" + wanted.length + "}}"))
                .getBytes(ISO_8859_1);
    }

    private static String process(String id) {
        return "{\"id\":" + id + ",\"type\":\"certificate\",\"status\":\"SUSPENDED\","
                + "\"updatedDate\":\"2026-11-22T00:00:00Z\"}";
    }

    private static String info(String id) {
        String name = "shop-" + id + ".example.com";
        return "{\"commonName\":\"" + name + "\",\"validations\":{\"dcv\":[{\"commonName\":\"" + name
                + "\",\"type\":\"DNS\",\"status\":\"WAITING\",\"dnsRecord\":\"_dcv." + name
                + "\",\"dnsType\":\"CNAME\",\"dnsContents\":\"0123456789abcdef0123456789abcdef." + id
                + ".example.net\"}]}}";
    }

    private static String certificate(long id) {
        String name = "shop-" + id + ".example.com";
        return "{\"id\":\"" + id + "\",\"status\":\"pending\",\"order_state\":\"PENDING\",\"common_name\":\"" + name
                + "\",\"product\":\"RapidSSL\",\"validation\":{\"method\":\"dns-cname-token\",\"dns_records\":[{\"name\":\"_dcv."
                + name + "\",\"type\":\"CNAME\",\"value\":\"0123456789abcdef0123456789abcdef." + id
                + ".example.net\"}]}}";
    }
}
