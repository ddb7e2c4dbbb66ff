package dev.certbridge.stub.junit;

import dev.certbridge.stub.Journal;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.StubServer;
import dev.certbridge.stub.WireMockStub;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A stub reseller for a test class:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final StubExtension<RegfishStub> stub = StubExtension.regfish();
 * }</pre>
 *
 * <p>Every test gets a fresh stub, with an empty ledger and nothing provoked, at the same address as the test before. A
 * test fails when the stub broke its contract during it. Tests may also ask for the stub as a parameter. In a field that
 * is not static each test has a stub with an address of its own. Not for tests of one class that run at the same time.
 */
public final class StubExtension<S extends StubReseller>
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final Class<S> type;
    private final Function<StubOptions, S> starting;
    private final StubOptions options;
    private final boolean one;
    private final boolean strict;
    private @Nullable S running;
    private @Nullable StubServer kept;
    private int port;
    private int classes;

    private StubExtension(
            Class<S> type, Function<StubOptions, S> starting, StubOptions options, boolean one, boolean strict) {
        this.type = type;
        this.starting = starting;
        this.options = options;
        this.one = one;
        this.strict = strict;
        this.port = options.port();
    }

    /** A stub of regfish. */
    public static StubExtension<RegfishStub> regfish() {
        return new StubExtension<>(RegfishStub.class, RegfishStub::start, StubOptions.defaults(), false, false);
    }

    /** A stub of Realtime Register. */
    public static StubExtension<RealtimeStub> realtime() {
        return new StubExtension<>(RealtimeStub.class, RealtimeStub::start, StubOptions.defaults(), false, false);
    }

    /** A stub of another reseller; {@code starting} starts it at the port that it is told, any free one where that is 0. */
    public static <S extends StubReseller> StubExtension<S> of(Class<S> type, Function<StubOptions, S> starting) {
        return new StubExtension<>(type, starting, StubOptions.defaults(), false, false);
    }

    /** The same with stubs that behave so. */
    public StubExtension<S> with(StubOptions other) {
        return new StubExtension<>(type, starting, other, one, strict);
    }

    /** The same with one stub for all tests of the class: a test finds what the one before left. Static fields only. */
    public StubExtension<S> keptForTheClass() {
        return new StubExtension<>(type, starting, options, true, strict);
    }

    /**
     * Returns the same extension in strict mode: a test fails when a request of its client breaks the contract, or deviates
     * from it in a way that the stub accepts because no source says that the reseller refuses it.
     */
    public StubExtension<S> failingOnBadRequests() {
        return new StubExtension<>(type, starting, options, one, true);
    }

    /**
     * The stub of this test.
     *
     * @throws IllegalStateException before the class or the test began, and after it ended
     */
    public S get() {
        if (running == null) {
            throw new IllegalStateException(
                    "the stub runs only during tests: declare the extension with @RegisterExtension");
        }
        return running;
    }

    /** Where it listens; in a static field known from {@code @BeforeAll} on, and the same for every test. */
    public URI uri() {
        return get().uri();
    }

    /** The key that it accepts, an obvious fake. */
    public String apiKey() {
        return get().apiKey();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Once more for each class nested in it.
        classes++;
        if (running == null) {
            keepPort();
            start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!one || running == null) {
            stop();
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        S stub = get();
        if (!one) {
            stop();
        }
        requireGood(stub);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        classes--;
        if (classes == 0) {
            stop();
            releasePort();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return get();
    }

    private void start() {
        S started = starting.apply(options.port(port));
        running = started;
        port = classes > 0 ? started.uri().getPort() : options.port();
    }

    /** Between two tests nobody else gets it. A stub of another make has to take it anew. */
    private void keepPort() {
        if (WireMockStub.class.isAssignableFrom(type)) {
            StubServer opened = StubServer.open(options.port());
            kept = opened;
            port = opened.number();
        }
    }

    private void releasePort() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
        port = options.port();
    }

    private void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private void requireGood(S stub) {
        List<String> bad = Stream.concat(
                        stub.contractViolations().stream().map(text -> "the stub broke its contract: " + text),
                        strict ? badRequests(stub.journal()) : Stream.empty())
                .toList();
        if (!bad.isEmpty()) {
            throw new AssertionError(String.join("; ", bad));
        }
    }

    private static Stream<String> badRequests(Journal journal) {
        return journal.exchanges().stream()
                .filter(exchange -> !exchange.differences().isEmpty())
                .map(exchange -> exchange.method() + " " + exchange.path() + " is not what the contract allows: "
                        + String.join(", ", exchange.differences()));
    }
}
