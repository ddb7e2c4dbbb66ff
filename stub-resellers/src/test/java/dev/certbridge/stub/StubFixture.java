package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** A stub, which has to keep its contract, with a clock for its tests, and calls to it. */
public abstract class StubFixture<S extends StubReseller> {

    protected final TestClock time;
    protected S stub;
    protected Wire wire;

    private final Function<StubOptions, S> starter;

    /** Starts a stub whose orders are issued at this read. */
    protected StubFixture(Function<StubOptions, S> starter, TestClock time, int readsUntilIssued) {
        this.time = time;
        this.starter = starter;
        start(StubOptions.defaults().readsUntilIssued(readsUntilIssued).clock(time));
    }

    private void start(StubOptions options) {
        stub = starter.apply(options);
        wire = Wire.to(stub);
    }

    protected void restart(StubOptions options) {
        stub.close();
        start(options);
    }

    /** Returns the latest exchange in the journal. */
    protected Journal.Exchange last() {
        List<Journal.Exchange> exchanges = stub.journal().exchanges();
        return exchanges.get(exchanges.size() - 1);
    }

    @AfterEach
    void every_answer_kept_the_contract() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }
}
