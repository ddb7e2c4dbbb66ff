package dev.certbridge.stub.realtime;

import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireMockStub;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A stub of the reseller Realtime Register.
 *
 * <p>The methods that return the stub itself make it a worse reseller from now on, each in one way that a client must not
 * fall for. What happens to single answers, a booked order whose answer is lost among them, is told with {@link #answer}.
 * Without being told, process and certificate ids already come from the same numbers: the certificate of one order has the
 * id of another order's process.
 */
public final class RealtimeStub extends WireMockStub {

    /** The name of the reseller. */
    public static final String NAME = "realtime";

    /** The one customer that exists. */
    public static final String CUSTOMER = "example-handle";

    /** The key that it accepts, an obvious fake. */
    public static final String KEY = RealtimeBehaviour.KEY;

    private final RealtimeStubSettings settings;
    private final ProcessStore processes;
    private final SeededOrders seeded;

    private RealtimeStub(StubContext context, RealtimeBehaviour behaviour) {
        super(NAME, context, behaviour);
        this.settings = behaviour.settings();
        this.processes = behaviour.processes();
        this.seeded = new SeededOrders(context.ids(), processes);
    }

    /** Starts a stub with {@link StubOptions#defaults()}. */
    public static RealtimeStub start() {
        return start(StubOptions.defaults());
    }

    /** Starts a stub on a fixed port. */
    public static RealtimeStub start(int port) {
        return start(StubOptions.defaults().port(port));
    }

    /** Starts a stub. */
    public static RealtimeStub start(StubOptions options) {
        StubContext context = StubContext.of(options);
        return new RealtimeStub(context, new RealtimeBehaviour(context));
    }

    /** Listings ignore filters on these fields, {@code process} for example. Finds a client that takes the first entry. */
    public RealtimeStub ignoresFilters(String... fields) {
        settings.ignoredFilters.addAll(Set.of(fields));
        return this;
    }

    /** Listings ignore every filter. Finds a client that believes that all it is shown is what it asked for. */
    public RealtimeStub ignoresAllFilters() {
        settings.filtersIgnored = true;
        return this;
    }

    /** Listings always begin at the beginning. Finds a client that pages for ever, or believes it has seen the rest. */
    public RealtimeStub ignoresOffset() {
        settings.offsetIgnored = true;
        return this;
    }

    /** Listings come oldest first whatever was asked. Finds a client that stops at the first entry it knows. */
    public RealtimeStub ignoresOrder() {
        settings.orderIgnored = true;
        return this;
    }

    /** Pages are cut to so many entries whatever was asked. Finds a client that takes a short page for the last one. */
    public RealtimeStub pagesOfAtMost(int entries) {
        settings.longestPage = entries;
        return this;
    }

    /**
     * What is new is missing from so many requests for a listing of its kind after it. Finds a client that takes what is not
     * listed for not ordered.
     */
    public RealtimeStub listsAfter(int looks) {
        settings.listingLag = looks;
        return this;
    }

    /** Orders cost so much more than their quotes. Finds a client that does not look at the charge. */
    public RealtimeStub chargesMoreThanQuoted(long cents) {
        settings.centsOnTop = cents;
        return this;
    }

    /** Orders are charged a line that neither quote nor acknowledgement had. Finds a client that checks its own lines only. */
    public RealtimeStub chargesAnotherLine(long cents) {
        settings.centsOfAnotherLine = cents;
        return this;
    }

    /** No charge has to be acknowledged. Finds a client that leaves the limit to the reseller. */
    public RealtimeStub neverAsksForAcknowledgment() {
        settings.acknowledgmentNeverAsked = true;
        return this;
    }

    /** {@code quote=true} orders, and is answered like an order. Finds a client that orders once more, or loses the first. */
    public RealtimeStub takesQuotesForOrders() {
        settings.quotesAreOrders = true;
        return this;
    }

    /** Quotes have a flaw; what is charged has not. */
    public RealtimeStub quotesWith(QuoteFlaw flaw) {
        settings.quoteFlaw = flaw;
        return this;
    }

    /** Accepted orders, and revocations, name their process elsewhere. */
    public RealtimeStub namesProcessesIn(ProcessIdLocation place) {
        settings.processIdPlace = place;
        return this;
    }

    /** Accepted orders are answered with another status, such as 201 or 200. Finds a client that knows one. */
    public RealtimeStub acceptsWith(int status) {
        settings.acceptedStatus = status;
        return this;
    }

    /** The {@code Date} header is off by so much, times in bodies are not. Finds a client that cuts its search too close. */
    public RealtimeStub dateHeaderOff(Duration by) {
        settings.dateHeaderOff = by;
        return this;
    }

    /** Downloads come in another form than base64 text of PEM. Finds a client that reads one form only. */
    public RealtimeStub downloadsAs(DownloadBodyType form) {
        settings.downloadForm = form;
        return this;
    }

    /** Processes tell less of their orders. */
    public RealtimeStub echoes(CommandEcho echo) {
        settings.echo = echo;
        return this;
    }

    /** Orders end like this when their time has come. Finds a client that waits on, or takes every end for a certificate. */
    public RealtimeStub ordersEnd(OrderOutcome ending) {
        settings.ending = ending;
        return this;
    }

    /** Orders run, and then fail with the charge kept. Finds a client that takes RUNNING for a promise. */
    public RealtimeStub failsLate() {
        settings.path = List.of(ProcessState.RUNNING);
        return ordersEnd(OrderOutcome.FAILED);
    }

    /**
     * Orders stay SUSPENDED and need somebody's attention, whatever the product. Finds a client that waits for what nobody
     * was told to do.
     */
    public RealtimeStub requiresAttention() {
        settings.attentionRequired = true;
        return this;
    }

    /** Orders are SUSPENDED, then RUNNING, then NEW, then end. Finds a client that believes in progress. */
    public RealtimeStub statusGoesBackwards() {
        settings.path = List.of(ProcessState.SUSPENDED, ProcessState.RUNNING, ProcessState.NEW);
        return this;
    }

    /** Orders end COMPLETED and no certificate is ever listed. Finds a client that takes COMPLETED for a certificate. */
    public RealtimeStub completesWithoutCertificate() {
        settings.noCertificates = true;
        return this;
    }

    /** Certificates are for another key than that of the CSR. Finds a client that does not compare. */
    public RealtimeStub signsForAnotherKey() {
        settings.anotherKey = true;
        return this;
    }

    /** The main name in a certificate is another one. Finds a client that does not compare. */
    public RealtimeStub signsForAnotherName() {
        settings.anotherName = true;
        return this;
    }

    /**
     * Every accepted order is told the process id of the first, although it has its own. Finds a client that takes another
     * order's process, and its certificate, for the one just bought.
     */
    public RealtimeStub reusesProcessIds() {
        settings.processIdsReused = true;
        return this;
    }

    /** Cancelled orders are not given back. Finds a client that returns to a budget what it never saw again. */
    public RealtimeStub keepsMoneyOfCancelledOrders() {
        settings.cancelling = OrderOutcome.CANCELLED;
        return this;
    }

    /**
     * Time issues instead of looks: an order is done so long after it was taken, by {@link StubOptions#clock()}, and listings
     * show it. For whoever waits for many and reads none of them singly.
     */
    public RealtimeStub issuesAfter(Duration wait) {
        settings.issuedAfter = wait;
        return this;
    }

    /**
     * Processes that were open before the client came, oldest first, each for a name of its own. They cost next to nothing,
     * every listing has them, and the ledger has not.
     *
     * @throws IllegalArgumentException when the state is not an open one
     */
    public List<PrefilledProcess> prefill(int count, ProcessState state) {
        return seeded.prefill(count, state);
    }

    /**
     * An order that somebody placed in the reseller's console, charged and outside the ledger. Finds a client that takes
     * whatever is listed for its own.
     *
     * @return the id of its process
     * @throws IllegalArgumentException when the CSR cannot be read, or the product is not sold so
     */
    public long orderInConsole(String product, int months, String csr) {
        return seeded.orderInConsole(product, months, SigningRequest.parse(csr));
    }

    /**
     * Ends one process now; what has ended stays as it is. The certificate is signed when it is first looked at.
     *
     * @throws IllegalArgumentException when there is no such process
     */
    public RealtimeStub end(long process, OrderOutcome ending) {
        try {
            processes.process(process).end(ending);
            return this;
        } catch (RealtimeRefusal e) {
            throw new IllegalArgumentException("there is no process " + process, e);
        }
    }
}
