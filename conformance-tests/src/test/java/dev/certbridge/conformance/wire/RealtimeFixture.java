package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.conformance.wire.InterceptedBook.RealCall;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A client for Realtime Register, a book, and a server whose responses a test replaces one by one. */
abstract class RealtimeFixture {

    static final Intent INTENT = Intent.of("shop-4711/1");

    /** The line of a quote of 25 euros. */
    static final String LINE =
            "{\"product\":\"ssl_example\",\"action\":\"REQUEST\",\"quantity\":1,\"amount\":2500,\"total\":2500}";

    ProxyStep quote = json(200, quote("2500", LINE));
    ProxyStep process = json(200, "{\"id\":4711,\"status\":\"RUNNING\"}");
    ProxyStep order = TestProvider.REALTIME.accepts();
    ProxyStep listing = FaultProxy.EMPTY_LISTING;

    final FaultProxy server = FaultProxy.scripted(this::response);
    final SpendLog book = InterceptedBook.of(SpendLog.of(OrderBooks.inMemory()), this::intercept);
    final CertificateReseller realtime = TestProvider.REALTIME.connect(book, server);
    final OrderRequest request = TestProvider.REALTIME.order("www.example.com");

    /** Is called in place of each method of the book. */
    Object intercept(String method, Object[] arguments, RealCall real) throws Throwable {
        return real.call();
    }

    ProxyStep response(ReceivedRequest received) {
        if (received.isQuote()) {
            return quote;
        }
        if (received.target().startsWith("/v2/processes/4711/info")) {
            return json(200, "{}");
        }
        if (received.target().startsWith("/v2/processes/4711")) {
            return process;
        }
        return received.isWrite() ? order : listing;
    }

    static String quote(String total, String lines) {
        return "{\"quote\":{\"currency\":\"EUR\",\"total\":%s,\"billables\":[%s]}}".formatted(total, lines);
    }

    /** Returns the paths of all orders and questions for prices. */
    List<String> posts() {
        return server.requests("POST").stream().map(ReceivedRequest::target).toList();
    }

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }
}
