package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A listing of Realtime Register that never ends, or turns in a circle, is a broken contract. */
class EndlessListingTest extends WireTest {

    private static final int MOST_PAGES = 10_000;
    private static final Pattern AFTER = Pattern.compile("id%3Agt=(\\d+)|offset=(\\d+)");

    @Test
    void ids_that_never_end_are_given_up() {
        IntFunction<String> entry = number -> "{\"id\":%d,\"type\":\"certificate\"}".formatted(number + 1);
        FaultProxy server = open(FaultProxy.scripted(request -> page(entry.apply(after(request)))));
        CertificateReseller reseller = connect(server);
        assertThatThrownBy(() -> reseller.orders().list().toList())
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("the listing did not end");
        assertThat(server.began()).isEqualTo(MOST_PAGES);
    }

    /** Two pages in turns. */
    @Test
    void a_wait_for_many_notices_pages_that_come_again() {
        IntFunction<String> entry = number -> "{\"id\":%d,\"type\":\"certificate\"}".formatted(1 + number % 2);
        FaultProxy server = open(FaultProxy.scripted(request -> page(entry.apply(after(request)))));
        assertThatThrownBy(() -> await(server))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("the offset of the listing is ignored");
        assertThat(server.began()).isLessThan(100);
    }

    @Test
    void a_wait_for_many_gives_up_pages_that_never_end() {
        IntFunction<String> entry = number -> "{\"id\":%d,\"type\":\"certificate\"}".formatted(1_000_000_000L - number);
        FaultProxy server = open(FaultProxy.scripted(request -> page(entry.apply(after(request)))));
        assertThatThrownBy(() -> await(server))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("the listing did not end");
    }

    private void await(FaultProxy server) {
        OrderId id = new OrderId("realtime", server.uri().getAuthority(), "acme", OrderId.Kind.ORDER, "4711", "-", "-");
        AwaitListener rethrowing = new EndedOrders() {
            @Override
            public void ended(OrderId order, ResellerException why) {
                throw why;
            }
        };
        connect(server).orders().awaitAll(List.of(id), Duration.ofHours(1), DnsPublisher.none(), rethrowing);
    }

    /** The id or offset above which was asked. */
    private static int after(ReceivedRequest request) {
        Matcher after = AFTER.matcher(request.target());
        return after.find()
                ? Integer.parseInt(Optional.ofNullable(after.group(1)).orElseGet(() -> after.group(2)))
                : 0;
    }

    private static ProxyStep page(String entry) {
        return ProxyStep.json(200, "{\"entities\":[%s]}".formatted(entry));
    }

    private CertificateReseller connect(FaultProxy server) {
        SimulatedTime time = new SimulatedTime();
        return open(TestProvider.REALTIME.connect(OrderBooks.inMemory(), server, options -> options.time(time, time)));
    }
}
