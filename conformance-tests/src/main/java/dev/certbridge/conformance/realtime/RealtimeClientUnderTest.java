package dev.certbridge.conformance.realtime;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.RealtimeProvider;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.Map;
import java.util.Set;

/** The client of Realtime Register, as the kit tests it. */
public class RealtimeClientUnderTest implements ClientUnderTest {

    private final ResellerProvider provider = new RealtimeProvider();

    @Override
    public ResellerProvider provider() {
        return provider;
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return RealtimeClient.connect(apiKey, options);
    }

    @Override
    public Operations operations() {
        return new Operations("requestCertificate", "getProcess", "listProcesses", "downloadCertificate");
    }

    @Override
    public boolean calls(String operationId) {
        return !RealtimeDeprecatedClientUnderTest.OPERATIONS.contains(operationId);
    }

    @Override
    public Set<Integer> refusalsWithoutBody() {
        return Set.of(401, 403, 404, 429);
    }

    @Override
    public StubOperator operator(StubReseller stub) {
        return new RealtimeStubOperator((RealtimeStub) stub);
    }

    @Override
    public Map<String, String> optOuts() {
        return Map.of(
                "C5",
                "the DNS of Realtime Register is not part of the contract, and its client publishes no records",
                "A12",
                "Realtime Register documents no answer to a download of a certificate that is not ready");
    }
}
