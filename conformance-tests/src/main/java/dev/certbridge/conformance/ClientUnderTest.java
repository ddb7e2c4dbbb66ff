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
 * A client that the kit tests with its rules: its name, connection, usual order and opt-outs. Found by {@link
 * ServiceLoader}. A reseller can have several.
 */
public interface ClientUnderTest {

    /** Returns every client on the class path, by name. */
    static List<ClientUnderTest> all() {
        return ServiceLoader.load(ClientUnderTest.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ClientUnderTest::name))
                .toList();
    }

    /** Returns the client of this name. Throws {@link IllegalArgumentException} in one line if there is none. */
    static ClientUnderTest named(String name) {
        return all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no client under test is named \"" + name + "\"; there are "
                                + all().stream().map(ClientUnderTest::name).toList()));
    }

    /** Returns a unique name: that of the reseller, with a suffix when the reseller has several clients. */
    String name();

    /** Returns the reseller. */
    ResellerProvider provider();

    /** Returns what starts the reseller's stub. */
    default StubProvider stubProvider() {
        return StubProvider.named(provider().name());
    }

    /** Connects the client with these options. */
    CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options);

    /** Connects the generated client beneath it, with one accessor per group of operations. The caller closes it. */
    AutoCloseable generated(String apiKey, ConnectOptions options);

    /** Returns an ordinary order for the names of this key: the smallest product for them, its usual validity, DNS. */
    OrderRequest request(KeyAndCsr key);

    /** Returns the operations of the contract behind its main methods. */
    Operations operations();

    /**
     * Returns true when this client calls this operation of the contract. An operation that no client calls fails the
     * audit.
     */
    default boolean calls(String operationId) {
        return true;
    }

    /** Returns the statuses of refusals that the reseller may send without a body. */
    Set<Integer> refusalsWithoutBody();

    /** Returns the operator of a stub. */
    StubOperator operator(StubReseller stub);

    /**
     * Returns a publisher for zones that the reseller hosts; empty where it hosts none. The caller closes it if it can
     * be closed.
     */
    default Optional<DnsPublisher> zones(String apiKey, ConnectOptions options) {
        return Optional.empty();
    }

    /** Returns the rules that do not apply, as numbers like {@code M3}, each with the reason that the report shows. */
    default Map<String, String> optOuts() {
        return Map.of();
    }

    /**
     * The operations behind the main methods of a client.
     *
     * @param ordering places an order
     * @param looking the read that every look at an order begins with
     * @param listing lists orders
     * @param downloading hands out certificates
     */
    record Operations(String ordering, String looking, String listing, String downloading) {}
}
