package dev.certbridge.conformance.money;

import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.time.Clock;
import java.util.Map;

/** A reseller with one of its adapters. */
enum ClientVariant {
    /** regfish, which quotes no prices. */
    REGFISH("RapidSSL", Validity.days(199)),
    /** Realtime Register's current operations. */
    REALTIME("ssl_example_dv", Validity.months(6)),
    /** Realtime Register's deprecated operations. */
    DEPRECATED("ssl_comodo_positive", Validity.years(1));

    private final String product;
    private final Validity validity;

    ClientVariant(String product, Validity validity) {
        this.product = product;
        this.validity = validity;
    }

    String product() {
        return product;
    }

    Validity validity() {
        return validity;
    }

    /** Starts its stub, which issues nothing on reads. */
    StubReseller startStub(Clock clock) {
        StubOptions options =
                StubOptions.defaults().readsUntilIssued(Integer.MAX_VALUE).clock(clock);
        return this == REGFISH ? RegfishStub.start(options) : RealtimeStub.start(options);
    }

    CertificateReseller connect(StubReseller stub, OrderBook book, ConnectOptions options) {
        String key = stub.apiKey();
        return switch (this) {
            case REGFISH -> Regfish.connect(key, book, options);
            case REALTIME -> Realtime.connect(key, RealtimeStub.CUSTOMER, book, options);
            case DEPRECATED ->
                Realtime.deprecated(key, RealtimeStub.CUSTOMER, book, "example-provider", Map.of(), options);
        };
    }

    /** The authority issues this order now. */
    static void issue(StubReseller stub, String order) {
        if (stub instanceof RegfishStub regfish) {
            regfish.issue(order);
        } else {
            ((RealtimeStub) stub).end(Long.parseLong(order), OrderOutcome.DONE);
        }
    }
}
