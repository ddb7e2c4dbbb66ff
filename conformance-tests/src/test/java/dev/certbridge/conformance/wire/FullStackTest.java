package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Near the end of the stack, each call of the neutral API refuses before anything else happens. */
class FullStackTest extends WireTest {

    private static final String REFUSAL = "the stack of this thread is nearly full";

    /** Runs a call with ever more stack, until it is not refused. */
    private static final class Descent implements Runnable {

        private static final int EVERY = 20;

        private final Runnable call;
        private final List<String> refusals = new ArrayList<>();
        private int unwound;
        private boolean entered;

        private Descent(Runnable call) {
            this.call = call;
        }

        /** Returns the messages of the refusals. */
        static List<String> refusals(Runnable call) throws InterruptedException {
            Descent descent = new Descent(call);
            // Otherwise the end of the stack could be in the initialisation of a class, which could not be used again.
            descent.entered = descent.isEntered();
            assertThat(descent.entered).isTrue();
            descent.entered = false;
            Thread small = new Thread(null, descent, "small", 700 * 1024L);
            small.start();
            small.join();
            assertThat(descent.entered).isTrue();
            return descent.refusals;
        }

        @Override
        public void run() {
            deeper();
        }

        private int deeper() {
            int frames = 0;
            try {
                frames = 1 + deeper();
            } catch (StackOverflowError e) {
                unwound = 0;
            }
            unwound++;
            if (unwound % EVERY == 0 && !entered) {
                entered = isEntered();
            }
            return frames;
        }

        private boolean isEntered() {
            try {
                call.run();
            } catch (StackOverflowError e) {
                return false;
            } catch (NotSentException | IllegalStateException e) {
                if (e.getMessage().contains(REFUSAL)) {
                    refusals.add(e.getMessage());
                    return false;
                }
            } catch (RuntimeException e) {
                // The service is not there, or the request is not valid: the call went on.
            }
            return true;
        }
    }

    /** Returns each call with the name that its refusal states. */
    private static Map<Runnable, String> calls(
            CertificateReseller reseller,
            OrderRequest request,
            OrderId id,
            CertificateId certificate,
            Attempt attempt) {
        Map<Runnable, String> calls = new LinkedHashMap<>();
        calls.put(reseller::products, "products");
        calls.put(() -> reseller.quote(request), "quote");
        calls.put(() -> reseller.validate(request, Spending.unquoted()), "validate");
        calls.put(() -> reseller.order(INTENT, request, Spending.unquoted()), "order");
        calls.put(() -> reseller.orderAll(Map.of(), Spending.unquoted(), BulkOptions.defaults()), "orderAll");
        calls.put(() -> reseller.orders().get(id), "get");
        calls.put(() -> reseller.orders().list(), "list");
        calls.put(() -> reseller.orders().unclaimed(), "unclaimed");
        calls.put(() -> reseller.orders().await(id, Duration.ZERO, DnsPublisher.none()), "await");
        calls.put(
                () -> reseller.orders().awaitAll(List.of(), Duration.ZERO, DnsPublisher.none(), new EndedOrders()),
                "awaitAll");
        calls.put(() -> reseller.orders().download(id), "download");
        calls.put(() -> reseller.orders().cancel(id), "cancel");
        calls.put(() -> reseller.orders().reconcile(attempt), "reconcile");
        calls.put(() -> reseller.certificates().get(certificate), "getCertificate");
        calls.put(() -> reseller.certificates().list(), "certificates");
        calls.put(() -> reseller.certificates().revoke(certificate, "0a", RevocationReason.SUPERSEDED), "revoke");
        calls.put(() -> reseller.certificates().expiringBefore(Instant.MAX), "certificates");
        return calls;
    }

    @ParameterizedTest
    @EnumSource(TestProvider.class)
    void each_call_refuses_before_it_does_anything_else(TestProvider provider) throws Exception {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        FaultProxy server =
                open(FaultProxy.scripted(request -> request.isWrite() ? provider.accepts() : FaultProxy.EMPTY_LISTING));
        CertificateReseller reseller = connect(provider, book, server);
        OrderId id = provider.place(reseller).id();
        CertificateId certificate = new CertificateId(id.provider(), id.environment(), id.account(), provider.id());
        Attempt attempt = book.attempts(INTENT).get(0);

        var calls = calls(reseller, provider.order("www.example.com"), id, certificate, attempt);
        for (Map.Entry<Runnable, String> call : calls.entrySet()) {
            String refused = id.provider() + " " + call.getValue() + ": nothing was sent: " + REFUSAL;
            // With a little more stack, the transport may be what refuses the requests of the call.
            assertThat(Descent.refusals(call.getKey()))
                    .as(call.getValue())
                    .first()
                    .asString()
                    .startsWith(refused);
        }
    }
}
