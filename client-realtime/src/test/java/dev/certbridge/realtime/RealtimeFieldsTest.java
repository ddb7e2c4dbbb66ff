package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a request: as it is sent, and what is wrong with it before it is. */
class RealtimeFieldsTest {

    private static final Organization.Details ORGANIZATION = Organization.named("Example B.V.")
            .address("Street 1")
            .postalCode("1000 AA")
            .city("Zwolle")
            .state("Overijssel")
            .country("NL")
            .registration("12345678");
    private static final Approver APPROVER =
            Approver.of("Ada", "Example", "ada@example.com", "+31.612345678").jobTitle("CTO");

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final CertificateReseller realtime = server.connect(OrderBooks.inMemory());
    private final OrderRequest request = OrderRequest.builder("p")
            .csr(TestClient.key("www.example.com", "shop.example.com").csr())
            .validity(Validity.months(12))
            .build();

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @Test
    void every_field_is_sent_under_its_name_on_the_wire() {
        realtime.order(
                Intent.of("1"),
                request.toBuilder()
                        .organization(ORGANIZATION)
                        .approver(APPROVER)
                        .language("DE")
                        .dcv(DcvMethod.FILE)
                        .dcv("shop.example.com", DcvMethod.email("admin@example.com"))
                        .build(),
                Spending.unquoted());
        assertThat(server.bodies.get(server.bodies.size() - 1))
                .contains("\"organization\":\"Example B.V.\"", "\"address\":\"Street 1\"", "\"postalCode\":\"1000 AA\"")
                .contains("\"city\":\"Zwolle\"", "\"state\":\"Overijssel\"", "\"country\":\"NL\"")
                .contains("\"coc\":\"12345678\"", "\"language\":\"DE\"")
                .contains("\"firstName\":\"Ada\"", "\"jobTitle\":\"CTO\"", "\"voice\":\"+31.612345678\"")
                .contains("{\"commonName\":\"www.example.com\",\"type\":\"FILE\"}")
                .contains("{\"commonName\":\"shop.example.com\",\"type\":\"EMAIL\",\"email\":\"admin@example.com\"}");
    }

    @Test
    void an_organization_order_is_taken_by_the_stub_as_its_contract_says() {
        try (TestClient shopper = TestClient.at("realtime")) {
            OrderRequest ov = OrderRequest.builder("ssl_example_ov")
                    .csr(TestClient.key("www.example.com").csr())
                    .validity(Validity.months(12))
                    .organization(ORGANIZATION)
                    .approver(APPROVER)
                    .build();
            assertThat(shopper.order("ov", ov).action()).isPresent();
        }
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_and_nothing_is_sent() {
        InvalidRequestException no = refused(asked -> asked.toBuilder()
                .organization(Organization.named("x".repeat(65))
                        .address(" ")
                        .postalCode("12345678901")
                        .city("")
                        .state("x".repeat(61))
                        .country("NLD")
                        .registration("x".repeat(33)))
                .approver(Approver.of("", "x".repeat(41), "Ada@example.com", "0612345678")
                        .jobTitle("two\nlines"))
                .language("d\ne")
                .validity(Validity.years(1))
                .dcv(DcvMethod.email("nobody"))
                .dcv("mail.example.com", DcvMethod.DNS)
                .build());
        assertThat(no.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "organization.name",
                        "organization.address",
                        "organization.postalCode",
                        "organization.city",
                        "organization.state",
                        "organization.country",
                        "organization.registration",
                        "approver.firstName",
                        "approver.lastName",
                        "approver.email",
                        "approver.phone",
                        "approver.jobTitle",
                        "language",
                        "validity",
                        "dcv.email",
                        "dcv");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "64, true", "65, false"})
    void a_length_at_its_limit_is_taken_and_one_above_is_not(int length, boolean taken) {
        OrderRequest named = request.toBuilder()
                .organization(Organization.named("x".repeat(length)))
                .build();
        if (taken) {
            realtime.validate(named, Spending.unquoted());
        } else {
            assertThatThrownBy(() -> realtime.validate(named, Spending.unquoted()))
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a@b", "A@example.com", "a..b@example.com", "a@example.1", "a b@example.com", "@example.com"})
    void an_address_that_the_contract_does_not_take_is_refused(String address) {
        assertThat(refused(asked ->
                                asked.toBuilder().dcv(DcvMethod.email(address)).build())
                        .violations())
                .extracting(Violation::field)
                .containsExactly("dcv.email");
    }

    @Test
    void a_name_that_the_contract_does_not_take_is_refused() {
        OrderRequest odd =
                request.toBuilder().csr(TestClient.key("example.4you").csr()).build();
        assertThatThrownBy(() -> realtime.validate(odd, Spending.unquoted()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("example.4you");
    }

    @Test
    void a_country_is_not_taken_by_a_renewal_which_has_no_place_for_it() {
        CertificateReseller live = realtime;
        var source = new dev.certbridge.reseller.order.CertificateId(
                "realtime", server.options().uri().orElseThrow().getAuthority(), ScriptedRealtimeServer.CUSTOMER, "8");
        OrderRequest renewal = OrderRequest.renewal(source, "p")
                .csr(request.csr())
                .validity(Validity.months(12))
                .organization(ORGANIZATION)
                .build();
        assertThatThrownBy(() -> live.validate(renewal, Spending.unquoted()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("country");
        OrderRequest reissue = OrderRequest.reissue(source)
                .csr(request.csr())
                .oldMayBeRevoked()
                .organization(Organization.named("Example B.V."))
                .validity(Validity.months(12))
                .build();
        assertThatThrownBy(() -> live.validate(reissue, Spending.unquoted()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("validity");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void what_realtime_has_no_place_for_is_refused_before_any_byte() {
        for (OrderRequest wrong : List.of(
                request.toBuilder().contact("handle").build(),
                request.toBuilder().organization(Organization.onFile("hdl_1")).build())) {
            assertThatThrownBy(() -> realtime.order(Intent.of("1"), wrong, Spending.unquoted()))
                    .isInstanceOf(UnsupportedException.class);
        }
        assertThat(server.requests).isEmpty();
        assertThat(List.of(Capability.values()).stream().filter(capability -> !realtime.supports(capability)))
                .containsExactly(Capability.COMPLETE, Capability.ORGANIZATION_ON_FILE, Capability.CONTACT);
    }

    private InvalidRequestException refused(UnaryOperator<OrderRequest> change) {
        InvalidRequestException no = catchThrowableOfType(
                InvalidRequestException.class,
                () -> realtime.order(Intent.of("1"), change.apply(request), Spending.unquoted()));
        assertThat(no.getMessage().lines()).hasSize(1);
        assertThat(server.requests).isEmpty();
        return no;
    }
}
