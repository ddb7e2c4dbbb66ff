package dev.certbridge.acorn;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.acorn.AcornStub;
import java.util.Map;
import java.util.Set;

/** The client of acorn under test. */
public final class AcornClientUnderTest implements ClientUnderTest {

    private static final String NO_PRICE = "acorn quotes no prices";
    private static final String NO_REISSUE = "acorn reissues nothing";

    private final ResellerProvider provider = new AcornProvider();

    @Override
    public ResellerProvider provider() {
        return provider;
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return AcornClient.connect(apiKey, options);
    }

    @Override
    public Operations operations() {
        return new Operations("createOrder", "getOrder", "listOrders", "downloadCertificate");
    }

    @Override
    public Set<Integer> refusalsWithoutBody() {
        return Set.of(401, 403, 429);
    }

    @Override
    public StubOperator operator(StubReseller stub) {
        return new AcornStubOperator((AcornStub) stub);
    }

    @Override
    public Map<String, String> optOuts() {
        return Map.ofEntries(
                Map.entry("C5", "acorn hosts no zones"),
                Map.entry("E8", "acorn has no charges to acknowledge"),
                Map.entry("M14", NO_PRICE),
                Map.entry("M15", NO_PRICE),
                Map.entry("M16", NO_PRICE),
                Map.entry("M17", NO_PRICE),
                Map.entry("M18", NO_PRICE),
                Map.entry("M19", "acorn revokes nothing"),
                Map.entry("M20", "acorn cancels nothing"),
                Map.entry("M21", NO_REISSUE),
                Map.entry("M22", "acorn renews nothing; a new order is the renewal"),
                Map.entry("A6", "acorn never reports that an order is in doubt"),
                Map.entry("A13", NO_REISSUE),
                Map.entry("A14", "acorn sells no product that waits for a person"),
                Map.entry("A15", "the listing of acorn has no filters"));
    }
}
