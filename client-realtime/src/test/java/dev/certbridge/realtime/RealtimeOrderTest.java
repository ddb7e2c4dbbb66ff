package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireConflict;
import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.Outcome;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.DomainValidation.HttpFile;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.DownloadBodyType;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders at Realtime Register: quotes, processes, and the certificates made by them. */
class RealtimeOrderTest extends StubbedRealtimeTest {

    @Test
    void a_quoted_order_is_followed_to_its_certificate() {
        OrderRequest request = request("www.example.com");
        Quote quote = reseller.quote(request);
        assertThat(quote.total()).contains(Money.of("EUR", "25.00"));
        assertThat(stub.ledger().orders()).isZero();

        Order order = reseller.order(INTENT, request, Spending.acknowledging(quote));
        assertThat(order.status()).isEqualTo("NEW");
        assertThat(order.id().providerId()).matches("[0-9]+");
        assertThat(order.id().account()).isEqualTo(RealtimeStub.CUSTOMER);
        List<String> seen = new ArrayList<>();
        IssuedCertificate issued =
                reseller.orders().await(order.id(), PATIENCE, record -> () -> {}, look -> seen.add(look.status()));

        assertThat(seen).endsWith("COMPLETED").doesNotHaveDuplicates();
        assertThat(issued.names()).containsExactly("www.example.com", "example.com");
        assertThat(reseller.orders().get(order.id()).charged()).contains(Money.of("EUR", "25.00"));
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.acknowledged()).isTrue();
            assertThat(entry.cents()).isEqualTo(2500);
        });
    }

    @Test
    void two_names_are_one_order_whose_extra_name_is_acknowledged() {
        Order order = reseller.order(
                INTENT, request("www.example.com", "shop.example.com"), Spending.upTo(Money.of("EUR", "55.00")));

        assertThat(await(order.id()).names()).containsExactly("www.example.com", "shop.example.com");
        assertThat(published).hasSize(2).isEqualTo(removed);
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.product()).isEqualTo("ssl_example_multi");
            assertThat(entry.cents()).isEqualTo(5500);
        });
    }

    @Test
    void a_process_is_never_taken_for_the_certificate_with_its_number() {
        List<OrderId> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(order("shop" + i + ".example.com").id());
        }
        for (int i = 11; i >= 0; i--) {
            assertThat(await(ids.get(i)).names()).contains("shop" + i + ".example.com");
        }
    }

    @Test
    void a_download_before_the_process_completed_is_not_ready() {
        OrderId id = order("www.example.com").id();
        requireConflict(Reason.NOT_READY, () -> reseller.orders().download(id));
    }

    @Test
    void await_waits_for_a_certificate_that_is_listed_late() {
        OrderId id = order("www.example.com").id();
        for (int i = 0; i < 2; i++) {
            alterNext(
                    "listCertificates",
                    text -> "{\"entities\":[],\"pagination\":{\"limit\":100,\"offset\":0,\"total\":0}}");
        }
        assertThat(await(id).names()).contains("www.example.com");
    }

    @Test
    void a_failed_process_ends_the_wait_and_removes_the_records() {
        restart(StubOptions.defaults().readsUntilIssued(1000));
        OrderId id = order("www.example.com").id();
        alterNext("getProcess", text -> text);
        alterNext(
                "getProcess",
                text -> text.replaceFirst("\"status\":\"[A-Z]+\"", "\"status\":\"FAILED\",\"refund\":{\"EUR\":2500}"));

        assertThatThrownBy(() -> await(id)).isInstanceOfSatisfying(OrderEndedException.class, ended -> {
            assertThat(ended.status()).isEqualTo("FAILED");
            assertThat(ended.charged()).contains(Money.of("EUR", "25.00"));
            assertThat(ended.refunded()).contains(Money.of("EUR", "25.00"));
        });
        assertThat(removed).isEqualTo(published).hasSize(1);
    }

    @Test
    void a_file_proves_control_of_a_domain() {
        Order order = order(
                "file",
                request("www.example.com").toBuilder().dcv(DcvMethod.FILE).build());
        assertThat(order.validations())
                .singleElement()
                .isInstanceOfSatisfying(
                        HttpFile.class,
                        file -> assertThat(file.location()).startsWith("www.example.com/.well-known/pki-validation/"));
        await(order.id());
        assertThat(published).isEmpty();
    }

    @Test
    void an_organization_order_is_accepted_and_needs_action() {
        OrderRequest ov = OrderRequest.builder("ssl_example_ov")
                .csr(request("www.example.com").csr())
                .validity(Validity.months(12))
                .organization(RealtimeRequestTest.ORGANIZATION)
                .approver(RealtimeRequestTest.APPROVER)
                .build();
        assertThat(order("ov", ov).action()).isPresent();
    }

    @Test
    void polling_slows_down_from_one_second_to_thirty() {
        restart(StubOptions.defaults().readsUntilIssued(8));
        await(order("www.example.com").id());
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void polling_is_configurable() {
        Polling polling = new Polling(Duration.ofSeconds(5), Duration.ofSeconds(7));
        restart(
                StubOptions.defaults().readsUntilIssued(4),
                options -> options.toBuilder().polling(polling).build());
        await(order("www.example.com").id());
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(5L, 7L, 7L);
    }

    @Test
    void an_unknown_customer_is_refused_and_the_intent_is_free_for_the_right_one() {
        OrderRequest request = request("www.example.com");
        try (var stranger = Realtime.connect(stub.apiKey(), "nobody", book, options())) {
            NotFoundException no =
                    requireThrown(NotFoundException.class, () -> stranger.order(INTENT, request, Spending.unquoted()));
            assertThat(no).hasMessageContaining("The only customer of this stub is " + RealtimeStub.CUSTOMER);
            assertThat(no.outcome()).isEqualTo(Outcome.NOT_ORDERED);
        }
        assertThat(stub.ledger().orders()).isZero();
        assertThat(book.unresolved()).isEmpty();

        reseller.order(INTENT, request, Spending.unquoted());
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_order_placed_by_the_deprecated_call_is_issued_and_its_id_works_with_the_current_ones() {
        try (CertificateReseller deprecated = Realtime.deprecated(
                stub.apiKey(), RealtimeStub.CUSTOMER, OrderBooks.inMemory(), "example", Map.of(), options())) {
            assertThat(deprecated.products())
                    .extracting(product -> product.id())
                    .hasSize(5)
                    .allMatch(id -> id.startsWith("ssl_comodo_"));
            OrderRequest request = OrderRequest.builder("ssl_comodo_positive")
                    .csr(request("www.example.com").csr())
                    .validity(Validity.years(2))
                    .build();
            Order order = deprecated.order(INTENT, request, Spending.upTo("EUR", "50.00"));
            deprecated.orders().await(order.id(), PATIENCE, record -> () -> {});
            assertThat(reseller.orders().download(order.id()).names()).contains("www.example.com");
            assertThat(stub.ledger().entries())
                    .extracting(entry -> entry.operationId())
                    .containsExactly("createCertificate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_certificate_and_its_chain_are_delivered_in_every_form_of_the_download(DownloadBodyType form) {
        stub.downloadsAs(form);
        OrderRequest request = request("www.example.com");
        IssuedCertificate issued = await(order("form", request).id());
        assertThat(issued.keySha256()).isEqualTo(request.csr().keySha256());
        assertThat(issued.chain()).contains(stub.authority().intermediate());
    }
}
