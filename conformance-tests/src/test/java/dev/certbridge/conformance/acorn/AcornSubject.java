package dev.certbridge.conformance.acorn;

import dev.certbridge.conformance.RealService;
import dev.certbridge.conformance.Subject;
import dev.certbridge.conformance.acorn.client.Acorn;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import java.util.List;

/** Acorn, as the kit meets it: through {@link java.util.ServiceLoader}, by a file among the test resources. */
public final class AcornSubject implements Subject {

    @Override
    public String name() {
        return Acorn.NAME;
    }

    @Override
    public StubReseller startStub(StubOptions options) {
        return AcornStub.start(options);
    }

    @Override
    public String stubKey() {
        return AcornBehaviour.KEY;
    }

    @Override
    public String stubAccount() {
        return RealService.NO_ACCOUNT;
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return Acorn.connect(apiKey, book, options);
    }

    @Override
    public String defaultProduct(List<String> names) {
        return names.stream().anyMatch(name -> name.startsWith("*.")) ? "acorn-dv-wildcard" : "acorn-dv";
    }

    @Override
    public Validity defaultValidity() {
        return Validity.days(90);
    }

    @Override
    public boolean tellsPrices() {
        return true;
    }

    @Override
    public int defaultPort() {
        return 18083;
    }

    @Override
    public List<RealService> realServices() {
        return List.of();
    }
}
