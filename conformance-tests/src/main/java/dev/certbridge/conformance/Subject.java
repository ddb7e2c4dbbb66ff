package dev.certbridge.conformance;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** A reseller as the kit and the command line meet it: its stub, its client, and what it sells by default. */
public interface Subject {

    /** Every reseller on the class path, by name. */
    static List<Subject> all() {
        return ServiceLoader.load(Subject.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Subject::name))
                .toList();
    }

    /** The reseller's name. */
    String name();

    /** Starts its stub. */
    StubReseller startStub(StubOptions options);

    /** The key that its stub accepts, an obvious fake. */
    String stubKey();

    /** Whose account its client names at the stub, as in ids. */
    String stubAccount();

    /** Its client, reached as the options say. */
    CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options);

    /** The product ordered for these names when none is named. */
    String defaultProduct(List<String> names);

    /** The validity ordered when none is named. */
    Validity defaultValidity();

    /** Whether its API tells what an order costs before it is placed. */
    boolean tellsPrices();

    /** The port that its stub takes when it is served for other programs. */
    int defaultPort();

    /** Its real service, {@code live}, and its test environment where there is one. The kit itself reaches none. */
    List<RealService> realServices();
}
