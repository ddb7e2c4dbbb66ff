package dev.certbridge.conformance.rule;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules A3, A4 and A13 replace a certificate in any body that a download may have. */
class ForgedCertificatesTest {

    private final CertificateAuthority authority = CertificateAuthority.create(Clock.systemUTC(), new SeededIds(1));
    private final String ordered = PemText.of(issued("www.example.com"), authority.intermediate());
    private final String forged = PemText.of(issued("shop.example.com"));

    @Test
    void a_certificate_in_a_member_of_a_JSON_body_is_replaced_and_the_body_stays_JSON() throws Exception {
        Reply json = Reply.json(200, JsonNodeFactory.instance.objectNode().put("chain", ordered));
        Reply replaced = ForgedCertificates.replaced(json, forged);
        assertThat(new ObjectMapper().readTree(replaced.body()).path("chain").asText())
                .startsWith(forged.strip())
                .endsWith(PemText.of(authority.intermediate()));
    }

    @Test
    void a_JSON_body_that_begins_with_an_issuer_is_left_as_it_is() {
        String issuer = PemText.of(authority.intermediate());
        Reply json = Reply.json(200, JsonNodeFactory.instance.objectNode().put("issuer", issuer));
        assertThat(ForgedCertificates.replaced(json, forged).body()).isEqualTo(json.body());
    }

    @Test
    void a_certificate_in_base64_is_replaced_in_base64() {
        Reply encoded = new Reply(200, Map.of(), Base64.getEncoder().encode(ordered.getBytes(US_ASCII)));
        byte[] replaced = ForgedCertificates.replaced(encoded, forged).body();
        assertThat(new String(Base64.getDecoder().decode(replaced), US_ASCII)).startsWith(forged.strip());
    }

    private X509Certificate issued(String name) {
        KeyAndCsr key = TestClient.key(name);
        Instant now = Instant.now();
        return authority.issue(
                SigningRequest.parse(key.csr().pem()).publicKey(), List.of(name), now, now.plus(Duration.ofDays(9)));
    }
}
