package dev.certbridge.conformance.fault;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Journal;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Somebody with an open order and an issued one, who knows every verb that costs nothing. */
final class DerivedReadCaller implements AutoCloseable {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final TestClient shopper;
    private final OrderId open;
    private final OrderId issued;
    private final Map<String, Supplier<?>> verbs = new LinkedHashMap<>();
    private final long before;
    private final Map<String, Runnable> changes = new LinkedHashMap<>();
    private Runnable closing = () -> {};

    DerivedReadCaller(String reseller) {
        this.shopper = TestClient.at(
                reseller,
                StubOptions.defaults().looksUntilIssued(Integer.MAX_VALUE),
                options -> options.toBuilder().retries(ReadRetries.none()).build());
        this.open = shopper.order("open.example.com").id();
        this.issued = shopper.order("issued.example.com").id();
        issue(shopper.stub(), issued.providerId());
        CertificateReseller client = shopper.reseller();
        client.orders().get(open);
        verbs.put("products", client::products);
        verbs.put("orders", () -> client.orders().list().toList());
        verbs.put("audit", () -> client.orders().unclaimed().toList());
        verbs.put("certificates", () -> client.certificates().list().toList());
        verbs.put("find open", () -> client.orders().get(open));
        verbs.put("find issued", () -> client.orders().get(issued));
        verbs.put("download", () -> client.orders().download(issued).fullChainPem());
        verbs.put(
                "await issued",
                () -> client.orders()
                        .await(issued, A_MINUTE, DnsPublisher.none())
                        .fullChainPem());
        verbs.put(
                "await all",
                () -> client.orders().awaitAll(List.of(issued), A_MINUTE, DnsPublisher.none(), new Silent()));
        CertificateId certificate = client.orders().get(issued).certificate().orElseThrow();
        verbs.put("find certificate", () -> client.certificates().get(certificate));
        if (client.supports(Capability.CANCEL)) {
            changes.put("cancelProcess", () -> client.orders().cancel(open));
        }
        if (client.supports(Capability.REVOKE)) {
            String serial = client.certificates().get(certificate).serial().orElseThrow();
            changes.put(
                    "revokeCertificate",
                    () -> client.certificates().revoke(certificate, serial, RevocationReason.UNSPECIFIED));
        }
        if (shopper.stub() instanceof RegfishStub regfish) {
            regfish.zone("example.com");
            RegfishDns dns = Regfish.dns(
                    regfish.apiKey(),
                    shopper.options().toBuilder().retries(ReadRetries.none()).build());
            closing = dns::close;
            verbs.put("publish", () -> published(dns));
        }
        this.before = shopper.stub().journal().received();
    }

    /** Publishes a record, then another one in its place, and takes that back: the zone is as it was. */
    private static String published(RegfishDns dns) {
        try {
            dns.publish(new DomainValidation.DnsRecord("_dnsauth.example.com", "CNAME", "one.example.net", false));
            dns.publish(new DomainValidation.DnsRecord("_dnsauth.example.com", "CNAME", "two.example.net", false))
                    .close();
            return "published and removed";
        } catch (ResellerException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a record is removed or a failure of the family is told", e);
        }
    }

    /** The verbs that send this operation when nothing is wrong; one that changes something is not tried for that. */
    List<String> verbsThatSend(String operation) {
        return changes.containsKey(operation)
                ? List.of(operation)
                : verbs.keySet().stream()
                        .filter(verb -> {
                            long before = shopper.stub().journal().received(operation);
                            run(verb);
                            return shopper.stub().journal().received(operation) > before;
                        })
                        .toList();
    }

    /** The operations that any of them sends. */
    Set<String> operations() {
        Set<String> sent = new TreeSet<>(changes.keySet());
        verbs.keySet().forEach(this::run);
        shopper.stub().journal().exchanges().stream()
                .skip(before)
                .map(Journal.Exchange::operationId)
                .forEach(sent::add);
        return sent;
    }

    /** What a verb returns, by its name; one that changes something is named like its operation, and returns nothing. */
    Object run(String verb) {
        if (changes.containsKey(verb)) {
            changes.get(verb).run();
            return verb;
        }
        return verbs.get(verb).get();
    }

    /** How often the stub received an operation. */
    long received(String operation) {
        return shopper.stub().journal().received(operation);
    }

    void answerOnce(String operation, CannedFailure failure) {
        shopper.stub().answer(operation, failure.once());
    }

    @Override
    public void close() {
        closing.run();
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
            ((RealtimeStub) stub).end(Long.parseLong(order), OrderOutcome.DONE);
        }
    }
}
