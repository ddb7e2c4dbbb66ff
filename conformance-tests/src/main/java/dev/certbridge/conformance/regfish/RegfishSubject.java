package dev.certbridge.conformance.regfish;

import dev.certbridge.conformance.RealService;
import dev.certbridge.conformance.Subject;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.List;

/** regfish, as the kit and the command line meet it. */
public final class RegfishSubject implements Subject {

    @Override
    public String name() {
        return Regfish.NAME;
    }

    @Override
    public StubReseller startStub(StubOptions options) {
        return RegfishStub.start(options);
    }

    @Override
    public String stubKey() {
        return RegfishStub.KEY;
    }

    @Override
    public String stubAccount() {
        return RealService.NO_ACCOUNT;
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return Regfish.connect(apiKey, book, options);
    }

    @Override
    public String defaultProduct(List<String> names) {
        boolean wildcard = names.stream().anyMatch(name -> name.startsWith("*."));
        return wildcard ? "RapidSSLWildcard" : "RapidSSL";
    }

    @Override
    public Validity defaultValidity() {
        return Validity.days(199);
    }

    @Override
    public boolean tellsPrices() {
        return false;
    }

    @Override
    public int defaultPort() {
        return 18081;
    }

    @Override
    public List<RealService> realServices() {
        return List.of(RealService.ofKey(
                "live",
                "REGFISH_API_KEY",
                "REGFISH_ACCOUNT",
                (key, account, book, options) -> Regfish.connect(
                        key, book, options.toBuilder().account(account).build())));
    }
}
