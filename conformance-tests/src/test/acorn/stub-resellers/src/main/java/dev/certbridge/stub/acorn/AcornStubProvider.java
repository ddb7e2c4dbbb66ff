package dev.certbridge.stub.acorn;

import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;

/** The provider that starts the stub of acorn. */
public final class AcornStubProvider implements StubProvider {

    @Override
    public String name() {
        return "acorn";
    }

    @Override
    public Class<AcornStub> type() {
        return AcornStub.class;
    }

    @Override
    public AcornStub start(StubOptions options) {
        return AcornStub.start(options);
    }

    @Override
    public String apiKey() {
        return AcornBehaviour.KEY;
    }

    @Override
    public int defaultPort() {
        return 18083;
    }
}
