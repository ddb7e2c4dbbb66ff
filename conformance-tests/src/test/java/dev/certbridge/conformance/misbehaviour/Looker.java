package dev.certbridge.conformance.misbehaviour;

import dev.certbridge.conformance.endtoend.Shopper;
import dev.certbridge.conformance.realtime.Ending;
import dev.certbridge.conformance.realtime.RealtimeStub;
import dev.certbridge.conformance.regfish.RegfishStub;
import dev.certbridge.conformance.stub.CannedFailure;
import dev.certbridge.conformance.stub.StubOptions;
import dev.certbridge.conformance.stub.StubReseller;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.http.ReadRetries;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Somebody with an open order and an issued one, who knows every verb that only looks. */
final class Looker implements AutoCloseable {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Shopper shopper;
    private final OrderId open;
    private final OrderId issued;
    private final Map<String, Supplier<?>> verbs = new LinkedHashMap<>();

    Looker(String reseller) {
        this.shopper = Shopper.at(
                reseller,
                StubOptions.defaults().looksUntilIssued(Integer.MAX_VALUE),
                options -> options.retries(ReadRetries.none()));
        this.open = shopper.order("open.example.com").id();
        this.issued = shopper.order("issued.example.com").id();
        issue(shopper.stub(), issued.providerId());
        CertificateReseller client = shopper.reseller();
        client.find(open);
        verbs.put("products", client::products);
        verbs.put("orders", () -> client.orders().toList());
        verbs.put("audit", () -> client.audit().toList());
        verbs.put("certificates", () -> client.certificates().stream().toList());
        verbs.put("find open", () -> client.find(open));
        verbs.put("find issued", () -> client.find(issued));
        verbs.put("download", () -> client.download(issued).fullChainPem());
        verbs.put(
                "await issued",
                () -> client.await(issued, A_MINUTE, DnsPublisher.none()).fullChainPem());
        verbs.put("await all", () -> client.awaitAll(List.of(issued), A_MINUTE, DnsPublisher.none(), new Silent()));
        client.find(issued).certificate().ifPresent(id -> verbs.put("find certificate", () -> client.find(id)));
    }

    /** The verbs that send this operation when nothing is wrong. */
    List<String> verbsThatSend(String operation) {
        return verbs.keySet().stream()
                .filter(verb -> {
                    long before = shopper.stub().journal().received(operation);
                    run(verb);
                    return shopper.stub().journal().received(operation) > before;
                })
                .toList();
    }

    Object run(String verb) {
        return verbs.get(verb).get();
    }

    void answerOnce(String operation, CannedFailure failure) {
        shopper.stub().answer(operation, failure.once());
    }

    @Override
    public void close() {
        shopper.close();
    }

    private static final class Silent implements AwaitListener {
        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {}

        @Override
        public void ended(OrderId id, ResellerException why) {}
    }

    private static void issue(StubReseller stub, String order) {
        if (stub instanceof RegfishStub regfish) {
            regfish.issue(order);
        } else {
            ((RealtimeStub) stub).end(Long.parseLong(order), Ending.DONE);
        }
    }
}
