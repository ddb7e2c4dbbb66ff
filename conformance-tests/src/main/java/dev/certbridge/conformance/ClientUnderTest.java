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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * A client that the kit tests with its rules. An implementation states the name of the client, the way to connect, the
 * usual order and the opt-outs. {@link ServiceLoader} finds the implementations. A reseller can have several clients.
 */
public interface ClientUnderTest {

    /** Returns every client on the class path, sorted by name. */
    static List<ClientUnderTest> all() {
        return ServiceLoader.load(ClientUnderTest.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ClientUnderTest::name))
                .toList();
    }

    /** Returns the client with this name. Throws {@link IllegalArgumentException} if no client has this name. */
    static ClientUnderTest named(String name) {
        return all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no client under test is named \"" + name + "\"; there are "
                                + all().stream().map(ClientUnderTest::name).toList()));
    }

    /** Returns a unique name: the name of the reseller, with a suffix if the reseller has several clients. */
    default String name() {
        return provider().name();
    }

    /** Returns the reseller. */
    ResellerProvider provider();

    /** Returns the provider that starts the stub of the reseller. */
    default StubProvider stubProvider() {
        return StubProvider.named(provider().name());
    }

    /** Connects the client with these options to the account of the stub. */
    default CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        String account = stubProvider().account().orElse(ResellerProvider.NO_ACCOUNT);
        return provider().connect(apiKey, account, book, options);
    }

    /**
     * Returns the features of the client. If a rule needs a feature that the client lacks, the report shows the rule as
     * not applicable, and names the feature. If a part of a rule needs an order book, the rule skips this part for a
     * client without an order book.
     */
    default Set<ClientFeature> features() {
        return EnumSet.allOf(ClientFeature.class);
    }

    /**
     * Connects the generated client that this client uses. The generated client has one accessor method per group of
     * operations. The caller must close the generated client. A client without {@link ClientFeature#GENERATED_CLIENT}
     * does not implement this method.
     */
    default AutoCloseable generated(String apiKey, ConnectOptions options) {
        throw new IllegalStateException(
                name() + " has no generated client. Implement generated, or leave GENERATED_CLIENT out of features");
    }

    /**
     * Returns the usual order request for the names in the CSR of this key. The request asks for the smallest product
     * that supports the names, for the usual validity of the reseller, and for validation by DNS.
     */
    default OrderRequest request(KeyAndCsr key) {
        return OrderRequest.builder(provider().defaultProduct(key.csr().names()))
                .csr(key.csr())
                .validity(provider().defaultValidity())
                .build();
    }

    /** Returns the operations with which the client orders, reads, lists and downloads. */
    Operations operations();

    /**
     * Returns true if this client calls this operation of the contract. A run fails before its first rule if the
     * contract has an operation that no client of the reseller calls.
     */
    default boolean calls(String operationId) {
        return true;
    }

    /** Returns the HTTP statuses of refusals that the reseller may send without a body. */
    Set<Integer> refusalsWithoutBody();

    /** Returns an operator that controls this stub. */
    StubOperator operator(StubReseller stub);

    /**
     * Returns a publisher for DNS zones that the reseller hosts, or empty if the reseller hosts no zones. The caller
     * must close the publisher if it is {@link AutoCloseable}.
     */
    default Optional<DnsPublisher> zones(String apiKey, ConnectOptions options) {
        return Optional.empty();
    }

    /**
     * Returns the rules that the client opts out of. Each key is the number of a rule, such as {@code M3}, and each
     * value is the reason for opting out of the rule. The report of a run shows the reasons.
     */
    default Map<String, String> optOuts() {
        return Map.of();
    }

    /** The operationIds of the operations with which a client orders, reads, lists and downloads. */
    record Operations(String ordering, String reading, String listing, String downloading) {}
}
