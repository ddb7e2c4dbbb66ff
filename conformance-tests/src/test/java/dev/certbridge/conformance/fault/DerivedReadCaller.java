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

/** A client with an open and an issued order, and every call of the API that costs nothing. */
final class DerivedReadCaller implements AutoCloseable {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final TestClient client;
    private final OrderId open;
    private final OrderId issued;
    private final Map<String, Supplier<?>> calls = new LinkedHashMap<>();
    private final long before;
    private final Map<String, Runnable> changes = new LinkedHashMap<>();
    private Runnable closing = () -> {};

    DerivedReadCaller(String reseller) {
        this.client = TestClient.at(
                reseller,
                StubOptions.defaults().looksUntilIssued(Integer.MAX_VALUE),
                options -> options.toBuilder().retries(ReadRetries.none()).build());
        this.open = client.order("open.example.com").id();
        this.issued = client.order("issued.example.com").id();
        issue(client.stub(), issued.providerId());
        CertificateReseller api = client.reseller();
        api.orders().get(open);
        calls.put("products", api::products);
        calls.put("orders", () -> api.orders().list().toList());
        calls.put("audit", () -> api.orders().unclaimed().toList());
        calls.put("certificates", () -> api.certificates().list().toList());
        calls.put("find open", () -> api.orders().get(open));
        calls.put("find issued", () -> api.orders().get(issued));
        calls.put("download", () -> api.orders().download(issued).fullChainPem());
        calls.put(
                "await issued",
                () -> api.orders().await(issued, A_MINUTE, DnsPublisher.none()).fullChainPem());
        calls.put(
                "await all", () -> api.orders().awaitAll(List.of(issued), A_MINUTE, DnsPublisher.none(), new Silent()));
        CertificateId certificate = api.orders().get(issued).certificate().orElseThrow();
        calls.put("find certificate", () -> api.certificates().get(certificate));
        if (api.supports(Capability.CANCEL)) {
            changes.put("cancelProcess", () -> api.orders().cancel(open));
        }
        if (api.supports(Capability.REVOKE)) {
            String serial = api.certificates().get(certificate).serial().orElseThrow();
            changes.put(
                    "revokeCertificate",
                    () -> api.certificates().revoke(certificate, serial, RevocationReason.UNSPECIFIED));
        }
        if (client.stub() instanceof RegfishStub regfish) {
            regfish.zone("example.com");
            RegfishDns dns = Regfish.dns(
                    regfish.apiKey(),
                    client.options().toBuilder().retries(ReadRetries.none()).build());
            closing = dns::close;
            calls.put("publish", () -> published(dns));
        }
        this.before = client.stub().journal().received();
    }

    /** Publishes a record, replaces it by another and removes that: the zone is as it was before. */
    private static String published(RegfishDns dns) {
        try {
            dns.publish(new DomainValidation.DnsRecord("_dnsauth.example.com", "CNAME", "one.example.net", false));
            dns.publish(new DomainValidation.DnsRecord("_dnsauth.example.com", "CNAME", "two.example.net", false))
                    .close();
            return "published and removed";
        } catch (ResellerException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("removing a record throws a ResellerException or nothing", e);
        }
    }

    /** Returns the calls that send this operation if nothing is wrong. Calls that change something are not tried. */
    List<String> callsThatSend(String operation) {
        return changes.containsKey(operation)
                ? List.of(operation)
                : calls.keySet().stream()
                        .filter(call -> {
                            long before = client.stub().journal().received(operation);
                            run(call);
                            return client.stub().journal().received(operation) > before;
                        })
                        .toList();
    }

    /** Returns the operations that any of the calls sends. */
    Set<String> operations() {
        Set<String> sent = new TreeSet<>(changes.keySet());
        calls.keySet().forEach(this::run);
        client.stub().journal().exchanges().stream()
                .skip(before)
                .map(Journal.Exchange::operationId)
                .forEach(sent::add);
        return sent;
    }

    /** Runs a call and returns its result, or the name of a call that changes something. */
    Object run(String call) {
        if (changes.containsKey(call)) {
            changes.get(call).run();
            return call;
        }
        return calls.get(call).get();
    }

    /** Returns how often the stub received an operation. */
    long received(String operation) {
        return client.stub().journal().received(operation);
    }

    void answerOnce(String operation, CannedFailure failure) {
        client.stub().answer(operation, failure.once());
    }

    @Override
    public void close() {
        closing.run();
        client.close();
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
