package dev.certbridge.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.fixture.GeneratedMethod;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.matrix.CalledOperations;
import dev.certbridge.conformance.money.SpendTarget;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.DerivedFaults;
import dev.certbridge.stub.Journal;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call that costs nothing, of adapters and generated clients, with every derived fault in the body of its
 * response.
 */
class DerivedReadTest {

    /** An operation that some call of the API sends. */
    record Read(String reseller, String operation) {
        @Override
        public String toString() {
            return reseller + " " + operation;
        }
    }

    static Stream<Read> reads() {
        return Stream.of("regfish", "realtime").flatMap(reseller -> {
            try (DerivedReadCaller caller = new DerivedReadCaller(reseller)) {
                return caller.operations().stream().map(operation -> new Read(reseller, operation));
            }
        });
    }

    static Stream<Read> readsOfJson() {
        return reads().filter(read -> derived(read).anyMatch(one -> one.status() == 200));
    }

    /** Fails when an adapter calls a further operation: it belongs in these tests, or in those of spends. */
    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void every_operation_that_an_adapter_calls_is_damaged_in_a_test(String reseller) {
        Set<String> tried = new TreeSet<>(SpendTarget.operations(reseller));
        reads().filter(read -> read.reseller().equals(reseller))
                .map(Read::operation)
                .forEach(tried::add);
        assertThat(tried).isEqualTo(new TreeSet<>(CalledOperations.byReseller().get(reseller)));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void a_damaged_body_ends_in_a_value_or_a_ResellerException(Read read) {
        List<String> violations = new ArrayList<>();
        try (DerivedReadCaller caller = new DerivedReadCaller(read.reseller())) {
            List<String> calls = caller.callsThatSend(read.operation());
            assertThat(calls).isNotEmpty();
            cases(read).forEach((name, failure) -> {
                for (String call : calls) {
                    long before = caller.received(read.operation());
                    caller.answerOnce(read.operation(), failure);
                    Throwable thrown = catchThrowable(() -> caller.run(call));
                    if (thrown != null && !(thrown instanceof ResellerException)) {
                        violations.add(call + " with " + name + ": " + thrown);
                    }
                    if (caller.received(read.operation()) == before) {
                        violations.add(call + " did not send for " + name);
                    }
                    if (thrown != null && String.valueOf(thrown.getMessage()).contains("\n")) {
                        violations.add(call + " with " + name + " has more than one line: " + thrown);
                    }
                }
            });
        }
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("readsOfJson")
    void an_unknown_member_changes_nothing(Read read) {
        try (DerivedReadCaller caller = new DerivedReadCaller(read.reseller())) {
            for (String call : caller.callsThatSend(read.operation())) {
                Object usual = caller.run(call);
                derived(read)
                        .filter(one -> one.status() == 200 && one.mutation() == BodyMutation.EXTRA_FIELD)
                        .forEach(one -> {
                            caller.answerOnce(read.operation(), one.toRealAnswer());
                            assertThat(caller.run(call))
                                    .as("%s with %s", call, one)
                                    .isEqualTo(usual);
                        });
            }
        }
    }

    private static Stream<DerivedFaults> derived(Read read) {
        return DerivedFaults.of(read.reseller()).stream()
                .filter(one -> one.operationId().equals(read.operation()));
    }

    /** Damages the response of the stub for a success, and replaces it by a damaged example for a failure. */
    private static Map<String, CannedFailure> cases(Read read) {
        Map<String, CannedFailure> cases = new LinkedHashMap<>();
        derived(read).forEach(one -> {
            if (one.status() == 200) {
                cases.put("its own " + one.mutation().word() + one.pointer(), one.toRealAnswer());
            } else {
                cases.put(one.toString(), one.failure());
            }
        });
        return cases;
    }

    /** A client with an open and an issued order, and every call of the API that costs nothing. */
    static final class DerivedReadCaller implements AutoCloseable {

        private static final Duration A_MINUTE = Duration.ofMinutes(1);

        /** Long enough for one look at notifications. */
        private static final Duration A_LOOK = Duration.ofSeconds(15);

        private final TestClient client;
        private final OrderId open;
        private final OrderId issued;
        private final Map<String, Supplier<?>> calls = new LinkedHashMap<>();
        private final long before;
        private final Map<String, Runnable> changes = new LinkedHashMap<>();
        private Runnable closing = () -> {};
        private int ended;

        DerivedReadCaller(String reseller) {
            this.client = TestClient.at(
                    reseller,
                    StubOptions.defaults().readsUntilIssued(Integer.MAX_VALUE),
                    options -> options.toBuilder()
                            .retries(ReadRetryPolicy.none())
                            .notifications(true)
                            .build());
            this.open = client.order("open.example.com").id();
            this.issued = client.order("issued.example.com").id();
            client.operator().issue(issued);
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
                    () -> api.orders()
                            .await(issued, A_MINUTE, DnsPublisher.none())
                            .fullChainPem());
            calls.put(
                    "await all",
                    () -> api.orders().awaitAll(List.of(issued), A_MINUTE, DnsPublisher.none(), new Silent()));
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
                        client.options().toBuilder()
                                .retries(ReadRetryPolicy.none())
                                .build());
                closing = dns::close;
                calls.put("publish", () -> published(dns));
            }
            if (client.stub() instanceof RealtimeStub) {
                calls.put(
                        "await open",
                        () -> api.orders().awaitAll(List.of(open), A_LOOK, DnsPublisher.none(), new Silent()));
                changes.put("acknowledgeNotification", this::awaitEnd);
            }
            this.before = client.stub().journal().received();
        }

        /** Waits for a new order, which ends during the first pause. */
        private void awaitEnd() {
            OrderId id = client.order("order" + ended++ + ".example.com").id();
            client.reseller().orders().awaitAll(List.of(id), A_MINUTE, DnsPublisher.none(), new Silent() {
                @Override
                public void changed(Order order) {
                    client.operator().issue(id);
                }
            });
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

        /**
         * Returns the calls that send this operation if nothing is wrong. Calls that change something are not tried.
         */
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

        private static class Silent implements AwaitListener {
            @Override
            public void issued(OrderId id, IssuedCertificate certificate) {}

            @Override
            public void ended(OrderId id, ResellerException why) {}
        }
    }

    /** An operation of a contract. */
    record Operation(String reseller, ContractOperation documented) {
        @Override
        public String toString() {
            return reseller + " " + documented;
        }
    }

    static Stream<Operation> operations() {
        return Stream.of("regfish", "realtime")
                .flatMap(reseller -> ContractDocument.onClassPath(reseller).operations().stream()
                        .filter(operation -> DerivedFaults.of(reseller).stream()
                                .anyMatch(one -> one.operationId().equals(operation.id())))
                        .map(operation -> new Operation(reseller, operation)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_damaged_body_ends_in_a_value_or_a_ResellerException(Operation operation) throws Exception {
        List<String> violations = new ArrayList<>();
        String id = operation.documented().id();
        try (TestClient client = TestClient.at(operation.reseller());
                AutoCloseable generated = client.candidate()
                        .generated(
                                client.stub().apiKey(),
                                client.options().toBuilder()
                                        .retries(ReadRetryPolicy.none())
                                        .build())) {
            GeneratedMethod method = GeneratedMethod.of(generated, operation.documented());
            JsonNode request = operation.documented().requestBodies().get(0);
            List<DerivedFaults> derived = DerivedFaults.of(operation.reseller()).stream()
                    .filter(one -> one.operationId().equals(id))
                    .toList();
            for (DerivedFaults one : derived) {
                client.stub().answer(id, one.failure());
                Throwable thrown = catchThrowable(() -> method.call(request, false));
                if (thrown != null && !(thrown instanceof ResellerException)) {
                    violations.add(one + ": " + thrown);
                }
                if (thrown == null && one.status() >= 400) {
                    violations.add(one + " is taken for a success");
                }
            }
            assertThat(client.stub().journal().received(id)).isEqualTo(derived.size());
        }
        assertThat(violations).isEmpty();
    }
}
