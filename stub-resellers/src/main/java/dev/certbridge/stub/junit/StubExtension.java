package dev.certbridge.stub.junit;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.stub.Journal;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.StubServer;
import dev.certbridge.stub.client.StubClients;
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
 * A JUnit extension that runs a stub reseller for a test class:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final StubExtension<RegfishStub> stub = StubExtension.of(RegfishStub.class);
 * }</pre>
 *
 * <p>Every test gets a new stub with an empty ledger and no failures. The stubs of all tests of a class have the same
 * address. A test fails if the stub breaks its contract during the test. A test method can take the stub as a
 * parameter. If the field of the extension is not static, each test has a stub with a different address. Tests of one
 * class must not run in parallel.
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
     * Returns an extension that runs stubs of this class. Throws IllegalArgumentException if the class path has no
     * provider of such stubs.
     */
    public static <S extends StubReseller> StubExtension<S> of(Class<S> type) {
        StubProvider provider = StubProvider.all().stream()
                .filter(one -> one.type() == type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the class path has no provider of " + type.getName()));
        return of(type, options -> type.cast(provider.start(options)));
    }

    /**
     * Returns an extension for the reseller with this name. Throws IllegalArgumentException if the class path has no
     * stub of this reseller.
     */
    public static StubExtension<? extends StubReseller> of(String name) {
        return of(StubProvider.named(name).type());
    }

    /**
     * Returns an extension that calls a function to start a stub. The function must start the stub at the port in the
     * options.
     */
    public static <S extends StubReseller> StubExtension<S> of(Class<S> type, Function<StubOptions, S> start) {
        return new StubExtension<>(type, start, StubOptions.defaults(), false, false);
    }

    /** Returns a copy of this extension with other options for its stubs. */
    public StubExtension<S> with(StubOptions other) {
        return new StubExtension<>(type, start, other, one, strict);
    }

    /**
     * Returns a copy that uses one stub for all tests of the class. The field that contains the extension must be
     * static.
     */
    public StubExtension<S> keptForTheClass() {
        return new StubExtension<>(type, start, options, true, strict);
    }

    /**
     * Returns a copy that makes a test fail if a request of its client deviates from the contract, even if the stub
     * accepts the deviation.
     */
    public StubExtension<S> failingOnBadRequests() {
        return new StubExtension<>(type, start, options, one, true);
    }

    /** Returns the stub of this test. Throws IllegalStateException if no stub is running. */
    public S get() {
        if (running == null) {
            throw new IllegalStateException(
                    "the stub runs only during tests: declare the extension with @RegisterExtension");
        }
        return running;
    }

    /**
     * Returns the base URI of the stub. If the field of the extension is static, the URI is the same for every test.
     */
    public URI uri() {
        return get().uri();
    }

    /** Returns the API key that the stub accepts. The key is obviously fake. */
    public String apiKey() {
        return get().apiKey();
    }

    /**
     * Connects the client of the reseller to the stub of this test, as {@link StubClients#connect(StubReseller,
     * OrderBook)} does. The class path must contain {@code certbridge-reseller-api} and the client.
     */
    public CertificateReseller connect(OrderBook book) {
        return StubClients.connect(get(), book);
    }

    /**
     * Connects the client of the reseller to the stub of this test with these options. The address of the stub replaces
     * the address in the options.
     */
    public CertificateReseller connect(OrderBook book, ConnectOptions options) {
        return StubClients.connect(get(), book, options);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // JUnit calls this method again for each nested class.
        classes++;
        if (running == null) {
            StubServer opened = StubServer.open(options.port());
            kept = opened;
            port = opened.number();
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
            if (kept != null) {
                kept.close();
                kept = null;
            }
            port = options.port();
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
        running = start.apply(options.port(port));
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
                .map(exchange -> exchange.method() + " " + exchange.path() + " does not match the contract: "
                        + String.join(", ", exchange.differences()));
    }
}
