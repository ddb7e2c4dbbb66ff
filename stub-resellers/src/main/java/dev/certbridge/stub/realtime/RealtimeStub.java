package dev.certbridge.stub.realtime;

import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireMockStub;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A stub of the reseller Realtime Register.
 *
 * <p>The methods that return the stub itself are settings: each makes it a worse reseller from now on, in one way that a
 * client must handle. Faults of single answers are provoked with {@link #when}. The ids of processes and certificates are
 * from the same numbers: the certificate of one order has the id of another order's process.
 */
public final class RealtimeStub extends WireMockStub {

    /** The name of the reseller. */
    public static final String NAME = "realtime";

    /** The only customer. */
    public static final String CUSTOMER = "example-handle";

    /** The API key that the stub accepts, an obvious fake. */
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

    /** Listings ignore filters on these fields. Catches a client that takes the first entry. */
    public RealtimeStub ignoresFilters(String... fields) {
        return with(s -> s.ignoredFilters.addAll(Set.of(fields)));
    }

    /** Listings ignore every filter. Catches a client that relies on its filters. */
    public RealtimeStub ignoresAllFilters() {
        return with(s -> s.filtersIgnored = true);
    }

    /** Listings always begin with the first entry. Catches a client that reads pages for ever. */
    public RealtimeStub ignoresOffset() {
        return with(s -> s.offsetIgnored = true);
    }

    /** Listings are always oldest first. Catches a client that stops at the first known entry. */
    public RealtimeStub ignoresOrder() {
        return with(s -> s.orderIgnored = true);
    }

    /** Pages have at most so many entries. Catches a client that takes a short page for the last one. */
    public RealtimeStub pagesOfAtMost(int entries) {
        return with(s -> s.longestPage = entries);
    }

    /** New entries are missing from so many listings. Catches a client that takes an unlisted order for none. */
    public RealtimeStub listsAfter(int looks) {
        return with(s -> s.listingLag = looks);
    }

    /** Orders cost so much more than their quotes. Catches a client that does not check the charge. */
    public RealtimeStub chargesMoreThanQuoted(long cents) {
        return with(s -> s.centsOnTop = cents);
    }

    /** Orders are charged a line that was not in the quote. Catches a client that checks only its own lines. */
    public RealtimeStub chargesAnotherLine(long cents) {
        return with(s -> s.centsOfAnotherLine = cents);
    }

    /** No charge has to be acknowledged. Catches a client that leaves its limit to the reseller. */
    public RealtimeStub neverAsksForAcknowledgment() {
        return with(s -> s.acknowledgmentNeverAsked = true);
    }

    /** {@code quote=true} places an order. Catches a client that orders again, or loses the first order. */
    public RealtimeStub takesQuotesForOrders() {
        return with(s -> s.quotesAreOrders = true);
    }

    /** Quotes have a flaw; the charge has none. */
    public RealtimeStub quotesWith(QuoteFlaw flaw) {
        return with(s -> s.quoteFlaw = flaw);
    }

    /** Answers to orders and revocations name their process elsewhere. */
    public RealtimeStub namesProcessesIn(ProcessIdLocation place) {
        return with(s -> s.processIdPlace = place);
    }

    /** Accepted orders are answered with another status, such as 201. Catches a client that expects one. */
    public RealtimeStub acceptsWith(int status) {
        return with(s -> s.acceptedStatus = status);
    }

    /** The {@code Date} header is off by so much. Catches a client that searches too short a time. */
    public RealtimeStub dateHeaderOff(Duration by) {
        return with(s -> s.dateHeaderOff = by);
    }

    /** Downloads have another form than base64 text of PEM. Catches a client that reads one form only. */
    public RealtimeStub downloadsAs(DownloadBodyType form) {
        return with(s -> s.downloadForm = form);
    }

    /** Processes show less of their orders. */
    public RealtimeStub echoes(CommandEcho echo) {
        return with(s -> s.echo = echo);
    }

    /** Orders end with this outcome. Catches a client that waits on, or takes every end for a certificate. */
    public RealtimeStub ordersEnd(OrderOutcome ending) {
        return with(s -> s.ending = ending);
    }

    /** Orders are RUNNING, and then fail with the charge kept. Catches a client that takes RUNNING for success. */
    public RealtimeStub failsLate() {
        return with(s -> s.path = List.of(ProcessState.RUNNING)).ordersEnd(OrderOutcome.FAILED);
    }

    /** Orders stay SUSPENDED and need attention. Catches a client that waits without reporting it. */
    public RealtimeStub requiresAttention() {
        return with(s -> s.attentionRequired = true);
    }

    /** Orders are SUSPENDED, then RUNNING, then NEW, then end. Catches a client that relies on progress. */
    public RealtimeStub statusGoesBackwards() {
        return with(s -> s.path = List.of(ProcessState.SUSPENDED, ProcessState.RUNNING, ProcessState.NEW));
    }

    /** Orders end COMPLETED without a certificate. Catches a client that takes COMPLETED for a certificate. */
    public RealtimeStub completesWithoutCertificate() {
        return with(s -> s.noCertificates = true);
    }

    /** Certificates are for another key than that of the CSR. Catches a client that does not compare. */
    public RealtimeStub signsForAnotherKey() {
        return with(s -> s.anotherKey = true);
    }

    /** The main name of a certificate is another one. Catches a client that does not compare. */
    public RealtimeStub signsForAnotherName() {
        return with(s -> s.anotherName = true);
    }

    /** Every order gets the process id of the first. Catches a client that takes another order's certificate. */
    public RealtimeStub reusesProcessIds() {
        return with(s -> s.processIdsReused = true);
    }

    /** Cancelled orders are not refunded. Catches a client that adds the money to its budget again. */
    public RealtimeStub keepsMoneyOfCancelledOrders() {
        return with(s -> s.cancelling = OrderOutcome.CANCELLED);
    }

    /** Orders are issued after a time, by {@link StubOptions#clock()}, and not by reads. Listings show it. */
    public RealtimeStub issuesAfter(Duration wait) {
        return with(s -> s.issuedAfter = wait);
    }

    private RealtimeStub with(Consumer<RealtimeStubSettings> change) {
        change.accept(settings);
        return this;
    }

    /**
     * Adds open processes, oldest first, each for a name of its own. Every listing has them, and the ledger has not.
     *
     * @throws IllegalArgumentException if the state is not an open one
     */
    public List<PrefilledProcess> prefill(int count, ProcessState state) {
        return seeded.prefill(count, state);
    }

    /**
     * Places an order as a person does in the reseller's console: charged, and not in the ledger.
     *
     * @return the id of its process
     * @throws IllegalArgumentException if the CSR cannot be read, or the product is not sold for so many months
     */
    public long orderInConsole(String product, int months, String csr) {
        return seeded.orderInConsole(product, months, SigningRequest.parse(csr));
    }

    /**
     * Ends one process now; one that has ended stays as it is.
     *
     * @throws IllegalArgumentException if there is no such process
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
