package dev.certbridge.conformance.realtime;

import dev.certbridge.conformance.RealService;
import dev.certbridge.conformance.Subject;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.List;

/** Realtime Register, as the kit and the command line meet it. */
public final class RealtimeSubject implements Subject {

    @Override
    public String name() {
        return Realtime.NAME;
    }

    @Override
    public StubReseller startStub(StubOptions options) {
        return RealtimeStub.start(options);
    }

    @Override
    public String stubKey() {
        return RealtimeStub.KEY;
    }

    @Override
    public String stubAccount() {
        return RealtimeStub.CUSTOMER;
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return Realtime.connect(apiKey, RealtimeStub.CUSTOMER, book, options);
    }

    @Override
    public String defaultProduct(List<String> names) {
        if (names.stream().anyMatch(name -> name.startsWith("*."))) {
            return "ssl_example_wildcard";
        }
        return names.size() > 1 ? "ssl_example_multi" : "ssl_example_dv";
    }

    @Override
    public Validity defaultValidity() {
        return Validity.months(6);
    }

    @Override
    public boolean tellsPrices() {
        return true;
    }

    @Override
    public int defaultPort() {
        return 18082;
    }

    @Override
    public List<RealService> realServices() {
        return List.of(
                RealService.ofAccount("live", "REALTIME_API_KEY", "REALTIME_CUSTOMER", Realtime::connect),
                // Names of their own: a live key must not reach the test environment by mistake, nor the other way.
                RealService.ofAccount("ote", "REALTIME_OTE_API_KEY", "REALTIME_OTE_CUSTOMER", Realtime::ote));
    }
}
