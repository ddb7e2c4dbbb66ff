package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;

/** The objects that a run passes to its rules through the store of its launcher session. */
record RunContext(ClientUnderTest candidate, Consumer<RuleResult> recorder) {

    private static final String PLACE = "dev.certbridge.conformance.run";

    void putInto(NamespacedHierarchicalStore<Namespace> session) {
        session.put(Namespace.create(PLACE), RunContext.class, this);
    }

    /** Returns the context of the run, or empty if JUnit was not started by {@link ConformanceRun}. */
    static Optional<RunContext> in(ExtensionContext context) {
        return Optional.ofNullable(
                context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(PLACE))
                        .get(RunContext.class, RunContext.class));
    }
}
