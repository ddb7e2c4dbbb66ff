package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that is called near the end of the stack: nothing is sent, and it works where there is room. */
class StackDepthTest {

    /** Orders with ever more room, in a class loader in which no class of the client was initialised before. */
    public static final class Orders implements Runnable {

        private static final int EVERY = 10;

        private final TestProvider provider;
        private final CertificateReseller reseller;
        private final OrderRequest request;
        private final List<String> outcomes;
        private int unwound;

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
            Thread small = new Thread(null, orders, "small", 700 * 1024L);
            small.start();
            small.join();
            outcomes.add(orders.order("at-last"));
            orders.reseller.close();
        }

        @Override
        public void run() {
            deeper();
        }

        /** To the end of the stack; on the way back something is ordered every few frames until that succeeded. */
        private int deeper() {
            int frames = 0;
            try {
                frames = 1 + deeper();
            } catch (StackOverflowError e) {
                unwound = 0;
            }
            unwound++;
            if (unwound % EVERY == 0 && (outcomes.isEmpty() || !last().equals("placed"))) {
                tried();
            }
            return frames;
        }

        private String last() {
            return outcomes.get(outcomes.size() - 1);
        }

        private void tried() {
            String outcome = "StackOverflowError";
            try {
                outcome = order("deep-" + unwound);
            } catch (StackOverflowError e) {
                // Before the client was entered: order returns what it throws.
            }
            outcomes.add(outcome);
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
                .map(StackDepthTest::url)
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
