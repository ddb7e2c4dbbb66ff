package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireConflict;
import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders at the stub of regfish, by the API and by the generated client. */
class RegfishOrderTest extends StubbedRegfishTest {

    private RegfishClient client;

    @BeforeEach
    void connect() {
        client = RegfishClient.connect(
                stub.apiKey(),
                options().toBuilder().retries(ReadRetryPolicy.none()).build());
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void two_names_are_one_order_with_a_record_each() {
        Order order = order("two", request("RapidSSL", "www.example.com", "example.com"));

        assertThat(order.status()).isEqualTo("pending");
        assertThat(order.validations())
                .extracting(record -> ((DnsRecord) record).name())
                .containsExactly("_dnsauth.www.example.com", "_dnsauth.example.com");
        assertThat(await(order.id()).names()).containsExactly("www.example.com", "example.com");
        assertThat(stub.ledger().entries())
                .extracting(entry -> entry.names())
                .containsExactly(List.of("www.example.com", "example.com"));
        assertThat(stub.ledger().charged()).containsOnly(Map.entry("EUR", 1490L));
    }

    @Test
    void a_download_that_is_late_is_awaited_and_alone_is_not_ready() {
        restart(StubOptions.defaults().downloadLag(3));
        OrderId id = order("www.example.com").id();
        requireConflict(Reason.NOT_READY, () -> reseller.orders().download(id));
        long before = stub.journal().received("downloadCertificate");
        assertThat(await(id).names()).contains("www.example.com");
        assertThat(stub.journal().received("downloadCertificate")).isEqualTo(before + 4);
        assertThat(removed).hasSize(1);
    }

    @Test
    void an_order_without_its_organization_needs_action_and_continues_afterwards() {
        Order order = order("ov", request("SecureSite", "shop.example.net"));
        assertThat(order.state()).isEqualTo(Order.State.ACTION_REQUIRED);

        assertThatThrownBy(() -> await(order.id()))
                .isInstanceOfSatisfying(ActionRequiredException.class, held -> {
                    assertThat(held.url())
                            .hasValueSatisfying(url -> assertThat(url.toString())
                                    .contains(order.id().providerId()));
                    assertThat(held.waitingFor()).containsIgnoringCase("organization");
                    assertThat(held.order().id()).isEqualTo(order.id());
                })
                .hasMessageContaining(order.id().toString());
        assertThat(pauses).isEmpty();
        assertThat(stub.ledger().charged()).isEmpty();

        stub.completeInConsole(order.id().providerId());
        assertThat(await(order.id()).names()).contains("shop.example.net");
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_cancelled_order_ends_the_wait_and_removes_the_records() {
        restart(StubOptions.defaults().readsUntilIssued(1000));
        OrderId id = order("www.example.com").id();
        alterNext("getCertificate", text -> text);
        alterNext("getCertificate", text -> text.replaceFirst("pending", "cancelled"));

        assertThat(requireThrown(OrderEndedException.class, () -> await(id), id.toString())
                        .status())
                .isEqualTo("cancelled");
        assertThat(removed).isEqualTo(published).hasSize(1);
    }

    @Test
    void a_refused_order_can_be_corrected_with_the_same_intent_and_key() {
        OrderRequest corrected = request("RapidSSL", "www.example.com");
        OrderRequest wrong = request("NoSuchProduct", "www.example.com").toBuilder()
                .csr(corrected.csr())
                .build();
        requireThrown(RejectedException.class, () -> order("shop-4711/1", wrong));
        assertThat(stub.ledger().orders()).isZero();

        OrderId id = order("shop-4711/1", corrected).id();

        assertThat(order("shop-4711/1", corrected).id()).isEqualTo(id);
        requireThrown(IntentMismatchException.class, () -> order("shop-4711/1", wrong));
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_order_accepted_with_success_false_is_unknown_and_its_id_is_recorded() {
        alterNext("createCertificate", text -> text.replaceFirst("true,", "false,"));
        OutcomeUnknownException unknown = requireThrown(OutcomeUnknownException.class, () -> order("www.example.com"));
        assertThat(stub.ledger().entries())
                .extracting(entry -> entry.orderId())
                .containsExactly(unknown.seenId().orElseThrow().providerId());
    }

    @Test
    void polling_is_every_thirty_seconds() {
        restart(StubOptions.defaults().readsUntilIssued(5));
        await(order("www.example.com").id());
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(30L, 30L, 30L, 30L);
    }

    @Test
    void polling_is_configurable() {
        Polling polling = new Polling(Duration.ofSeconds(3), Duration.ofSeconds(10));
        restart(
                StubOptions.defaults().readsUntilIssued(5),
                options -> options.toBuilder().polling(polling).build());
        await(order("www.example.com").id());
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(3L, 6L, 10L, 10L);
    }

    @Test
    void a_product_is_refused_until_the_catalog_lists_it() {
        OrderRequest request = request("ThawteNew", "www.example.com");
        requireThrown(
                InvalidRequestException.class, () -> order("new", request), "product", "ThawteNew", "RapidSSLWildcard");
        assertThat(stub.journal().received("createCertificate")).isZero();
        assertThat(book.unresolved()).isEmpty();

        stub.addProduct("ThawteNew");
        assertThat(reseller.products()).anyMatch(product -> product.id().equals("ThawteNew"));
        order("new", request);
        assertThat(stub.ledger().entries()).extracting(entry -> entry.product()).containsExactly("ThawteNew");
    }

    @Test
    void nothing_is_ordered_if_the_catalog_cannot_be_read() {
        stub.when("listProducts").always().answers(500);
        requireThrown(ProviderFaultException.class, () -> order("new", request("ThawteNew", "www.example.com")));
        assertThat(stub.ledger().orders()).isZero();
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void a_product_in_the_contract_is_ordered_without_reading_the_catalog() {
        JsonNode known = ContractDocument.onClassPath("regfish")
                .tree()
                .at("/components/schemas/CertificateRequest/properties/sku/x-known-values");
        known.forEach(sku -> {
            String name = sku.asText().endsWith("Wildcard") ? "*.example.com" : sku.asText() + ".example.com";
            order(sku.asText(), request(sku.asText(), name.toLowerCase(Locale.ROOT)));
        });
        assertThat(stub.ledger().orders()).isEqualTo(known.size()).isGreaterThan(5);
        assertThat(stub.journal().received("listProducts")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 397})
    void any_number_of_days_is_left_to_the_reseller(int days) {
        OrderRequest request = request("RapidSSL", "www.example.com").toBuilder()
                .validity(Validity.days(days))
                .build();
        order("days", request);
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"success\":false}"})
    void nothing_is_ordered_after_a_listing_without_a_list(String body) {
        alterNext("listCertificates", text -> body);
        requireThrown(BrokenContractException.class, () -> order("www.example.com"));
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void a_conflict_of_a_renewal_is_unknown_as_the_contract_says() {
        stub.answer("createCertificate", CannedFailure.documented(409, "renewalNotValid"));
        assertThat(ContractDocument.onClassPath("regfish")
                        .tree()
                        .at("/paths/~1tls~1certificate/post/responses/409/x-outcome/with renewal_of_certificate_id")
                        .asText())
                .isEqualTo("OutcomeUnknown");

        assertThat(catchThrowable(() -> create("ABCDEFGHIJKLM")))
                .isExactlyInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("409");
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 408, 418, 422, 302})
    void an_undocumented_status_is_unknown_on_a_spend_and_a_broken_contract_on_a_read(int status) {
        stub.answer("createCertificate", CannedFailure.status(status))
                .answer("listProducts", CannedFailure.status(status));
        assertThat(catchThrowable(() -> create(null)))
                .isExactlyInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining(String.valueOf(status));
        assertThat(catchThrowable(() -> client.products().listProducts()))
                .isExactlyInstanceOf(BrokenContractException.class)
                .hasMessageContaining(String.valueOf(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409})
    void a_refusal_without_its_json_is_unknown(int status) {
        stub.answer("createCertificate", CannedFailure.status(status));
        assertThat(catchThrowable(() -> create(null))).isExactlyInstanceOf(OutcomeUnknownException.class);
    }

    private void create(@Nullable String source) {
        CertificateRequest order = new CertificateRequest()
                .sku("RapidSSL")
                .commonName("www.example.com")
                .dcvMethod("dns-cname-token")
                .renewalOfCertificateId(source)
                .csr(KeyAndCsr.ecP256("www.example.com").csr().pem());
        client.certificates().createCertificate(order, SpendPermit.once());
    }
}
