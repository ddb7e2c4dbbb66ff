package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.conformance.wire.WireTest.EndedOrders;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;

/** Orders at regfish, and a publisher that records what it would publish. */
abstract class DnsValidationFixture {

    static final String NAME = "_dcv.www.example.com";
    static final String CANCELLED = "{\"id\":\"%s\",\"status\":\"cancelled\"}";

    final SimulatedTime time = new SimulatedTime();
    /** The number of times that the book fails to hold a name. */
    int heldInVain;
    /** The method of the book that fails. */
    String failing = "";

    final SpendLog book = InterceptedBook.of(SpendLog.of(OrderBooks.inMemory(time)), (method, arguments, real) -> {
        if (heldInVain > 0 && method.equals("lock")) {
            heldInVain--;
            throw new IllegalStateException("the network is gone");
        }
        if (method.equals(failing)) {
            throw new IllegalStateException("the disk is full");
        }
        return real.call();
    });
    final Map<String, String> certificates = new ConcurrentHashMap<>();
    final List<String> zone = new ArrayList<>();
    final FaultProxy server = FaultProxy.scripted(request -> ProxyStep.json(200, body(request)));

    final Deque<Exception> broken = new ArrayDeque<>();
    boolean unremovable;

    final DnsPublisher dns = new DnsPublisher() {
        @Override
        public AutoCloseable publish(DnsRecord record) throws Exception {
            if (!broken.isEmpty()) {
                throw broken.remove();
            }
            zone.add("+" + record.value());
            return () -> {
                if (unremovable) {
                    throw new IOException("the zone is read-only");
                }
                zone.add("-" + record.value());
            };
        }

        @Override
        public void withdraw(DnsRecord record) {
            zone.add("withdrawn " + record.value());
        }
    };

    @AfterEach
    void stop() {
        server.close();
    }

    /** Waits until the order ends, and runs this after every read. */
    void await(String order, IntConsumer afterLook) {
        try (CertificateReseller reseller = connect(afterLook)) {
            reseller.orders().await(id(order), Duration.ofHours(4), dns, this::nothing);
            throw new AssertionError("nothing is issued here");
        } catch (OrderEndedException e) {
            assertThat(e.order().id()).isEqualTo(id(order));
        }
    }

    /** Waits for several orders, runs this after every read, and returns the orders that have not ended. */
    List<OrderId> awaitAll(List<String> orders, Duration limit, IntConsumer afterLook) {
        EndedOrders listener = new EndedOrders();
        try (CertificateReseller reseller = connect(afterLook)) {
            List<OrderId> left =
                    reseller.orders().awaitAll(orders.stream().map(this::id).toList(), limit, dns, listener);
            assertThat(listener.ended.values()).hasOnlyElementsOfType(OrderEndedException.class);
            return left;
        }
    }

    void nothing(Order order) {
        assertThat(order.status()).isNotEmpty();
    }

    CertificateReseller connect(IntConsumer afterLook) {
        int[] looks = {0};
        return Regfish.connect(
                GeneratedClient.KEY,
                book,
                server.options().toBuilder()
                        .polling(new Polling(Duration.ofSeconds(30), Duration.ofSeconds(30)))
                        .time(time, pause -> {
                            afterLook.accept(++looks[0]);
                            time.sleep(pause);
                        })
                        .build());
    }

    OrderId id(String order) {
        return new OrderId("regfish", server.uri().getAuthority(), "-", OrderId.Kind.ORDER, order, "-", "-");
    }

    String body(ReceivedRequest request) {
        String path = request.head().get(0).split(" ")[1];
        String response = path.equals("/tls/certificate")
                ? certificates.keySet().stream()
                        .sorted()
                        .map(this::certificate)
                        .toList()
                        .toString()
                : certificate(path.substring(path.lastIndexOf('/') + 1));
        return "{\"success\":true,\"response\":" + response + "}";
    }

    String certificate(String id) {
        return certificates.get(id).formatted(id);
    }

    static String waitingAt(String... names) {
        List<String> records = Arrays.stream(names)
                .map(name -> "{\"name\":\"" + name + ".\",\"type\":\"CNAME\",\"value\":\"%1$s-" + name + "\"}")
                .toList();
        return "{\"id\":\"%1$s\",\"status\":\"pending\",\"validation\":{\"dns_records\":" + records + "}}";
    }

    static String waitingFor(String type, String... values) {
        List<String> records = Arrays.stream(values)
                .map(value -> "{\"name\":\"" + NAME + ".\",\"type\":\"" + type + "\",\"value\":\"" + value + "\"}")
                .toList();
        return "{\"id\":\"%s\",\"status\":\"pending\",\"validation\":{\"method\":\"dns-cname-token\",\"dns_records\":"
                + records + "}}";
    }
}
