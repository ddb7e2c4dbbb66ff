package dev.certbridge.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.FleetState;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetWorkerMainTest {

    @TempDir
    private Path folder;

    @Test
    void a_worker_with_settings_of_the_environment_orders_and_delivers() throws Exception {
        int port = freePort();
        String address = "127.0.0.1:" + port;
        try (RealtimeStub stub = RealtimeStub.start(StubOptions.defaults().readsUntilIssued(1));
                TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, false)) {
            assertThat(server).isNotNull();
            StubProvider.address = stub.uri();
            addSearchAttributes(address);
            WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(
                    WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
            WorkflowClient client = WorkflowClient.newInstance(service);
            Map<String, String> settings = settings();
            settings.put("STUB_API_KEY", stub.apiKey());
            settings.put("TEMPORAL_ADDRESS", address);
            settings.put("CERTBRIDGE_DEPLOY", "touch " + folder.resolve("deployed"));
            try (FleetWorkerMain worker = FleetWorkerMain.start(settings)) {
                assertThat(worker).isNotNull();
                new FleetClient(client, "certbridge")
                        .keep(List.of(CertificateInput.of(CertificateSpec.builder(
                                        "shop", "stubbed", TemporalFleet.PRODUCT, Spending.upTo("EUR", "250.00"))
                                .names(List.of("shop.example.com"))
                                .build())));
                awaitValid(client);
            } finally {
                service.shutdownNow();
            }
            assertThat(stub.ledger().entries()).hasSize(1);
            assertThat(folder.resolve("live/shop/fullchain.pem")).exists();
            assertThat(folder.resolve("deployed")).exists();
        }
    }

    @Test
    void a_missing_or_invalid_setting_is_one_clear_line() {
        assertThatThrownBy(() -> FleetWorkerMain.start(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CERTBRIDGE_FOLDER is not set: the folder of keys and certificates");
        Map<String, String> settings = settings();
        assertThatThrownBy(() -> FleetWorkerMain.start(settings))
                .hasMessageStartingWith("no reseller on the class path has an API key for \"stub\"");
        settings.put("STUB_API_KEY", "not-a-real-key");
        settings.put("CERTBRIDGE_PARALLEL", "many");
        assertThatThrownBy(() -> FleetWorkerMain.start(settings))
                .hasMessage("CERTBRIDGE_PARALLEL must be a number from 1 to 9999, not \"many\"");
    }

    @Test
    void a_database_that_cannot_be_used_is_reported_without_its_url() {
        Map<String, String> settings = settings();
        settings.put("CERTBRIDGE_BOOK", "jdbc:nothing://db.example.com/shop?password=not-a-real-password");

        assertThatThrownBy(() -> FleetWorkerMain.start(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no JDBC driver accepts the URL in CERTBRIDGE_BOOK")
                .hasMessageNotContaining("not-a-real-password");
    }

    private Map<String, String> settings() {
        return new TreeMap<>(Map.of(
                "CERTBRIDGE_FOLDER",
                folder.toString(),
                "CERTBRIDGE_ENVIRONMENT",
                "stub",
                "STUB_CUSTOMER",
                RealtimeStub.CUSTOMER));
    }

    private static void awaitValid(WorkflowClient client) throws InterruptedException {
        CertificateWorkflow shop = client.newWorkflowStub(CertificateWorkflow.class, "certificate/shop");
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        while (shop.status().stream().noneMatch(status -> status.state() == FleetState.VALID)) {
            assertThat(Instant.now()).as("%s", shop.status()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void addSearchAttributes(String address) {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(address).validateAndBuildWithDefaults());
        try {
            operator.blockingStub()
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace("default")
                            .putSearchAttributes("CertbridgeState", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                            .putSearchAttributes("CertbridgeNotAfter", IndexedValueType.INDEXED_VALUE_TYPE_DATETIME)
                            .build());
        } finally {
            operator.shutdownNow();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
