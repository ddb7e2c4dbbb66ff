package dev.certbridge.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.regfish.RegfishStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of the server of a stub towards pages in a browser and other programs on the machine. */
class StubJettyServerTest {

    private static final String PRODUCTS = "/tls/products";
    private static final String LOCAL = "Host: 127.0.0.1:18081";
    private static final String PAGE = "Origin: https://page.example";
    private static final int MILLIS = 60_000;
    private static final Duration ARRIVAL = Duration.ofSeconds(2);

    private final RegfishStub stub = RegfishStub.start();

    @AfterEach
    void close() {
        stub.close();
    }

    static String[] addressesOfWireMock() {
        return ("GET /__admin, GET /__admin/, GET /__admin/mappings, POST /__admin/mappings, "
                        + "DELETE /__admin/mappings, POST /__admin/mappings/save, POST /__admin/reset, "
                        + "POST /__admin/shutdown, POST /__admin/settings, GET /__admin/requests, "
                        + "GET /__admin/files, PUT /__admin/files/page.txt, DELETE /__admin/files/page.txt, "
                        + "POST /__admin/recordings/start, OPTIONS /__admin/mappings, "
                        + "GET /__admin/swagger-ui/index.html, GET /__admin/recorder/index.html, "
                        + "GET /__admin/not-matched, GET /__admin;a=b/mappings, GET /%5f%5fadmin/mappings, "
                        + "GET /x/../__admin/mappings, GET //__admin/mappings, GET /__files, GET /__files/, "
                        + "GET /__files/page.txt, GET /index.html")
                .split(", ");
    }

    @ParameterizedTest
    @MethodSource("addressesOfWireMock")
    void an_address_of_wiremock_is_one_that_the_reseller_does_not_know(String line) throws IOException {
        Path written = Path.of("src", "test", "resources", "__files", "page.txt");
        String answer = send(stub.uri(), line, "{}", LOCAL);
        String fromPage = send(
                stub.uri(),
                line,
                "{}",
                LOCAL,
                PAGE,
                "Access-Control-Request-Method: DELETE",
                "Access-Control-Request-Headers: x-api-key");
        // Jetty itself refuses some spellings of a path.
        assertThat(status(answer)).isIn(400, 404);
        assertThat(status(fromPage)).isIn(400, 403);
        assertThat(answer + fromPage).doesNotContainIgnoringCase("access-control", "wiremock", "jetty");
        assertThat(written).doesNotExist();
        assertThat(status(send(stub.uri(), "GET " + PRODUCTS, "", LOCAL, "x-api-key: " + stub.apiKey())))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page.example",
                "page.example:18081",
                "127.0.0.1.page.example",
                "localhost.page.example:18081",
                "page.example#127.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "127.0.0.256",
                "[::]"
            })
    void another_host_name_is_misdirected(String host) throws IOException {
        String answer = send(stub.uri(), "GET /__ledger", "", "Host: " + host);
        // Jetty itself refuses what is no host name.
        assertThat(status(answer)).isIn(421, 400);
        assertThat(answer).doesNotContain("\"charged\"");
        assertRefused(status(answer));
    }

    @Test
    void another_host_name_in_an_absolute_target_is_misdirected_too() throws IOException {
        assertThat(status(send(stub.uri(), "GET http://page.example/__ledger", "", "Host: page.example")))
                .isEqualTo(421);
        // Jetty itself refuses two names that differ.
        assertThat(status(send(stub.uri(), "GET http://page.example/__ledger", "", LOCAL)))
                .isEqualTo(400);
        assertThat(status(send(stub.uri(), "GET http://localhost/__ledger", "", "Host: localhost")))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:65535", "127.1.2.255:80", "[::1]:18081"})
    void a_name_of_the_loopback_interface_is_answered(String host) throws IOException {
        String answer = send(stub.uri(), "GET /__ledger", "", "Host: " + host);
        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer).contains("\"orders\":0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://page.example",
                "Origin: http://localhost.page.example",
                "Origin: null",
                "Origin: file://",
                "Origin: http://127.0.0.1.page.example:18081",
                "Sec-Fetch-Site: cross-site"
            })
    void a_request_of_a_page_of_another_site_is_refused_before_any_fault_applies(String header) throws IOException {
        stub.when("listProducts").once().answers(503, "{}", Map.of());
        for (String line : List.of("GET /__ledger", "GET " + PRODUCTS, "POST /tls/certificate", "OPTIONS /__ledger")) {
            String answer = send(stub.uri(), line, "", LOCAL, header, "x-api-key: " + stub.apiKey());
            assertThat(status(answer)).as(line).isEqualTo(403);
            assertThat(answer).doesNotContainIgnoringCase("access-control");
        }
        assertRefused(403, 403, 403, 403);
        assertThat(stub.ledger().orders()).isZero();
        assertThat(status(send(stub.uri(), "GET " + PRODUCTS, "", LOCAL))).isEqualTo(503);
    }

    @Test
    void a_page_of_this_machine_is_answered_without_leave_to_read() throws IOException {
        String answer = send(stub.uri(), "GET /__ledger", "", LOCAL, "Origin: http://localhost:3000");
        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer).doesNotContainIgnoringCase("access-control");
    }

    @Test
    void a_body_is_read_up_to_its_limit() throws IOException {
        String atLimit = "x".repeat(StubJettyServer.LoopbackFilter.MAX_BODY_BYTES);
        assertThat(status(send(stub.uri(), "POST /tls/certificate", atLimit, LOCAL)))
                .isEqualTo(401);
        assertThat(stub.journal().received()).isEqualTo(1);
        String declared = send(stub.uri(), "POST /tls/certificate", "{", LOCAL, "Content-Length: 1048577");
        String chunked = send(
                stub.uri(),
                "POST /tls/certificate",
                Integer.toHexString(atLimit.length() + 1) + "\r\n" + atLimit + "x\r\n0\r\n\r\n",
                LOCAL,
                "Transfer-Encoding: chunked");
        assertThat(List.of(status(declared), status(chunked))).containsOnly(413);
        assertThat(chunked).contains("at most 1048576 bytes");
        assertThat(stub.journal().received("createCertificate")).isEqualTo(1);
    }

    @Test
    void a_compressed_body_is_not_unpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[64 << 20]);
        }
        String body = packed.toString(ISO_8859_1);
        String declared = send(stub.uri(), "POST /tls/certificate", body, LOCAL, "Content-Encoding: gzip");
        String undeclared = send(stub.uri(), "POST /tls/certificate", body, LOCAL);
        assertThat(List.of(status(declared), status(undeclared))).containsOnly(415);
        assertRefused(415, 415);
    }

    @Test
    void a_body_of_several_parts_is_read_as_one() throws IOException {
        String part = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n";
        String answer = send(
                stub.uri(),
                "POST /tls/certificate",
                part,
                LOCAL,
                "x-api-key: " + stub.apiKey(),
                "Content-Type: multipart/form-data; boundary=b");
        assertThat(status(answer)).isEqualTo(400);
        assertThat(answer).contains("multipart/form-data; boundary=b");
    }

    @Test
    void idle_connections_make_room_when_there_are_too_many() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try (StubServer port = StubServer.open(0, Duration.ofHours(1));
                RegfishStub stub = RegfishStub.start(port.number())) {
            for (int i = 0; i < StubJettyServer.MAX_CONNECTIONS; i++) {
                idle.add(connect(stub.uri()));
            }
            long end = System.nanoTime() + Duration.ofMillis(MILLIS).toNanos();
            String answer = "";
            while (answer.isEmpty() && System.nanoTime() < end) {
                answer = sendWhenFull(stub.uri());
            }
            assertThat(status(answer)).isEqualTo(200);
            // The server may accept the last idle connections only after it has responded.
            boolean closed = false;
            while (!closed && System.nanoTime() < end) {
                for (Socket socket : idle) {
                    socket.setSoTimeout(1);
                    closed |= !isOpen(socket);
                }
            }
            assertThat(closed).isTrue();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /__ledger HTTP/1.1\r\n" + LOCAL + "\r\nA: ",
                "POST / HTTP/1.1\r\n" + LOCAL + "\r\nContent-Length: 999\r\n\r\n",
                "GET /__ledger HTTP/1.1\r\n" + LOCAL + "\r\n\r\nGET /__ledger HTTP/1.1\r\n" + LOCAL + "\r\nA: "
            })
    void a_request_that_trickles_in_is_cut_off(String beginning) throws IOException {
        Duration pause = ARRIVAL;
        // After a pause of this process as long as that, the server's idle timeout has closed the connection.
        for (int attempt = 0; attempt < 5 && pause.compareTo(ARRIVAL) >= 0; attempt++) {
            pause = longestPauseUntilClosed(beginning);
        }
        assertThat(pause).isLessThan(ARRIVAL);
    }

    /**
     * Sends byte after byte until the server closes the connection, and returns the longest time between two of them.
     */
    private static Duration longestPauseUntilClosed(String beginning) throws IOException {
        try (StubServer port = StubServer.open(0, ARRIVAL);
                RegfishStub stub = RegfishStub.start(port.number());
                Socket socket = connect(stub.uri())) {
            socket.setSoTimeout(50);
            socket.getOutputStream().write(beginning.getBytes(ISO_8859_1));
            boolean open = true;
            long longest = 0;
            for (int sent = 0; open && sent < 200; sent++) {
                long before = System.nanoTime();
                open = isOpen(socket);
                longest = Math.max(longest, System.nanoTime() - before);
            }
            assertThat(open).isFalse();
            return Duration.ofNanos(longest);
        }
    }

    @Test
    void an_answer_may_take_longer_than_a_request() throws IOException {
        try (StubServer port = StubServer.open(0, Duration.ofMillis(300));
                RegfishStub stub = RegfishStub.start(port.number())) {
            stub.answer("listProducts", CannedFailure.late(Duration.ofMillis(1_500)));
            assertThat(status(send(stub.uri(), "GET " + PRODUCTS, "", LOCAL))).isEqualTo(401);
        }
    }

    @Test
    void the_journal_keeps_the_beginning_of_a_long_path() throws IOException {
        assertThat(status(send(stub.uri(), "GET /" + "x".repeat(20_000), "", LOCAL)))
                .isEqualTo(404);
        assertThat(stub.journal().exchanges())
                .singleElement()
                .satisfies(exchange ->
                        assertThat(exchange.path()).startsWith("/xxx").hasSizeLessThan(2_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /tls | A B: c   | GET | /tls",
                "GET /%zz | A: b     | GET | ?",
                "G@T /tls | A: b     | ?   | ?",
                "GET /tls | Host: a  | GET | /tls"
            })
    void a_request_that_is_not_http_is_in_the_journal(String line, String header, String method, String path)
            throws IOException {
        assertThat(status(send(stub.uri(), line, "", LOCAL, header))).isEqualTo(400);
        assertRefused(400);
        Journal.Exchange exchange = stub.journal().exchanges().get(0);
        assertThat(exchange.method()).isEqualTo(method);
        assertThat(exchange.path()).isEqualTo(path);
        assertThat(exchange.breaches()).singleElement().asString().startsWith("not a valid HTTP request: ");
    }

    @Test
    void a_key_in_the_path_of_a_refused_request_is_not_in_the_journal() throws IOException {
        send(stub.uri(), "GET /a/" + stub.apiKey(), "", "Host: page.example", "x-api-key: " + stub.apiKey());
        assertRefused(421);
        assertThat(stub.journal().json().toString()).contains("/a/(key)").doesNotContain(stub.apiKey());
    }

    /** Requires that the journal has only refused requests, with these statuses and the reason. */
    private void assertRefused(Integer... statuses) {
        List<Journal.Exchange> exchanges = stub.journal().exchanges();
        assertThat(exchanges).extracting(Journal.Exchange::status).containsExactly(statuses);
        assertThat(exchanges).allSatisfy(exchange -> {
            assertThat(exchange.operationId()).isEqualTo(Journal.NO_OPERATION);
            assertThat(exchange.breaches()).hasSize(1);
        });
    }

    /** Sends a request, and returns nothing when the server closes the connection as one too many. */
    private static String sendWhenFull(URI uri) throws IOException {
        try {
            return send(uri, "GET /__ledger", "", LOCAL);
        } catch (SocketException closed) {
            return "";
        }
    }

    /** Sends one more byte, and looks whether the other side has closed. */
    private static boolean isOpen(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read(new byte[1_000]) >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private static Socket connect(URI uri) throws IOException {
        return new Socket(InetAddress.getByName(uri.getHost()), uri.getPort());
    }

    /** Sends a request as it is said, and returns the whole answer as text. */
    private static String send(URI uri, String line, String body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (!head.toString().toLowerCase(Locale.ROOT).matches("(?s).*\r\n(content-length|transfer-encoding):.*")) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        try (Socket socket = connect(uri)) {
            socket.setSoTimeout(MILLIS);
            byte[] bytes = (head + "\r\n" + body).getBytes(ISO_8859_1);
            try {
                socket.getOutputStream().write(bytes);
            } catch (SocketException refusedWhileSending) {
                // The answer may be there all the same.
            }
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static int status(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 ");
        return Integer.parseInt(answer.substring(9, 12));
    }
}
