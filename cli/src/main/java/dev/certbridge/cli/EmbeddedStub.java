package dev.certbridge.cli;

import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.net.URI;
import java.util.stream.Collectors;

/**
 * A built-in stub. Live commands use stub classes only through this class, because the stub classes may be missing from
 * the class path.
 */
final class EmbeddedStub implements AutoCloseable {

    private final StubReseller stub;

    private EmbeddedStub(StubReseller stub) {
        this.stub = stub;
    }

    static EmbeddedStub start(ResellerProvider provider) {
        return new EmbeddedStub(StubProvider.named(provider.name()).start(StubOptions.defaults()));
    }

    /** Returns the API key that stubs of this reseller accept. */
    static String apiKey(ResellerProvider provider) {
        return StubProvider.named(provider.name()).apiKey();
    }

    /** Returns the account that stubs of this reseller charge. */
    static String account(ResellerProvider provider) {
        return StubProvider.named(provider.name()).account().orElse(ResellerProvider.NO_ACCOUNT);
    }

    URI uri() {
        return stub.uri();
    }

    /** Returns the charges in the ledger of the stub. The ledger also contains charges that the API does not report. */
    String cost() {
        return stub.ledger().entries().stream()
                        .filter(Ledger.Entry::charged)
                        .map(entry -> new Money(entry.currency(), entry.cents()).toString())
                        .collect(Collectors.joining(", "))
                + " by the stub's ledger";
    }

    @Override
    public void close() {
        stub.close();
    }
}
