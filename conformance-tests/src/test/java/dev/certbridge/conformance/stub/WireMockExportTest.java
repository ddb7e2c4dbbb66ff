package dev.certbridge.conformance.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.conformance.fixture.EveryReseller;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubExamples;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.WireMockExport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The export in a WireMock that has nothing of ours. */
class WireMockExportTest {

    @TempDir
    private Path folder;

    private interface Trial {
        void at(URI uri) throws Exception;
    }

    private void exported(String reseller, Trial trial) throws Exception {
        Path root = folder.resolve(reseller);
        WireMockExport.write(reseller, root);
        WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .usingFilesUnderDirectory(root.toString()));
        server.start();
        try {
            trial.at(URI.create("http://127.0.0.1:" + server.port()));
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void the_built_in_client_meets_successes_and_failures(String reseller) throws Exception {
        ResellerProvider provider = ResellerProvider.named(reseller);
        String ordering = reseller.equals("regfish") ? "createcertificate" : "requestcertificate";
        OrderRequest request = OrderRequest.builder(reseller.equals("regfish") ? "RapidSSL" : "ssl_example_dv")
                .csr(TestClient.key("shop.example.com").csr())
                .validity(provider.defaultValidity())
                .build();
        exported(reseller, uri -> {
            with(provider, uri, StubProvider.named(reseller).apiKey(), client -> {
                assertThat(client.products()).isNotEmpty();
                assertThat(client.orders().list().toList()).doesNotContainNull();
            });
            with(
                    provider,
                    uri,
                    "fail-listproducts-500",
                    client -> assertThatThrownBy(client::products).isInstanceOf(ProviderFaultException.class));
            // regfish documents no 429.
            if (reseller.equals("realtime")) {
                with(
                        provider,
                        uri,
                        "fail-listproducts-429",
                        client -> assertThatThrownBy(client::products).isInstanceOf(RateLimitedException.class));
            }
            with(
                    provider,
                    uri,
                    "fail-listproducts-401",
                    client -> assertThatThrownBy(client::products).isInstanceOf(UnauthorizedException.class));
            String refusal = reseller.equals("regfish") ? "400" : "400-constraintviolation";
            with(
                    provider,
                    uri,
                    "fail-" + ordering + "-" + refusal,
                    client -> assertThatThrownBy(() -> client.order(Intent.of("one"), request, Spending.unquoted()))
                            .isInstanceOf(InvalidRequestException.class));
            with(
                    provider,
                    uri,
                    "fail-" + ordering + "-500",
                    client -> assertThatThrownBy(() -> client.order(Intent.of("one"), request, Spending.unquoted()))
                            .isInstanceOf(OutcomeUnknownException.class));
            with(
                    provider,
                    uri,
                    StubProvider.named(reseller).apiKey(),
                    client -> assertThat(client.order(Intent.of("one"), request, Spending.unquoted())
                                    .id()
                                    .providerId())
                            .isNotEmpty());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void every_operation_succeeds_and_fails_as_documented(String reseller) throws Exception {
        exported(reseller, uri -> {
            for (ContractOperation operation :
                    ContractDocument.onClassPath(reseller).operations()) {
                var body = operation.requestBodies().get(0);
                Wire usual = Wire.to(uri, reseller, "any-other-key");
                assertThat(usual.send(operation.method(), operation.examplePath(), body)
                                .status())
                        .as("%s", operation)
                        .isLessThan(300);
                for (int status : operation.statuses()) {
                    for (DocumentedAnswer answer : DocumentedAnswer.of(operation.response(status))) {
                        if (status >= 400) {
                            String key = StubExamples.key(reseller, operation.id(), status, answer.example());
                            Got got =
                                    Wire.to(uri, reseller, key).send(operation.method(), operation.examplePath(), body);
                            assertThat(got.status()).as("%s", answer).isEqualTo(status);
                            assertThat(answer.body().isMissingNode()
                                            || got.json().equals(answer.body()))
                                    .as("%s", answer)
                                    .isTrue();
                        }
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_reserved_name_in_the_body_of_an_order_provokes_its_failure(String reseller) throws Exception {
        String operation = reseller.equals("regfish") ? "createCertificate" : "requestCertificate";
        ContractOperation documented = ContractDocument.onClassPath(reseller).operations().stream()
                .filter(one -> one.id().equals(operation))
                .findFirst()
                .orElseThrow();
        exported(reseller, uri -> {
            Wire wire = Wire.to(uri, reseller, "any-other-key");
            String name = StubExamples.name(
                    reseller,
                    operation,
                    500,
                    DocumentedAnswer.of(documented.response(500)).get(0).example());
            assertThat(wire.send(
                                    "POST",
                                    documented.examplePath(),
                                    JsonNodeFactory.instance.objectNode().put("common_name", name))
                            .status())
                    .isEqualTo(500);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_question_for_a_price_is_answered_with_one_and_no_key_with_401(String reseller) throws Exception {
        exported(reseller, uri -> {
            if (reseller.equals("realtime")) {
                Got got = Wire.to(uri, reseller, "any-other-key")
                        .post("/v2/ssl/certificates?quote=true", JsonNodeFactory.instance.objectNode());
                assertThat(got.status()).isEqualTo(200);
                assertThat(got.json().has("quote")).isTrue();
            }
            HttpClient client = HttpClient.newHttpClient();
            String path = reseller.equals("regfish") ? "/tls/products" : "/v2/ssl/products";
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(uri + path))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
        });
    }

    @EveryReseller
    void the_same_contract_gives_the_same_files_and_a_used_folder_is_left_alone(String reseller) throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        WireMockExport.write(reseller, one);
        WireMockExport.write(reseller, two);
        assertThat(contents(one)).isEqualTo(contents(two)).hasSizeGreaterThan(30);
        assertThatThrownBy(() -> WireMockExport.write(reseller, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Choose another folder");
    }

    private static void with(ResellerProvider provider, URI uri, String key, Consumer<CertificateReseller> use) {
        ConnectOptions options = ConnectOptions.builder()
                .uri(uri)
                .retries(ReadRetryPolicy.none())
                .build();
        String account = StubProvider.named(provider.name()).account().orElse(ResellerProvider.NO_ACCOUNT);
        try (CertificateReseller client = provider.connect(key, account, OrderBooks.inMemory(), options)) {
            use.accept(client);
        }
    }

    private static Map<String, Integer> contents(Path root) throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
