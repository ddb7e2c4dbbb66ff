package dev.certbridge.stub.regfish;

import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireMockStub;
import dev.certbridge.stub.regfish.RegfishState.RegfishStubSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A stub of the reseller regfish: certificates from the order to the last reissue, organizations and DNS zones. The first
 * group of methods does what people do at regfish, in its Console or at the CA. The methods that return the stub itself are
 * settings: each makes it a worse reseller from now on.
 *
 * <p>In the ledger an order has its certificate id, a reissue {@code <certificate id>/<reissue id>} and no price.
 */
public final class RegfishStub extends WireMockStub {

    /** The name of the reseller. */
    public static final String NAME = "regfish";

    /** The API key that the stub accepts, an obvious fake. */
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

    /** Names the organization of an order that was held back, as a person does in the Console. The order is charged. */
    public void completeInConsole(String certificateId) {
        orders.complete(order(certificateId), ORGANIZATION);
    }

    /** Issues the order, or else its reissue, at once. */
    public void issue(String certificateId) {
        order(certificateId).issue();
    }

    /**
     * Ends the reissue that is under way, or else the order: {@code rejected}, {@code cancelled}, {@code order_cancelled},
     * for a reissue also {@code failed}. Nothing is refunded; whether regfish would is not known.
     */
    public void end(String certificateId, String status) {
        order(certificateId).end(status);
    }

    /** Makes an organization usable for orders, as the CA does after its check. */
    public void approve(String organizationId) {
        state.organizations().approve(organizationId);
    }

    /**
     * Places an order as a colleague does in the regfish Console, for a key of its own and 199 days. It is in the ledger as
     * operation {@code console}.
     *
     * @return the certificate id
     */
    public String placeInConsole(String sku, String... names) {
        return orders.placeInConsole(sku, List.of(names));
    }

    /** Adds pending orders of RapidSSL, each for another name, with one key for all. They are not in the ledger. */
    public List<PrefilledOrder> prefill(int count) {
        return orders.prefill(count, SigningRequest.generate("prefilled.example.com"));
    }

    /** Adds pending orders for the key of a CSR. */
    public List<PrefilledOrder> prefill(int count, String csrPem) {
        return orders.prefill(count, SigningRequest.parse(csrPem));
    }

    /** Adds a product for domain validation. */
    public void addProduct(String sku) {
        state.catalog().add(sku);
    }

    /** Returns a DNS zone of the customer, and opens it if it is not open. */
    public RegfishZone zone(String domain) {
        return state.zones().open(domain);
    }

    /** Closes a zone, and removes its records, until {@link #zone} opens it; {@link StubOptions#ANY_ZONE} does not. */
    public void closeZone(String domain) {
        state.zones().close(domain);
    }

    /**
     * Nothing is issued before its CNAMEs are in a {@link #zone}. Catches a client that publishes none, or old ones.
     */
    public RegfishStub requiresDns() {
        return with(s -> s.requiresDns = true);
    }

    /** Validation data appears first in this read of an order. Catches a client that expects it in the answer. */
    public RegfishStub recordsOnLook(int look) {
        return with(s -> s.recordsFromLook = look);
    }

    /** The records change in this read of an order. Catches a client that publishes once and does not compare again. */
    public RegfishStub recordsChangeOnLook(int look) {
        return with(s -> s.recordsChangeOnLook = look);
    }

    /** So many downloads of an issued certificate are refused. Catches a client that takes a 409 for the end. */
    public RegfishStub earlyDownloads(int downloads) {
        return with(s -> s.earlyDownloads = downloads);
    }

    /** So many reads and downloads after a reissue have the old certificate. Catches a client that returns it. */
    public RegfishStub oldLeafAfterReissue(int readsAndDownloads) {
        return with(s -> s.oldLeafReads = readsAndDownloads);
    }

    /** So many downloads after a reissue have the old file. Catches a client that compares the shown number only. */
    public RegfishStub oldFileAfterReissue(int downloads) {
        return with(s -> s.oldFileDownloads = downloads);
    }

    /** A new order is missing from so many listings. Catches a client that takes an unlisted order for none. */
    public RegfishStub listingLag(int listings) {
        return with(s -> s.listingLag = listings);
    }

    /** A listing moves every order on like a read of it. Catches a client that reads each order in every round. */
    public RegfishStub listingsMoveOrdersOn() {
        return with(s -> s.listingsMoveOrdersOn = true);
    }

    /** The CA signs for another key than that of the CSR. Catches a client that does not compare. */
    public RegfishStub signsForAnotherKey() {
        return with(s -> s.anotherKey = true);
    }

    /** The last name of a certificate is another one. Catches a client that does not compare. */
    public RegfishStub signsForAnotherName() {
        return with(s -> s.anotherName = true);
    }

    /** Orders end with this status, and the charge is kept. Catches a client that takes every end for a certificate. */
    public RegfishStub ordersEnd(String status) {
        return with(s -> s.ending = status);
    }

    /** The read after the one that shows issued shows pending. Catches a client that relies on progress. */
    public RegfishStub statusGoesBackwards() {
        return with(s -> s.backwards = true);
    }

    /** Issued orders have no file and no serial number. Catches a client that takes issued for a certificate. */
    public RegfishStub issuesWithoutCertificate() {
        return with(s -> s.noCertificates = true);
    }

    /** An unusable organization holds an order back without a 409. Catches a client that takes a 200 for an order. */
    public RegfishStub holdsBackUnusableOrganizations() {
        return with(s -> s.holdsBackUnusableOrganizations = true);
    }

    /**
     * The term of an order, 365 days by default, is changed. Catches a client that takes its end for the certificate's.
     */
    public RegfishStub contractDays(int days) {
        return with(s -> s.contractDays = days);
    }

    private RegfishStub with(Consumer<RegfishStubSettings> change) {
        change.accept(settings);
        return this;
    }

    private RegfishOrder order(String certificateId) {
        Optional<RegfishOrder> order = state.orders().find(certificateId);
        return order.orElseThrow(() -> new IllegalArgumentException("no certificate has the id " + certificateId));
    }
}
