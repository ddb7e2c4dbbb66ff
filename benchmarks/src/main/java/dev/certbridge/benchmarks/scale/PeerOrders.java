package dev.certbridge.benchmarks.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.benchmarks.contender.GeneratedClient;
import dev.certbridge.benchmarks.contender.NativeLibrary;
import dev.certbridge.benchmarks.contender.Sample;
import dev.certbridge.benchmarks.contender.StockFeign;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireFault;
import dev.certbridge.stub.regfish.RegfishStub;
import feign.Client;
import feign.DefaultClient;
import feign.hc5.ApacheHttp5Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The same orders placed by several clients in eight threads, each at a new stub. The stub loses one answer in a
 * hundred: it books the order and closes the connection. No caller repeats a call that failed.
 */
final class PeerOrders {

    private static final int ORDERS = 1_000;
    private static final int LOST = 10;
    private static final int THREADS = 8;
    private static final long SEED = 4711;

    private final List<Csr> csrs = SampleOrders.csrs(ORDERS);
    private final ObjectMapper json = Sample.mapper();

    /** Places the orders, and returns the ids that the caller knows in the end. */
    private interface Caller {
        Set<String> ids(RegfishStub stub) throws Exception;
    }

    /** Places one order, and returns its id. */
    private interface Placement {
        String id(Csr csr) throws Exception;
    }

    /** Places the orders with each client, and prints the rows. */
    List<PeerOrdersRow> measure() throws Exception {
        List<PeerOrdersRow> rows = new ArrayList<>();
        System.out.print(PeerOrdersRow.HEAD);
        rows.add(measured("Feign, default client", stub -> feign(stub, new DefaultClient(null, null))));
        rows.add(measured("Feign + HttpClient 5", stub -> feign(stub, new ApacheHttp5Client())));
        rows.add(measured("openapi-generator, native", this::nativeLibrary));
        rows.add(measured("certbridge, generated client", this::generatedClient));
        rows.add(measured(PeerOrdersRow.OURS, this::withBook));
        return rows;
    }

    private PeerOrdersRow measured(String client, Caller caller) throws Exception {
        StubOptions options = StubOptions.defaults().seed(SEED).readsUntilIssued(1);
        try (RegfishStub stub = RegfishStub.start(options)) {
            new Random(SEED)
                    .ints(0, ORDERS)
                    .distinct()
                    .limit(LOST)
                    .forEach(n -> stub.when("createCertificate")
                            .matching("\"www.shop-" + n + ".example\"")
                            .once()
                            .fault(WireFault.DROPPED));
            PeerOrdersRow row = PeerOrdersRow.of(client, ORDERS, stub, caller.ids(stub));
            System.out.print(row.row());
            return row;
        }
    }

    private Set<String> feign(RegfishStub stub, Client http) throws Exception {
        try (StockFeign client = new StockFeign(stub.uri(), http, stub.apiKey())) {
            return inThreads(csr -> client.order(request(csr)).getResponse().getId());
        }
    }

    private Set<String> nativeLibrary(RegfishStub stub) throws Exception {
        try (NativeLibrary client = new NativeLibrary(stub.uri(), stub.apiKey())) {
            return inThreads(csr -> client.order(json.writeValueAsBytes(request(csr))));
        }
    }

    private Set<String> generatedClient(RegfishStub stub) throws Exception {
        ConnectOptions options = ConnectOptions.builder().uri(stub.uri()).build();
        try (GeneratedClient client = new GeneratedClient(options, stub.apiKey())) {
            return inThreads(csr -> client.order(request(csr)).getResponse().getId());
        }
    }

    /** Places the orders, reconciles those with an unknown outcome, and calls again with the same intents. */
    private Set<String> withBook(RegfishStub stub) throws Exception {
        ConnectOptions options = ConnectOptions.builder().uri(stub.uri()).build();
        try (MeasuredBook book = MeasuredBook.open(MeasuredBook.Type.SQLITE);
                CertificateReseller regfish = Regfish.connect(stub.apiKey(), book.book(), options)) {
            Placement placement =
                    csr -> regfish.order(Intent.of(csr.names().get(0)), SampleOrders.regfish(csr), Spending.unquoted())
                            .id()
                            .providerId();
            inThreads(placement);
            // The stub issues an order when it lists the order once. Only an issued certificate proves an order.
            regfish.orders().list().forEach(order -> {});
            for (Attempt attempt : book.book().unresolved()) {
                if (regfish.orders().reconcile(attempt) instanceof Reconciliation.Placed placed) {
                    book.book().settle(attempt, placed);
                }
            }
            return inThreads(placement);
        }
    }

    private static CertificateRequest request(Csr csr) {
        return new CertificateRequest()
                .sku("RapidSSL")
                .commonName(csr.names().get(0))
                .dnsNames(csr.names())
                .dcvMethod("dns-cname-token")
                .csr(csr.pem());
    }

    /** Places all orders. A call that fails returns no id. */
    private Set<String> inThreads(Placement placement) throws InterruptedException {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        csrs.forEach(csr -> pool.submit(() -> ids.add(placement.id(csr))));
        pool.shutdown();
        if (!pool.awaitTermination(10, TimeUnit.MINUTES)) {
            pool.shutdownNow();
            throw new IllegalStateException("the orders took more than ten minutes");
        }
        return ids;
    }
}
