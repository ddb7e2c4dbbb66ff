package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.regfish.RegfishBehaviour.RegfishRefusal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The state of one regfish stub. */
record RegfishState(
        StubContext context,
        RegfishStubSettings settings,
        OrderStore orders,
        ZoneStore zones,
        OrganizationStore organizations,
        SkuCatalog catalog) {

    static RegfishState of(StubContext context) {
        RegfishStubSettings settings = new RegfishStubSettings(context.options());
        return new RegfishState(
                context,
                settings,
                new OrderStore(settings),
                new ZoneStore(context),
                new OrganizationStore(context.ids()),
                new SkuCatalog());
    }

    Instant now() {
        return context.now();
    }

    X509Certificate sign(SigningRequest csr, List<String> names, Instant from, Instant until) {
        CertificateAuthority authority = context.authority();
        List<String> signed = new ArrayList<>(names);
        if (settings.anotherName) {
            signed.set(names.size() - 1, CertificateAuthority.ANOTHER_NAME);
        }
        return authority.issue(settings.anotherKey ? authority.anotherKey() : csr.publicKey(), signed, from, until);
    }

    /** The settings of the stub. {@link RegfishStub} documents the settings. */
    static final class RegfishStubSettings {

        /** The number of a read that never happens, because the first read has the number 1. */
        private static final int NEVER = 0;

        // One year, which is longer than the validity of any certificate on purpose. A client that confuses the end of
        // the term with the end of the certificate fails.
        private static final int CONTRACT_DAYS = 365;

        volatile boolean requiresDns;
        volatile int recordsFromLook;
        volatile int recordsChangeOnLook = NEVER;
        volatile int downloadLag;
        volatile int oldLeafReads;
        volatile int oldFileDownloads;
        volatile int listingLag;
        volatile boolean onlyReadsAdvance;
        volatile boolean anotherKey;
        volatile boolean anotherName;
        volatile String ending = "";
        volatile boolean backwards;
        volatile boolean noCertificates;
        volatile boolean holdsBackUnusableOrganizations;
        volatile int contractDays = CONTRACT_DAYS;

        RegfishStubSettings(StubOptions options) {
            this.recordsFromLook = options.lateRecords() ? 1 : 0;
            this.downloadLag = options.downloadLag();
        }
    }

    /** The orders of the customer, sorted by id, so that a listing does not show their age. */
    static final class OrderStore {

        private static final long LONG_AGO = Integer.MIN_VALUE;

        private final RegfishStubSettings settings;
        private final Map<String, Placed> orders = new ConcurrentSkipListMap<>();
        private final AtomicLong listings = new AtomicLong();

        private record Placed(RegfishOrder order, long listings) {
            boolean isPrefilled() {
                return listings == LONG_AGO;
            }
        }

        OrderStore(RegfishStubSettings settings) {
            this.settings = settings;
        }

        void add(RegfishOrder order) {
            orders.put(order.id(), new Placed(order, listings.get()));
            order.recordStates();
        }

        void addOld(RegfishOrder order) {
            orders.put(order.id(), new Placed(order, LONG_AGO));
        }

        Optional<RegfishOrder> find(String id) {
            return Optional.ofNullable(orders.get(id)).map(Placed::order);
        }

        RegfishOrder get(String id, String message) {
            return find(id).orElseThrow(() -> new RegfishRefusal(404, message));
        }

        int size() {
            return orders.size();
        }

        JsonNode list() {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            long listing = listings.getAndIncrement();
            orders.values().stream()
                    .filter(placed -> listing - placed.listings() >= settings.listingLag)
                    .map(placed -> placed.order().listed(!placed.isPrefilled() && !settings.onlyReadsAdvance))
                    .forEach(list::add);
            return list;
        }
    }
}
