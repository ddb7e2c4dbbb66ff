package dev.certbridge.stub.regfish;

import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import java.util.Set;

/** Starts stubs of regfish. */
public final class RegfishStubProvider implements StubProvider {

    @Override
    public String name() {
        return RegfishStub.NAME;
    }

    @Override
    public Class<RegfishStub> type() {
        return RegfishStub.class;
    }

    @Override
    public RegfishStub start(StubOptions options) {
        return RegfishStub.start(options);
    }

    @Override
    public String apiKey() {
        return RegfishStub.KEY;
    }

    @Override
    public int defaultPort() {
        return 18081;
    }

    @Override
    public Set<String> operationsWithNames() {
        return RegfishBehaviour.WITH_NAMES;
    }
}
