package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a request: as it is sent, and what is refused before anything is sent. */
class RealtimeRequestTest extends ScriptedRealtimeTest {

    static final Organization.Details ORGANIZATION = Organization.named("Example B.V.")
            .address("Street 1")
            .postalCode("1000 AA")
            .city("Zwolle")
            .state("Overijssel")
            .country("NL")
            .registration("12345678");
    static final Approver APPROVER =
            Approver.of("Ada", "Example", "ada@example.com", "+31.612345678").jobTitle("CTO");
    private final OrderRequest request = OrderRequest.builder("p")
            .csr(csr("www.example.com", "shop.example.com"))
            .validity(Validity.months(12))
            .build();

    @Test
    void every_field_is_sent_under_its_name_on_the_wire() {
        order(request.toBuilder()
                .organization(ORGANIZATION)
                .approver(APPROVER)
                .language("DE")
                .dcv(DcvMethod.FILE)
                .dcv("shop.example.com", DcvMethod.email("admin@example.com"))
                .build());
        assertThat(server.body(ORDER))
                .contains("\"organization\":\"Example B.V.\"", "\"address\":\"Street 1\"", "\"postalCode\":\"1000 AA\"")
                .contains("\"city\":\"Zwolle\"", "\"state\":\"Overijssel\"", "\"country\":\"NL\"")
                .contains("\"coc\":\"12345678\"", "\"language\":\"DE\"")
                .contains("\"firstName\":\"Ada\"", "\"jobTitle\":\"CTO\"", "\"voice\":\"+31.612345678\"")
                .contains("{\"commonName\":\"www.example.com\",\"type\":\"FILE\"}")
                .contains("{\"commonName\":\"shop.example.com\",\"type\":\"EMAIL\",\"email\":\"admin@example.com\"}");
    }

    @Test
    void all_violations_are_reported_together_and_nothing_is_sent() {
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
                        ("organization.name organization.address organization.postalCode organization.city"
                                        + " organization.state organization.country organization.registration approver.firstName"
                                        + " approver.lastName approver.email approver.phone approver.jobTitle language validity"
                                        + " dcv.email dcv")
                                .split(" "));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "64, true", "65, false"})
    void a_length_at_its_limit_is_valid_and_one_above_is_not(int length, boolean valid) {
        OrderRequest named = request.toBuilder()
                .organization(Organization.named("x".repeat(length)))
                .build();
        if (valid) {
            validate(named);
        } else {
            requireThrown(InvalidRequestException.class, () -> validate(named));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a@b", "A@example.com", "a..b@example.com", "a@example.1", "a b@example.com", "@example.com"})
    void an_email_address_outside_the_contract_is_refused(String address) {
        assertThat(refused(asked ->
                                asked.toBuilder().dcv(DcvMethod.email(address)).build())
                        .violations())
                .extracting(Violation::field)
                .containsExactly("dcv.email");
    }

    @Test
    void a_host_name_outside_the_contract_is_refused() {
        OrderRequest odd = request.toBuilder().csr(csr("example.4you")).build();
        requireThrown(InvalidRequestException.class, () -> validate(odd), "example.4you");
    }

    @Test
    void a_country_in_a_renewal_and_a_validity_in_a_reissue_are_refused() {
        OrderRequest renewal =
                renewal(csr).toBuilder().organization(ORGANIZATION).build();
        requireThrown(InvalidRequestException.class, () -> validate(renewal), "country");
        OrderRequest reissue = reissue(csr).toBuilder()
                .organization(Organization.named("Example B.V."))
                .validity(Validity.months(12))
                .build();
        requireThrown(InvalidRequestException.class, () -> validate(reissue), "validity");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void what_realtime_does_not_support_is_refused_before_anything_is_sent() {
        for (OrderRequest wrong : List.of(
                request.toBuilder().contact("handle").build(),
                request.toBuilder().organization(Organization.onFile("hdl_1")).build())) {
            requireThrown(UnsupportedException.class, () -> order(wrong));
        }
        assertThat(server.lines()).isEmpty();
        assertThat(List.of(Capability.values()).stream().filter(capability -> !reseller.supports(capability)))
                .containsExactly(Capability.COMPLETE, Capability.ORGANIZATION_ON_FILE, Capability.CONTACT);
    }

    private InvalidRequestException refused(UnaryOperator<OrderRequest> change) {
        InvalidRequestException no = requireThrown(InvalidRequestException.class, () -> order(change.apply(request)));
        assertThat(no.getMessage().lines()).hasSize(1);
        assertThat(server.lines()).isEmpty();
        return no;
    }
}
