package shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shop.generated.model.Certificate;
import shop.generated.model.CertificateRequest;

/** Calls a server that answers every request with the same response, and keeps the requests. */
class CostCenterClientTest {

    private static final String ORDERED =
            """
            {"response": {"id": "HM4T9XQ2RB7WK", "status": "pending", "cost_center": "4711"}}""";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer server;
    private CostCenterClient client;

    @BeforeEach
    void connect() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new CostCenterClient(URI.create("http://localhost:" + server.getAddress().getPort()), "secret");
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
    }

    @Test
    void orders_and_reads_with_the_member_of_the_own_contract() {
        Certificate ordered = client.order(request());
        assertEquals("4711", ordered.getCostCenter());
        assertEquals("pending", client.get(ordered.getId()).getStatus());
        System.out.println("ordered " + ordered.getId() + " for cost center " + ordered.getCostCenter());
        assertEquals(
                List.of(
                        "POST /tls/certificate secret {\"sku\":\"RapidSSL\",\"common_name\":\"www.example.com\","
                                + "\"csr\":\"...\",\"cost_center\":\"4711\"}",
                        "GET /tls/certificate/HM4T9XQ2RB7WK secret "),
                requests);
    }

    @Test
    void an_order_that_fails_is_sent_once() {
        status = 400;
        assertThrows(InvalidRequestException.class, () -> client.order(request()));
        status = 500;
        assertThrows(OutcomeUnknownException.class, () -> client.order(request()));
        assertEquals(2, requests.size());
    }

    @Test
    void a_certificate_that_does_not_exist_is_not_found() {
        status = 404;
        assertThrows(NotFoundException.class, () -> client.get("HM4T9XQ2RB7WK"));
    }

    private static CertificateRequest request() {
        return new CertificateRequest()
                .sku("RapidSSL")
                .commonName("www.example.com")
                .csr("...")
                .costCenter("4711");
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("x-api-key") + " "
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] body = ORDERED.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
