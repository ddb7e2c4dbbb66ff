package dev.certbridge.conformance;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * A client that the kit holds to its rules: who it is, how it connects, what it buys, and what it cannot do. Found by
 * {@link ServiceLoader}. A reseller can have several.
 */
public interface ClientUnderTest {

    /** Every candidate on the class path, by name. */
    static List<ClientUnderTest> all() {
        return ServiceLoader.load(ClientUnderTest.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ClientUnderTest::name))
                .toList();
    }

    /** The candidate of this name; throws {@link IllegalArgumentException} in one line when there is none. */
    static ClientUnderTest named(String name) {
        return all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no candidate is named " + name + "; there are "
                        + all().stream().map(ClientUnderTest::name).toList()));
    }

    /** Its name, unique: that of its reseller, with a word more when the reseller has several. */
    String name();

    /** Returns the reseller whose client this is. */
    ResellerProvider provider();

    /** Returns what starts the reseller's stub. */
    default StubProvider stubProvider() {
        return StubProvider.named(provider().name());
    }

    /** The client, reached as the options say. */
    CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options);

    /** The generated client beneath it, with one accessor per group of operations. Closed by whoever asked. */
    AutoCloseable generated(String apiKey, ConnectOptions options);

    /** An ordinary order for the names of this key: the smallest product that takes them, its usual validity, DNS. */
    OrderRequest request(KeyAndCsr key);

    /** The operations of the contract that stand behind its verbs. */
    Operations operations();

    /** Whether this operation of the contract is one of this candidate's. One that no candidate calls fails the audit. */
    default boolean calls(String operationId) {
        return true;
    }

    /** The refusals that its reseller may send without a body, by their statuses. */
    Set<Integer> refusalsWithoutBody();

    /** What people do at its reseller. */
    StubOperator operator(StubReseller stub);

    /**
     * What publishes records in the zones that its reseller hosts, reached as the options say; nothing where it hosts none.
     * Closed by whoever asked, where it can be.
     */
    default Optional<DnsPublisher> zones(String apiKey, ConnectOptions options) {
        return Optional.empty();
    }

    /** What it cannot do: rule numbers, like {@code M3}, and for each the reason that the report shows. */
    default Map<String, String> optOuts() {
        return Map.of();
    }

    /**
     * Operations by what they are for.
     *
     * @param ordering places an order
     * @param looking the read that every look at an order begins with
     * @param listing lists orders
     * @param downloading hands out certificates
     */
    record Operations(String ordering, String looking, String listing, String downloading) {}
}
