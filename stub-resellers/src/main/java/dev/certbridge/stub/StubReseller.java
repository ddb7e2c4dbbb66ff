package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A running stub of a reseller. Orders at a stub cost nothing, and no trust store contains the authority of a stub. The
 * settings of a stub are its public methods that return the stub itself and take at most one value.
 */
public abstract class StubReseller implements AutoCloseable {

    /**
     * The path at which a running stub serves its ledger as JSON ({@link Ledger#json()}), by GET and without an API
     * key. The path is not in the contract, and the journal does not count requests to this path.
     */
    public static final String LEDGER_PATH = "/__ledger";

    /**
     * The path at which a running stub serves its latest requests as JSON, by GET and without an API key. The JSON
     * lists the differences between each request and the contract. The JSON contains no bodies, headers or queries.
     */
    public static final String JOURNAL_PATH = "/__journal";

    /**
     * The path of a page for browsers with the orders, the ledger, the latest requests and the provoked faults. A
     * request whose {@code Accept} header does not contain {@code text/html} gets the answer of the reseller.
     */
    public static final String PAGE_PATH = "/";

    private final String name;
    private final StubBehaviour behaviour;
    private final StubContext context;
    private final StubRequestHandler handler;
    private final StubServer server;
    private final URI uri;

    /** Starts the stub. */
    // The page uses the stub only when a browser requests it, after the stub has been started.
    @SuppressWarnings("this-escape")
    protected StubReseller(String name, StubContext context, StubBehaviour behaviour) {
        this.name = name;
        this.behaviour = behaviour;
        this.context = context;
        StubOptions options = context.options();
        this.handler = new StubRequestHandler(StubContract.of(name), behaviour, options.clock());
        this.server = StubServer.forStub(options.port());
        // Stored, so that it is available after the stub has been closed.
        this.uri = URI.create("http://" + StubServer.LOOPBACK + ":" + server.number());
        handler.setPage(new StubPage(this, context, handler));
        server.serve(handler, options.clock());
    }

    /** Returns the name of the reseller, for example {@code regfish}. */
    public final String name() {
        return name;
    }

    /**
     * Returns the base URI of the stub. The URI uses plain HTTP on the loopback interface, and has no trailing slash.
     */
    public final URI uri() {
        return uri;
    }

    /** Returns the API key that the stub accepts. The key is obviously fake. */
    public final String apiKey() {
        return behaviour.apiKey();
    }

    /** Returns the clock of the stub: the clock of its options, plus the time that {@link #advanceClock} added. */
    public final Clock clock() {
        return context.options().clock();
    }

    /**
     * Moves the clock of the stub forward, for example until certificates expire. The clock continues to run from the
     * new time. Throws IllegalArgumentException if the time is negative.
     */
    public final void advanceClock(Duration time) {
        MovableClock.of(clock()).advance(time);
    }

    /** Returns the ledger of booked and charged orders. The conformance rules about money check the ledger. */
    public final Ledger ledger() {
        return context.ledger();
    }

    /** Returns the journal of received requests. */
    public final Journal journal() {
        return handler.journal();
    }

    /**
     * Passes every later exchange to a listener, including requests that the server refuses before the stub receives
     * them. The listener is called on the thread of the request, and must not throw.
     */
    public final void listen(Consumer<StubExchange> listener) {
        handler.listen(listener);
    }

    /**
     * Serves JSON at a path that is not in the contract. A request to the path needs no API key.
     *
     * @param method the HTTP method in capitals
     */
    public final void serve(String method, String path, Supplier<JsonNode> page) {
        handler.serve(method, path, page);
    }

    /** Returns the authority that signs the certificates. */
    public final CertificateAuthority authority() {
        return context.authority();
    }

    /**
     * Provokes a failure at the next calls of an operation. Failures of the same operation happen one after another.
     *
     * @throws IllegalArgumentException if the contract does not contain the operation or the example of the failure
     */
    public final StubReseller answer(String operationId, CannedFailure failure) {
        return answer(operationId, failure, "set in code");
    }

    /** Provokes a failure that the page shows with this text. */
    final StubReseller answer(String operationId, CannedFailure failure, String text) {
        handler.answer(operationId, failure, text);
        return this;
    }

    /** Returns the settings if their changes can be reverted. By default, no change of a setting can be reverted. */
    protected Optional<ReversibleSettings<?>> reversibleSettings() {
        return Optional.empty();
    }

    /** Runs a change of a setting. The page of the stub shows the name of the change. */
    final void changeSetting(String name, Runnable change) {
        reversibleSettings().ifPresentOrElse(settings -> settings.change(name, change), change);
    }

    /** Returns a rule for calls of an operation, such as {@code stub.when("getProcess").twice().fault(TRUNCATED)}. */
    public final FaultRule when(String operationId) {
        return new FaultRule(this, operationId, UnaryOperator.identity());
    }

    /** Applies a schedule of faults and setting changes to this stub, like {@link Schedule#applyTo}. */
    public final StubReseller play(Schedule schedule) {
        schedule.applyTo(this);
        return this;
    }

    /**
     * Runs an action just before a later request is handled. If {@code next} is 1, the action runs before the next
     * request.
     */
    final void before(int next, Runnable action) {
        handler.before(next, action);
    }

    /** Returns a description of each answer that broke the contract because of a mistake in the stub. */
    public final List<String> contractViolations() {
        return handler.violations();
    }

    /** Stops the stub. The ledger and the journal can be read after the stub has stopped. */
    @Override
    public final void close() {
        server.leave(handler);
    }
}
