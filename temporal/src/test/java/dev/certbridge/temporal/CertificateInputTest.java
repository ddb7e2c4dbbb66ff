package dev.certbridge.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.RenewalPolicy;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateInputTest {

    private static final DefaultDataConverter JSON = DefaultDataConverter.newDefaultInstance();

    @Test
    void a_specification_is_the_same_after_its_way_through_temporal() {
        CertificateInput full = CertificateInput.of(
                CertificateSpec.builder("shop", "realtime", "ssl_example_ov", Spending.upTo("EUR", "25.00"))
                        .names(List.of("shop.example.com", "www.shop.example.com"))
                        .validity(Validity.months(12))
                        .keyType(KeyType.RSA_3072)
                        .dcv(DcvMethod.email("admin@example.com"))
                        .dcv("www.shop.example.com", DcvMethod.FILE)
                        .organization(Organization.named("Example Ltd").country("NL"))
                        .approver(Approver.of("Jo", "Doe", "jo@example.com", "+31.612345678"))
                        .language("EN")
                        .renewal(RenewalPolicy.days(30))
                        .replaces(CertificateId.parse("certbridge-certificate:realtime:live:handle:4711"))
                        .group("shops")
                        .build());

        CertificateInput back = throughJson(full);

        assertThat(back).isEqualTo(full);
        assertThat(CertificateInput.of(back.spec(Optional.empty(), List.of()))).isEqualTo(full);
    }

    @Test
    void members_that_are_missing_have_default_values() {
        CertificateInput short1 = json(
                "{\"id\":\"shop\",\"reseller\":\"regfish\",\"product\":\"RapidSSL\",\"limit\":\"unquoted\",\"names\":[\"a.example.com\"]}");

        CertificateSpec spec = short1.spec(Optional.of("november"), List.of("true"));

        assertThat(spec.spending()).isEqualTo(Spending.unquoted().from("november"));
        assertThat(spec.deploy()).containsExactly("true");
        assertThat(spec.keyType()).isEqualTo(KeyType.EC_P256);
        assertThat(spec.dcv()).isEqualTo(DcvMethod.DNS);
        assertThat(spec.renewal().days()).isEmpty();
    }

    @Test
    void a_missing_limit_is_refused() {
        CertificateInput unlimited =
                json("{\"id\":\"shop\",\"reseller\":\"regfish\",\"product\":\"RapidSSL\",\"names\":[]}");

        assertThatThrownBy(() -> unlimited.spec(Optional.empty(), List.of()))
                .hasMessage("\"limit\" is missing in the input of \"shop\"");
    }

    @Test
    void a_command_or_a_budget_belongs_to_the_worker() {
        CertificateSpec.Builder spec = TemporalFleet.spec("shop").deploy(List.of("reboot"));

        assertThatThrownBy(() -> CertificateInput.of(spec.build()))
                .hasMessage("\"shop\" has a budget or a command. Set both at the worker, not in a specification");
    }

    private static CertificateInput throughJson(CertificateInput input) {
        return parsed(JSON.toPayload(input).orElseThrow());
    }

    private static CertificateInput json(String text) {
        Payload.Builder payload = JSON.toPayload("").orElseThrow().toBuilder();
        return parsed(payload.setData(com.google.protobuf.ByteString.copyFromUtf8(text))
                .build());
    }

    private static CertificateInput parsed(Payload payload) {
        return JSON.fromPayload(payload, CertificateInput.class, CertificateInput.class);
    }
}
