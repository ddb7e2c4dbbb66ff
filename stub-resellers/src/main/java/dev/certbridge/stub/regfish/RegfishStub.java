package dev.certbridge.stub.regfish;

import dev.certbridge.stub.ReversibleSettings;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.regfish.RegfishState.RegfishStubSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A stub of the reseller regfish with certificates, organizations and DNS zones. The methods that return the stub
 * itself are settings. Each setting makes the stub deviate from the reseller in one way, from the next request on.
 * Methods such as {@link #issue} perform actions of people in the regfish Console or at the CA. The id of an order in
 * the ledger is its certificate id. In the ledger, a reissue has the id {@code <certificate id>/<reissue id>} and the
 * price 0.
 */
public final class RegfishStub extends StubReseller {

    /** The name of the reseller. */
    public static final String NAME = "regfish";

    /** The API key that the stub accepts. The key is obviously fake. */
    public static final String KEY = RegfishBehaviour.KEY;

    /** The id of the organization that is usable for orders from the start. */
    public static final String ORGANIZATION = "hdl_4N8RC2VXW6DYE";

    /** The id of an organization that is not usable for orders until it is approved. */
    public static final String UNUSABLE_ORGANIZATION = "hdl_9B3TQ7MZK5RWC";

    private final RegfishState state;
    private final ReversibleSettings<RegfishStubSettings> settings;
    private final RegfishOrderHandler orders;

    private RegfishStub(StubContext context, RegfishState state, RegfishOrderHandler orders) {
        super(NAME, context, new RegfishBehaviour(state, orders));
        this.state = state;
        this.settings = new ReversibleSettings<>(state.settings(), () -> new RegfishStubSettings(context.options()));
        this.orders = orders;
    }

    /** Starts a stub with {@link StubOptions#defaults()}. */
    public static RegfishStub start() {
        return start(StubOptions.defaults());
    }

    /** Starts a stub on a fixed port. */
    public static RegfishStub start(int port) {
        return start(StubOptions.defaults().port(port));
    }

    /** Starts a stub. */
    public static RegfishStub start(StubOptions options) {
        StubContext context = StubContext.of(options);
        RegfishState state = RegfishState.of(context);
        return new RegfishStub(context, state, new RegfishOrderHandler(state));
    }

    /**
     * Selects the organization of a waiting order, as a person does in the Console. The stub charges the order when a
     * person has selected the organization.
     */
    public void completeInConsole(String certificateId) {
        orders.complete(order(certificateId), ORGANIZATION);
    }

    /** Issues the pending order immediately. If the order is already issued, issues its pending reissue. */
    public void issue(String certificateId) {
        order(certificateId).issue();
    }

    /**
     * Ends the pending reissue with a status such as {@code rejected} or {@code cancelled}. If no reissue is pending,
     * ends the order. Nothing is refunded, because no source says that regfish refunds.
     */
    public void end(String certificateId, String status) {
        order(certificateId).end(status);
    }

    /** Makes an organization usable for orders, as the CA does after its check. */
    public void approve(String organizationId) {
        state.organizations().approve(organizationId);
    }

    /**
     * Places an order for 199 days as a person does in the regfish Console, and returns the certificate id. In the
     * ledger, the operation of the order is {@code console}.
     */
    public String placeInConsole(String sku, String... names) {
        return orders.placeInConsole(sku, List.of(names));
    }

    /**
     * Adds pending RapidSSL orders with different names and the same key. The orders are not in the ledger, and only
     * reads advance their state.
     */
    public List<PrefilledOrder> prefill(int count) {
        return orders.prefill(count, SigningRequest.generate("prefilled.example.com"));
    }

    /**
     * Adds pending RapidSSL orders with different names and the key of a CSR. The orders are not in the ledger, and
     * only reads advance their state.
     */
    public List<PrefilledOrder> prefill(int count, String csrPem) {
        return orders.prefill(count, SigningRequest.parse(csrPem));
    }

    /** Adds a product for domain validation. */
    public void addProduct(String sku) {
        state.catalog().add(sku);
    }

    /** Returns a DNS zone of the customer. Opens the zone if it is not open. */
    public RegfishZone zone(String domain) {
        return state.zones().open(domain);
    }

    /** Closes a zone and removes its records. Only {@link #zone} opens a closed zone again. */
    public void closeZone(String domain) {
        state.zones().close(domain);
    }

    /**
     * Orders are issued only when their CNAMEs are in a {@link #zone}. Catches a client that does not publish the
     * CNAMEs.
     */
    public RegfishStub requiresDns() {
        return with(s -> s.requiresDns = true);
    }

    /**
     * Hides the validations of each order until the order is read or listed for the {@code look}-th time. Catches a
     * client that expects the DNS records in the first answer.
     */
    public RegfishStub recordsOnLook(int look) {
        return with(s -> s.recordsFromLook = look);
    }

    /**
     * The DNS records to publish for an order are replaced at the read with this number. Catches a client that
     * publishes records only once.
     */
    public RegfishStub recordsChangeOnLook(int look) {
        return with(s -> s.recordsChangeOnLook = look);
    }

    /**
     * The stub refuses this number of downloads of an issued certificate. Catches a client that does not repeat the
     * downloads.
     */
    public RegfishStub downloadLag(int downloads) {
        return with(s -> s.downloadLag = downloads);
    }

    /**
     * After a reissue, this number of reads and downloads return the old certificate. Catches a client that returns the
     * old certificate.
     */
    public RegfishStub oldLeafAfterReissue(int readsAndDownloads) {
        return with(s -> s.oldLeafReads = readsAndDownloads);
    }

    /**
     * After a reissue, this number of downloads return the file of the old certificate. Catches a client that does not
     * check the downloaded file.
     */
    public RegfishStub oldFileAfterReissue(int downloads) {
        return with(s -> s.oldFileDownloads = downloads);
    }

    /**
     * An order is missing from this number of listings after it was placed. Catches a client that concludes that there
     * is no order.
     */
    public RegfishStub listingLag(int listings) {
        return with(s -> s.listingLag = listings);
    }

    /**
     * Reads advance the state of orders, but listings do not. Catches a client that waits until a listing shows a
     * change.
     */
    public RegfishStub onlyReadsAdvanceOrders() {
        return with(s -> s.onlyReadsAdvance = true);
    }

    /**
     * Certificates contain a different key than the CSR. Catches a client that does not compare the key of the
     * certificate with the key of the CSR.
     */
    public RegfishStub signsForAnotherKey() {
        return with(s -> s.anotherKey = true);
    }

    /**
     * The last DNS name of a certificate is wrong. Catches a client that does not compare the names of the certificate
     * with the ordered names.
     */
    public RegfishStub signsForAnotherName() {
        return with(s -> s.anotherName = true);
    }

    /**
     * Orders end with this status and without a refund. Catches a client that expects a certificate for every order
     * that ended.
     */
    public RegfishStub ordersEnd(String status) {
        return with(s -> s.ending = status);
    }

    /**
     * Orders are accepted and later rejected, without a refund. Catches a client that expects a certificate for every
     * accepted order.
     */
    public RegfishStub failsLate() {
        return ordersEnd("rejected");
    }

    /**
     * The first read after an order was issued shows the status {@code pending} again. Catches a client that assumes
     * that a status never goes back.
     */
    public RegfishStub statusGoesBackwards() {
        return with(s -> s.backwards = true);
    }

    /**
     * Issued orders have no file and no serial number. Catches a client that expects a file and a serial number because
     * of the status.
     */
    public RegfishStub issuesWithoutCertificate() {
        return with(s -> s.noCertificates = true);
    }

    /**
     * The stub accepts an order with an unusable organization, and the order then waits for another organization.
     * Catches a client that assumes that the CA has received the order.
     */
    public RegfishStub holdsBackUnusableOrganizations() {
        return with(s -> s.holdsBackUnusableOrganizations = true);
    }

    /**
     * Orders have a term of this many days instead of 365. Catches a client that confuses the term with the validity of
     * a certificate.
     */
    public RegfishStub contractDays(int days) {
        return with(s -> s.contractDays = days);
    }

    private RegfishStub with(Consumer<RegfishStubSettings> change) {
        settings.change(change);
        return this;
    }

    @Override
    protected Optional<ReversibleSettings<?>> reversibleSettings() {
        return Optional.of(settings);
    }

    private RegfishOrder order(String certificateId) {
        Optional<RegfishOrder> order = state.orders().find(certificateId);
        return order.orElseThrow(() -> new IllegalArgumentException("no certificate has the id " + certificateId));
    }
}
