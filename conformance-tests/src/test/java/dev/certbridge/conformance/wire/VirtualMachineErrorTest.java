package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.fixture.FullStack;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.TestThreads;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An {@link Error} inside one call affects that call alone, also near the end of the stack. */
class VirtualMachineErrorTest extends WireTest {

    /** Nine tenths of them are more than there are connections. */
    private static final int MANY = 300;

    private static final Duration LONG = Duration.ofMinutes(2);

    private static final JsonArraySource<Certificate> ROWS =
            new JsonArraySource<>(Certificate.class, "response", "success", 1L << 30);

    static Stream<Supplier<Error>> errors() {
        return Stream.of(StackOverflowError::new, () -> new OutOfMemoryError("obviously fake"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errors_in_many_orders_close_no_connection_of_another_and_use_none_up(Supplier<Error> errors) {
        SpendCall order = SpendCall.of("realtime", "requestCertificate");
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        AtomicInteger posts = new AtomicInteger();
        ProxyStep accepts = ProxyStep.json(202, "{}", "x-process-id: 4711");
        try (FaultProxy server = FaultProxy.scripted(request -> {
                    if (!request.isWrite()) {
                        return FaultProxy.EMPTY_LISTING;
                    }
                    if (posts.incrementAndGet() > 1) {
                        return accepts;
                    }
                    arrived.complete(null);
                    return accepts.after(goOn);
                });
                GeneratedClient session = GeneratedClient.open("realtime", server.options(LONG))) {
            CompletableFuture<ApiResponse> underWay = new CompletableFuture<>();
            CompletableFuture<Void> caller = TestThreads.run(() -> underWay.complete(session.spend(order)));
            arrived.join();
            for (int i = 0; i < MANY; i++) {
                Error error = errors.get();
                SpendPermit spend = i % 10 != 0 ? failingBeforeTheWrite(error) : failingAtTheHead(error);
                assertThatThrownBy(() -> session.spend(order, spend)).hasRootCause(error);
                assertThat(spend.written()).isEqualTo(i % 10 == 0);
            }
            goOn.complete(null);
            caller.join();
            assertThat(underWay.join().status()).isEqualTo(202);
            assertThat(session.spend(order).status()).isEqualTo(202);
            session.read();
        } finally {
            goOn.complete(null);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errors_of_consumers_of_endless_lists_use_no_connection_up(Supplier<Error> errors) {
        FaultProxy server = always(ProxyStep.flood("HTTP/1.1 200 OK\r\n\r\n{\"response\":[{}", ",{}"));
        Transport transport = transport(server);
        for (int i = 0; i < MANY; i++) {
            Error error = errors.get();
            assertThatThrownBy(() -> transport.stream(
                            TlsCertificatesApi.class, TlsCertificatesApi::listCertificates, ROWS, entry -> {
                                throw error;
                            }))
                    .isSameAs(error);
        }
        assertThat(server.began()).isEqualTo(MANY);
    }

    @Test
    void an_order_with_an_error_is_unknown_and_the_next_one_is_placed() {
        Error failure = new StackOverflowError();
        AtomicBoolean failing = new AtomicBoolean(true);
        AtomicBoolean withId = new AtomicBoolean();
        SpendLog book = InterceptedBook.of(SpendLog.of(OrderBooks.inMemory()), (method, arguments, real) -> {
            if (method.equals("answered") && failing.getAndSet(false)) {
                throw failure;
            }
            return real.call();
        });
        AtomicInteger ids = new AtomicInteger(4711);
        FaultProxy server = open(FaultProxy.scripted(request -> !request.isWrite()
                ? FaultProxy.EMPTY_LISTING
                : ProxyStep.json(
                        202,
                        "{\"commonName\":\"www.example.com\"}",
                        (withId.get() ? "x-process-id: " : "x-none: ") + ids.getAndIncrement())));
        CertificateReseller reseller = open(TestProvider.REALTIME.connect(book, server));
        assertThatThrownBy(() -> order(reseller, "without-id")).isSameAs(failure);
        assertThat(book.unresolved())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.state()).isEqualTo(Attempt.State.UNKNOWN));

        withId.set(true);
        failing.set(true);
        assertThatThrownBy(() -> order(reseller, "with-id")).isSameAs(failure);
        assertThat(book.unresolved()).hasSize(1);

        assertThat(order(reseller, "with-id")).isEqualTo("4712");
        assertThat(order(reseller, "next")).isEqualTo("4713");
        assertThat(server.writes()).hasSize(3);
    }

    private static String order(CertificateReseller reseller, String intent) {
        return reseller.order(
                        Intent.of(intent), TestProvider.REALTIME.order(intent + ".example.com"), Spending.unquoted())
                .id()
                .providerId();
    }

    private static SpendPermit failingBeforeTheWrite(Error error) {
        return SpendPermit.once(new SpendPermit.Listener() {
            @Override
            public void beforeWrite() {
                throw error;
            }
        });
    }

    private static SpendPermit failingAtTheHead(Error error) {
        return SpendPermit.once(new SpendPermit.Listener() {
            @Override
            public void head(ApiResponse head) {
                throw error;
            }
        });
    }

    /** Places orders with ever more stack, in a class loader in which no class of the client was initialised before. */
    public static final class Orders implements BooleanSupplier {

        private final TestProvider provider;
        private final CertificateReseller reseller;
        private final OrderRequest request;
        private final List<String> outcomes;
        private int calls;

        private Orders(TestProvider provider, URI uri, List<String> outcomes) {
            this.provider = provider;
            this.request = provider.order("www.example.com");
            this.reseller = provider.connect(
                    OrderBooks.inMemory(), ConnectOptions.builder().uri(uri).build());
            this.outcomes = outcomes;
        }

        /** Called by name, with types of the JDK only. */
        public static void place(String provider, URI uri, List<String> outcomes) throws InterruptedException {
            Orders orders = new Orders(TestProvider.valueOf(provider), uri, outcomes);
            FullStack.unwind(10, orders);
            outcomes.add(orders.order("at-last"));
            orders.reseller.close();
        }

        /** Places an order, and returns true if that succeeded. */
        @Override
        public boolean getAsBoolean() {
            calls++;
            String outcome = "StackOverflowError";
            try {
                outcome = order("deep-" + calls);
            } catch (StackOverflowError e) {
                // Before the client was entered: order returns what it throws.
            }
            outcomes.add(outcome);
            return outcome.equals("placed");
        }

        private String order(String intent) {
            try {
                reseller.order(Intent.of(intent), provider.order("www.example.com"), Spending.unquoted());
                return "placed";
            } catch (RuntimeException | NoClassDefFoundError e) {
                return e.toString();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestProvider.class)
    void an_order_near_the_end_of_the_stack_is_not_sent_and_spoils_no_later_one(TestProvider provider)
            throws Exception {
        List<String> outcomes = new ArrayList<>();
        AtomicInteger ids = new AtomicInteger(1000);
        try (FaultProxy server = FaultProxy.scripted(request -> request.method().equals("GET")
                        ? FaultProxy.EMPTY_LISTING
                        : accepted(provider, String.valueOf(ids.getAndIncrement())));
                URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            fresh.loadClass(Orders.class.getName())
                    .getMethod("place", String.class, URI.class, List.class)
                    .invoke(null, provider.name(), server.uri(), outcomes);
            assertThat(outcomes).hasSizeGreaterThan(3).endsWith("placed", "placed");
            assertThat(outcomes.subList(0, outcomes.size() - 2))
                    .allMatch(outcome -> outcome.equals("StackOverflowError")
                            || outcome.startsWith(NotSentException.class.getName()))
                    .anyMatch(outcome -> outcome.contains("the stack of this thread is nearly full"));
            assertThat(server.writes()).hasSize(2);
        }
    }

    private static ProxyStep accepted(TestProvider provider, String id) {
        return provider == TestProvider.REGFISH
                ? ProxyStep.json(
                        200, "{\"success\":true,\"response\":{\"id\":\"ABCDEFGH" + id + "\",\"status\":\"pending\"}}")
                : ProxyStep.json(202, "{\"commonName\":\"www.example.com\"}", "x-process-id: " + id);
    }

    private static URL[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(VirtualMachineErrorTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
