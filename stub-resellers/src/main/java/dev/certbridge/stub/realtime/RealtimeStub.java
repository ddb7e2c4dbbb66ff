package dev.certbridge.stub.realtime;

import dev.certbridge.stub.ReversibleSettings;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A stub of the reseller Realtime Register. The methods that return the stub itself are settings. Each setting makes
 * the stub deviate from the reseller in one way, from the next request on. The method {@link #when} provokes faults of
 * single answers.
 */
public final class RealtimeStub extends StubReseller {

    /** The name of the reseller. */
    public static final String NAME = "realtime";

    /** The only customer. */
    public static final String CUSTOMER = "example-handle";

    /** The API key that the stub accepts. The key is obviously fake. */
    public static final String KEY = RealtimeBehaviour.KEY;

    private final ReversibleSettings<RealtimeStubSettings> settings;
    private final ProcessStore processes;
    private final RealtimeOrderHandler orders;

    private RealtimeStub(StubContext context, RealtimeBehaviour behaviour) {
        super(NAME, context, behaviour);
        this.settings = new ReversibleSettings<>(behaviour.settings(), RealtimeStubSettings::new);
        this.processes = behaviour.processes();
        this.orders = behaviour.orders();
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

    /**
     * Listings ignore filters on these fields. Catches a client that uses the first entry of a listing without a check.
     */
    public RealtimeStub ignoresFilters(String... fields) {
        return with(s -> s.ignoreFilters(Set.of(fields)));
    }

    /** Listings ignore every filter. Catches a client that does not check the entries of a filtered listing. */
    public RealtimeStub ignoresAllFilters() {
        return with(s -> s.filtersIgnored = true);
    }

    /** Listings always begin with the first entry. Catches a client that never stops reading pages. */
    public RealtimeStub ignoresOffset() {
        return with(s -> s.offsetIgnored = true);
    }

    /**
     * Listings ignore the requested order, and return the oldest entry first. Catches a client that stops at the first
     * known entry of a listing.
     */
    public RealtimeStub ignoresOrder() {
        return with(s -> s.orderIgnored = true);
    }

    /** Pages have at most this number of entries. Catches a client that treats a short page as the last page. */
    public RealtimeStub pagesOfAtMost(int entries) {
        return with(s -> s.longestPage = entries);
    }

    /** New entries are missing from this number of listings. Catches a client that concludes that there is no order. */
    public RealtimeStub listsAfter(int looks) {
        return with(s -> s.listingLag = looks);
    }

    /** Each order costs this number of cents more than its quote. Catches a client that does not check the charge. */
    public RealtimeStub chargesMoreThanQuoted(long cents) {
        return with(s -> s.centsOnTop = cents);
    }

    /**
     * The charge has a line that the quote did not have. Catches a client that ignores lines of the charge that the
     * quote did not have.
     */
    public RealtimeStub chargesAnotherLine(long cents) {
        return with(s -> s.centsOfAnotherLine = cents);
    }

    /**
     * The stub never requires an acknowledgment of charges. Catches a client that leaves the check of its spending
     * limit to the reseller.
     */
    public RealtimeStub neverAsksForAcknowledgment() {
        return with(s -> s.acknowledgmentNeverAsked = true);
    }

    /**
     * The stub requires an acknowledgment of every charge. Catches a client that acknowledges charges that no answer
     * has shown.
     */
    public RealtimeStub asksForEveryAcknowledgment() {
        return with(s -> s.everyAcknowledgmentAsked = true);
    }

    /**
     * The stub places an order even for a request with {@code quote=true}. Catches a client that orders again, or loses
     * the id of the placed order.
     */
    public RealtimeStub takesQuotesForOrders() {
        return with(s -> s.quotesAreOrders = true);
    }

    /** Quotes have this flaw. Charges are correct. */
    public RealtimeStub quotesWith(QuoteFlaw flaw) {
        return with(s -> s.quoteFlaw = flaw);
    }

    /** Answers to orders and revocations contain the process id in this place. */
    public RealtimeStub namesProcessesIn(ProcessIdLocation place) {
        return with(s -> s.processIdPlace = place);
    }

    /**
     * Sets the HTTP status of the response to an accepted order, such as 201. Catches a client that expects a single
     * status.
     */
    public RealtimeStub acceptsWith(int status) {
        return with(s -> s.acceptedStatus = status);
    }

    /**
     * The {@code Date} header differs from the correct time by this duration. Catches a client that searches for an
     * order in a period that is too short.
     */
    public RealtimeStub dateHeaderOff(Duration by) {
        return with(s -> s.dateHeaderOff = by);
    }

    /** Downloads have this encoding. Catches a client that reads only one encoding of downloads. */
    public RealtimeStub downloadsAs(DownloadBodyType form) {
        return with(s -> s.downloadForm = form);
    }

    /** A process shows only this part of its order. */
    public RealtimeStub echoes(CommandEcho echo) {
        return with(s -> s.echo = echo);
    }

    /**
     * Orders end with this outcome. Catches a client that continues to wait, or that expects a certificate for every
     * order that ended.
     */
    public RealtimeStub ordersEnd(OrderOutcome ending) {
        return with(s -> s.ending = ending);
    }

    /** An order is RUNNING, and then fails without a refund. Catches a client that treats RUNNING as success. */
    public RealtimeStub failsLate() {
        return with(s -> s.path = List.of(ProcessState.RUNNING)).ordersEnd(OrderOutcome.FAILED);
    }

    /**
     * Orders stay SUSPENDED and require attention. Catches a client that waits without reporting that a person must
     * act.
     */
    public RealtimeStub requiresAttention() {
        return with(s -> s.attentionRequired = true);
    }

    /**
     * An order is SUSPENDED, then RUNNING, then NEW, and then ends. Catches a client that assumes that a status never
     * goes back.
     */
    public RealtimeStub statusGoesBackwards() {
        return with(s -> s.path = List.of(ProcessState.SUSPENDED, ProcessState.RUNNING, ProcessState.NEW));
    }

    /**
     * Orders end as COMPLETED without a certificate. Catches a client that expects a certificate for every COMPLETED
     * order.
     */
    public RealtimeStub completesWithoutCertificate() {
        return with(s -> s.noCertificates = true);
    }

    /**
     * Certificates contain a different key than the CSR. Catches a client that does not compare the key of the
     * certificate with the key of the CSR.
     */
    public RealtimeStub signsForAnotherKey() {
        return with(s -> s.anotherKey = true);
    }

    /**
     * The main DNS name of a certificate is wrong. Catches a client that does not compare the names of the certificate
     * with the ordered names.
     */
    public RealtimeStub signsForAnotherName() {
        return with(s -> s.anotherName = true);
    }

    /**
     * Every order gets the process id of the first order. Catches a client that accepts the certificate of a different
     * order.
     */
    public RealtimeStub reusesProcessIds() {
        return with(s -> s.processIdsReused = true);
    }

    /**
     * Cancelled orders are not refunded. Catches a client that returns the price of a cancelled order to its budget.
     */
    public RealtimeStub keepsMoneyOfCancelledOrders() {
        return with(s -> s.cancelling = OrderOutcome.CANCELLED);
    }

    /**
     * Reads advance the state of orders, but listings do not. Catches a client that waits until a listing shows a
     * change.
     */
    public RealtimeStub onlyReadsAdvanceOrders() {
        return with(s -> s.onlyReadsAdvance = true);
    }

    /**
     * The stub issues a certificate when this time has passed since the order, regardless of the number of reads. The
     * stub measures the time with {@link StubOptions#clock()}.
     */
    public RealtimeStub issuesAfter(Duration wait) {
        return with(s -> s.issuedAfter = wait);
    }

    private RealtimeStub with(Consumer<RealtimeStubSettings> change) {
        settings.change(change);
        return this;
    }

    @Override
    protected Optional<ReversibleSettings<?>> reversibleSettings() {
        return Optional.of(settings);
    }

    /**
     * Adds open processes, oldest first, each with a different name. The processes are in every listing, but not in the
     * ledger. Only reads advance the state of the processes. Throws IllegalArgumentException if the state is not open.
     */
    public List<PrefilledProcess> prefill(int count, ProcessState state) {
        return orders.prefill(count, state);
    }

    /**
     * Places an order as a person does in the reseller's console, and returns the id of its process. The order is
     * charged, but the ledger does not contain it. Throws IllegalArgumentException if the CSR is invalid or the product
     * is not sold for this number of months.
     */
    public long orderInConsole(String product, int months, String csr) {
        return orders.orderInConsole(product, months, SigningRequest.parse(csr));
    }

    /** Ends a process, unless it has already ended. Throws IllegalArgumentException if there is no such process. */
    public RealtimeStub end(long process, OrderOutcome ending) {
        try {
            processes.process(process).end(ending);
            return this;
        } catch (RealtimeRefusal e) {
            throw new IllegalArgumentException("there is no process " + process, e);
        }
    }
}
