package dev.certbridge.stub.regfish;

import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireMockStub;
import dev.certbridge.stub.regfish.RegfishState.RegfishStubSettings;
import java.util.List;
import java.util.Optional;

/**
 * A stub of the reseller regfish: certificates from the order to the last reissue, organizations and DNS zones, all of it
 * kept per stub. The first group of methods does what people do at regfish, in its Console or at the CA; the second
 * makes this regfish less kind, and may be used while it runs.
 *
 * <p>In the ledger an order has its certificate id, a reissue {@code <certificate id>/<reissue id>} and no price.
 */
public final class RegfishStub extends WireMockStub {

    /** The name of the reseller. */
    public static final String NAME = "regfish";

    /** The key that it accepts, an obvious fake. */
    public static final String KEY = RegfishBehaviour.KEY;

    /** The organization that orders can be bound to from the start. */
    public static final String ORGANIZATION = "hdl_4N8RC2VXW6DYE";

    /** An organization that orders cannot be bound to, until it is approved. */
    public static final String UNUSABLE_ORGANIZATION = "hdl_9B3TQ7MZK5RWC";

    private final RegfishState state;
    private final RegfishStubSettings settings;
    private final RegfishOrderHandler orders;

    private RegfishStub(StubContext context, RegfishState state, RegfishOrderHandler orders) {
        super(NAME, context, new RegfishBehaviour(state, orders));
        this.state = state;
        this.settings = state.settings();
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
     * Does what a person does at {@code completion_url}: names the organization of an order that was held back. From
     * here on the CA has the order, and it is charged.
     */
    public void completeInConsole(String certificateId) {
        orders.complete(order(certificateId), ORGANIZATION);
    }

    /** The CA issues at once what is under way, the order or else its reissue, for the key of its CSR. */
    public void issue(String certificateId) {
        order(certificateId).issue();
    }

    /**
     * What is under way comes to nothing, the reissue or else the order: {@code rejected}, {@code cancelled}, {@code
     * order_cancelled}, for a reissue also {@code failed}. Nothing is given back; whether regfish would is not known.
     */
    public void end(String certificateId, String status) {
        order(certificateId).end(status);
    }

    /** The CA has looked at an organization; orders can be bound to it. */
    public void approve(String organizationId) {
        state.organizations().approve(organizationId);
    }

    /**
     * A colleague places an order in the regfish Console, with a key of his own and 199 days. It is in the ledger as
     * operation {@code console}. Catches a client that takes an order for its own because product and names are equal.
     *
     * @return the certificate id
     */
    public String placeInConsole(String sku, String... names) {
        return orders.placeInConsole(sku, List.of(names));
    }

    /**
     * So many pending orders of the product RapidSSL, each for another name, with one key for all. They are older than
     * the ledger, which does not know them; listings show them at once.
     */
    public List<PrefilledOrder> prefill(int count) {
        return orders.prefill(count, SigningRequest.generate("prefilled.example.com"));
    }

    /** The same with the key of a CSR, which a client can check the certificates against. */
    public List<PrefilledOrder> prefill(int count, String csrPem) {
        return orders.prefill(count, SigningRequest.parse(csrPem));
    }

    /** Lists and sells one more product, for domain validation, as regfish does without notice. */
    public void addProduct(String sku) {
        state.catalog().add(sku);
    }

    /** A DNS zone that regfish hosts for the customer; it is one from now on, if it was not. */
    public RegfishZone zone(String domain) {
        return state.zones().open(domain);
    }

    /** Closes a zone, and removes its records, until {@link #zone} opens it; {@link StubOptions#ANY_ZONE} does not. */
    public void closeZone(String domain) {
        state.zones().close(domain);
    }

    /**
     * Orders and reissues are issued only when each of their CNAME records stands in a {@link #zone} of this stub. Catches
     * a client that publishes nothing, elsewhere, an older token, or removes a record before the CA has seen it.
     */
    public RegfishStub requiresDns() {
        settings.requiresDns = true;
        return this;
    }

    /**
     * Validation data appears only in this read of an order, 1 being the first, and not in the answer to it. Catches a
     * client that looks for records in the answer only, or gives up on the first read without any.
     */
    public RegfishStub recordsOnLook(int look) {
        settings.recordsFromLook = look;
        return this;
    }

    /**
     * In this read of an order the records have other values than before. Catches a client that publishes once and never
     * compares again.
     */
    public RegfishStub recordsChangeOnLook(int look) {
        settings.recordsChangeOnLook = look;
        return this;
    }

    /**
     * So many downloads of a certificate are answered 409 although it says that it is issued. Catches a client that takes
     * a 409 here for the end, or the word issued for a file.
     */
    public RegfishStub earlyDownloads(int downloads) {
        settings.earlyDownloads = downloads;
        return this;
    }

    /**
     * When a reissue says that it is issued, so many further reads and downloads, together, still show the old
     * certificate. Catches a client that goes by the state of the reissue and hands out the old certificate.
     */
    public RegfishStub oldLeafAfterReissue(int readsAndDownloads) {
        settings.oldLeafReads = readsAndDownloads;
        return this;
    }

    /**
     * Once the new serial number is shown, so many downloads still hold the old certificate. Catches a client that
     * compares what regfish says and not what the file holds.
     */
    public RegfishStub oldFileAfterReissue(int downloads) {
        settings.oldFileDownloads = downloads;
        return this;
    }

    /**
     * An order is missing from the first so many listings after it. Catches a client that takes an order for never placed
     * because it is not listed, and orders again.
     */
    public RegfishStub listingLag(int listings) {
        settings.listingLag = listings;
        return this;
    }

    /**
     * A listing moves every order on like a read of it, as time would. For clients that wait for many orders by listing;
     * catches one that reads each order in every round.
     */
    public RegfishStub listingsMoveOrdersOn() {
        settings.listingsMoveOrdersOn = true;
        return this;
    }

    /** From now on the CA signs for another key than that of the CSR. Catches a client that does not compare. */
    public RegfishStub signsForAnotherKey() {
        settings.anotherKey = true;
        return this;
    }

    /** From now on the last name of a certificate is another one. Catches a client that does not compare. */
    public RegfishStub signsForAnotherName() {
        settings.anotherName = true;
        return this;
    }

    /**
     * Orders end like this, {@code rejected} for example, when they would have been issued; the charge is kept. Catches a
     * client that waits on, or takes every end for a certificate.
     */
    public RegfishStub ordersEnd(String status) {
        settings.ending = status;
        return this;
    }

    /** The read after the one that showed it issued shows it pending. Catches a client that believes in progress. */
    public RegfishStub statusGoesBackwards() {
        settings.backwards = true;
        return this;
    }

    /** What is issued has no file and no serial number. Catches a client that takes the word issued for a certificate. */
    public RegfishStub issuesWithoutCertificate() {
        settings.noCertificates = true;
        return this;
    }

    /**
     * An order for an unknown or unusable organization is held back, with 200, instead of refused with 409: which of the
     * two regfish does is not settled. Catches a client that takes a 200 for an order at the CA.
     */
    public RegfishStub holdsBackUnusableOrganizations() {
        settings.holdsBackUnusableOrganizations = true;
        return this;
    }

    /**
     * How long the term of an order is, 365 days unless said otherwise, at least as long as its first certificate. No
     * reissue outlives it. Catches a client that takes the end of the term for the end of the certificate.
     */
    public RegfishStub contractDays(int days) {
        settings.contractDays = days;
        return this;
    }

    private RegfishOrder order(String certificateId) {
        Optional<RegfishOrder> order = state.orders().find(certificateId);
        return order.orElseThrow(() -> new IllegalArgumentException("no certificate has the id " + certificateId));
    }
}
