package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.ErrorMapper;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** A test of clients against scripted servers. Closes whatever it opened, the last one first. */
abstract class WireTest {

    static final Intent INTENT = Intent.of("shop-4711/1");

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    <R extends AutoCloseable> R open(R resource) {
        resources.push(resource);
        return resource;
    }

    FaultProxy always(ProxyStep step) {
        return open(FaultProxy.always(step));
    }

    FaultProxy toWrites(ProxyStep step) {
        return open(FaultProxy.toWrites(step));
    }

    GeneratedClient client(String reseller, FaultProxy server) {
        return open(GeneratedClient.open(reseller, server));
    }

    GeneratedClient client(String reseller, FaultProxy server, UnaryOperator<ConnectOptions.Builder> changes) {
        return open(GeneratedClient.open(reseller, server, changes));
    }

    GeneratedClient client(String reseller, ConnectOptions options) {
        return open(GeneratedClient.open(reseller, options));
    }

    CertificateReseller connect(TestProvider provider, OrderBook book, FaultProxy server) {
        return open(provider.connect(book, server));
    }

    Transport transport(FaultProxy server) {
        return transport(server.options());
    }

    Transport transport(ConnectOptions options) {
        Credential key = Credential.header("x-api-key", GeneratedClient.KEY);
        return open(new Transport("test", options.uri().orElseThrow(), key, options, new AnyErrorMapper()));
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
    }

    /** Maps every status other than 2xx to one failure, for tests about successful responses. */
    static final class AnyErrorMapper implements ErrorMapper {

        @Override
        public ResellerException readError(ApiResponse answer) {
            return new ProviderFaultException(answer.origin(), answer.status(), "said no", null);
        }

        @Override
        public ResellerException writeError(ApiResponse answer) {
            return readError(answer);
        }

        @Override
        public ResellerException spendError(ApiResponse answer, byte[] request) {
            return readError(answer);
        }
    }

    /** A listener that records the orders that end, and fails when one is issued or ends twice. */
    static class EndedOrders implements AwaitListener {

        final Map<OrderId, ResellerException> ended = new LinkedHashMap<>();

        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            throw new AssertionError("nothing is issued here");
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            assertThat(ended.put(id, why)).as("reported once").isNull();
        }
    }
}
