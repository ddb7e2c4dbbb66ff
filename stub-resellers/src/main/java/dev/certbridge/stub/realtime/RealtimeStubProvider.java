package dev.certbridge.stub.realtime;

import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import java.util.Optional;
import java.util.Set;

/** Starts stubs of Realtime Register. */
public final class RealtimeStubProvider implements StubProvider {

    @Override
    public String name() {
        return RealtimeStub.NAME;
    }

    @Override
    public Class<RealtimeStub> type() {
        return RealtimeStub.class;
    }

    @Override
    public RealtimeStub start(StubOptions options) {
        return RealtimeStub.start(options);
    }

    @Override
    public String apiKey() {
        return RealtimeStub.KEY;
    }

    @Override
    public Optional<String> account() {
        return Optional.of(RealtimeStub.CUSTOMER);
    }

    @Override
    public int defaultPort() {
        return 18082;
    }

    @Override
    public Set<String> operationsWithNames() {
        return RealtimeBehaviour.operationsWithNames();
    }
}
