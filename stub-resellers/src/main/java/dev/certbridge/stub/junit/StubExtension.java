package dev.certbridge.stub.junit;

import dev.certbridge.stub.Journal;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.StubServer;
import dev.certbridge.stub.WireMockStub;
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
 * Runs a stub reseller for a test class:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final StubExtension<RegfishStub> stub = StubExtension.of(RegfishStub.class);
 * }</pre>
 *
 * <p>Every test gets a new stub, with an empty ledger and no failures, at the same address as the test before. A test fails if
 * the stub breaks its contract during it. Tests may also take the stub as a parameter. In a field that is not static each test
 * has a stub with an address of its own. Not for tests of one class that run at the same time.
 */
public final class StubExtension<S extends StubReseller>
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final Class<S> type;
    private final Function<StubOptions, S> start;
    private final StubOptions options;
    private final boolean one;
    private final boolean strict;
    private @Nullable S running;
    private @Nullable StubServer kept;
    private int port;
    private int classes;

    private StubExtension(
            Class<S> type, Function<StubOptions, S> start, StubOptions options, boolean one, boolean strict) {
        this.type = type;
        this.start = start;
        this.options = options;
        this.one = one;
        this.strict = strict;
        this.port = options.port();
    }

    /**
     * Returns an extension with a stub of this class, such as {@code RegfishStub.class}.
     *
     * @throws IllegalArgumentException if the class path has no {@link StubProvider} of it
     */
    public static <S extends StubReseller> StubExtension<S> of(Class<S> type) {
        StubProvider provider = StubProvider.all().stream()
                .filter(one -> one.type() == type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the class path has no provider of " + type.getName()));
        return of(type, options -> type.cast(provider.start(options)));
    }

    /**
     * Returns an extension with a stub of a reseller, by its name.
     *
     * @throws IllegalArgumentException if the class path has no {@link StubProvider} of it
     */
    public static StubExtension<? extends StubReseller> of(String name) {
        return of(StubProvider.named(name).type());
    }

    /** Returns an extension with a stub that {@code start} starts at the port of its options, any free one where that is 0. */
    public static <S extends StubReseller> StubExtension<S> of(Class<S> type, Function<StubOptions, S> start) {
        return new StubExtension<>(type, start, StubOptions.defaults(), false, false);
    }

    /** Returns the same extension with stubs of other options. */
    public StubExtension<S> with(StubOptions other) {
        return new StubExtension<>(type, start, other, one, strict);
    }

    /** Returns the same extension with one stub for all tests of the class, which keeps its state. Static fields only. */
    public StubExtension<S> keptForTheClass() {
        return new StubExtension<>(type, start, options, true, strict);
    }

    /**
     * Returns the same extension in strict mode: a test fails when a request of its client breaks the contract, or deviates
     * from it in a way that the stub accepts because no source says that the reseller refuses it.
     */
    public StubExtension<S> failingOnBadRequests() {
        return new StubExtension<>(type, start, options, one, true);
    }

    /**
     * Returns the stub of this test.
     *
     * @throws IllegalStateException before the class or the test begins, and after it ends
     */
    public S get() {
        if (running == null) {
            throw new IllegalStateException(
                    "the stub runs only during tests: declare the extension with @RegisterExtension");
        }
        return running;
    }

    /** Returns the base URI of the stub; in a static field known from {@code @BeforeAll} on, and the same for every test. */
    public URI uri() {
        return get().uri();
    }

    /** Returns the API key that the stub accepts, an obvious fake. */
    public String apiKey() {
        return get().apiKey();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Called again for each nested class.
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
        S started = start.apply(options.port(port));
        running = started;
        port = classes > 0 ? started.uri().getPort() : options.port();
    }

    /** Keeps the port between two tests. A stub that is not a WireMockStub opens it again. */
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
