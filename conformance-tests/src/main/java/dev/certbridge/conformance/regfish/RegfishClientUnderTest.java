package dev.certbridge.conformance.regfish;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.RegfishProvider;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The client of regfish, as the kit tests it. */
public final class RegfishClientUnderTest implements ClientUnderTest {

    private static final String NO_PRICE = "regfish quotes no prices: there is nothing to compare with a limit";

    private final ResellerProvider provider = new RegfishProvider();

    @Override
    public ResellerProvider provider() {
        return provider;
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return RegfishClient.connect(apiKey, options);
    }

    @Override
    public Operations operations() {
        return new Operations("createCertificate", "getCertificate", "listCertificates", "downloadCertificate");
    }

    @Override
    public Set<Integer> refusalsWithoutBody() {
        return Set.of(401, 403, 429);
    }

    @Override
    public StubOperator operator(StubReseller stub) {
        return new RegfishStubOperator((RegfishStub) stub);
    }

    @Override
    public Optional<DnsPublisher> zones(String apiKey, ConnectOptions options) {
        return Optional.of(Regfish.dns(apiKey, options));
    }

    @Override
    public Map<String, String> optOuts() {
        return Map.ofEntries(
                Map.entry("E8", "regfish reports no charges and requires no acknowledgment"),
                Map.entry("E9", "regfish documents no credit that could be used up"),
                Map.entry("M14", NO_PRICE),
                Map.entry("M15", NO_PRICE),
                Map.entry("M16", NO_PRICE),
                Map.entry("M17", NO_PRICE),
                Map.entry("M18", NO_PRICE),
                Map.entry("M19", "regfish has no known operation to revoke a certificate"),
                Map.entry("M20", "regfish has no known operation to cancel an order"),
                Map.entry("A6", "regfish never reports that an order is in doubt"),
                Map.entry("A15", "the listings of regfish have no filters"));
    }
}
