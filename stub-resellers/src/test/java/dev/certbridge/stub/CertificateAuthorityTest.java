package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.realtime.RealtimeOrderBodies;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import dev.certbridge.stub.regfish.RegfishStubFixture;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authority of a stub, and the validity of its certificates. */
class CertificateAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final List<String> NAMES = List.of("www.example.com");

    private final PublicKey key = newKey();

    @Test
    void authorities_with_other_ids_or_of_another_moment_do_not_vouch_for_one_another() {
        CertificateAuthority one = authority(NOW, 1);
        for (CertificateAuthority other : List.of(authority(NOW, 2), authority(NOW.plusNanos(1), 1))) {
            X509Certificate leaf = leaf(other, key, NAMES);
            assertThatCode(() -> leaf.verify(other.intermediate().getPublicKey()))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> leaf.verify(one.intermediate().getPublicKey()))
                    .isInstanceOf(SignatureException.class);
            assertThatThrownBy(() -> other.intermediate().verify(one.root().getPublicKey()))
                    .isInstanceOf(SignatureException.class);
        }
    }

    @Test
    void what_was_handed_out_stays_however_many_authorities_there_are() {
        CertificateAuthority one = authority(NOW, 1);
        X509Certificate root = one.root();
        X509Certificate leaf = leaf(one, key, NAMES);
        for (int seed = 2; seed < 120; seed++) {
            authority(NOW, seed).root();
        }
        assertThat(one.root()).isSameAs(root);
        assertThatCode(() -> leaf.verify(one.intermediate().getPublicKey())).doesNotThrowAnyException();
        assertThatCode(() -> leaf(one, key, NAMES).verify(one.intermediate().getPublicKey()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_leaf_is_for_the_names_and_the_key_that_were_asked_for_though_all_else_is_equal() throws Exception {
        PublicKey otherKey = newKey();
        assertThat(leaf(authority(NOW, 1), key, NAMES).getPublicKey()).isEqualTo(key);
        assertThat(leaf(authority(NOW, 1), otherKey, NAMES).getPublicKey()).isEqualTo(otherKey);
        assertThat(leaf(authority(NOW, 1), key, List.of("other.example.com")).getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("other.example.com");
        assertThat(leaf(authority(NOW, 1), key, NAMES)).isEqualTo(leaf(authority(NOW, 1), key, NAMES));
    }

    private static CertificateAuthority authority(Instant now, long seed) {
        return CertificateAuthority.create(Clock.fixed(now, ZoneOffset.UTC), new SeededIds(seed));
    }

    private static X509Certificate leaf(CertificateAuthority authority, PublicKey key, List<String> names) {
        return authority.issue(
                SubjectPublicKeyInfo.getInstance(key.getEncoded()), names, NOW, NOW.plus(Duration.ofDays(90)));
    }

    private static PublicKey newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-14T23:59:59Z, 398",
        "2026-03-15T00:00:00Z, 200",
        "2027-03-14T23:59:59Z, 200",
        "2027-03-15T00:00:00Z, 100",
        "2029-03-14T23:59:59Z, 100",
        "2029-03-15T00:00:00Z, 47"
    })
    void the_limit_falls_in_three_steps(Instant issued, int days) {
        assertThat(CertificateLifetime.limitDays(issued)).isEqualTo(days);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T12:00:00Z, 200, 2027-06-17T11:59:59Z",
        "2026-11-29T12:00:00Z, 365, 2027-06-17T11:59:59Z",
        "2027-11-29T12:00:00Z, 199, 2028-03-08T11:59:59Z",
        "2029-11-29T12:00:00Z, 199, 2030-01-15T11:59:59Z"
    })
    void regfish_keeps_the_rest_of_the_days_as_the_term_of_the_order(Instant now, int days, Instant until)
            throws IOException {
        try (RegfishStub stub = RegfishStub.start(at(now))) {
            ObjectNode order = RegfishStubFixture.order().put("validity_days", days);
            JsonNode ordered = Wire.to(stub).post("/tls/certificate", order).at("/response");
            String path = "/tls/certificate/" + ordered.path("id").asText();
            JsonNode issued = Wire.to(stub).get(path).at("/response");
            assertThat(issued.path("validity_days").asInt()).isEqualTo(days);
            assertThat(issued.path("valid_until").asText()).isEqualTo(until.toString());
            assertThat(Instant.parse(issued.path("contract_valid_until").asText()))
                    .isAfterOrEqualTo(now.plusSeconds(days * 86_400L - 1));
            assertThat(Wire.to(stub)
                            .get(path + "/download/pem")
                            .certificates()
                            .get(0)
                            .getNotAfter())
                    .isEqualTo(until);
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T12:00:00Z, 2027-06-17T11:59:59Z",
        "2027-11-29T12:00:00Z, 2028-03-08T11:59:59Z",
        "2029-11-29T12:00:00Z, 2030-01-15T11:59:59Z"
    })
    void realtime_register_keeps_the_rest_of_the_months_as_a_subscription(Instant now, Instant until)
            throws IOException {
        try (RealtimeStub stub = RealtimeStub.start(at(now))) {
            Wire wire = Wire.to(stub);
            ObjectNode order =
                    RealtimeOrderBodies.plain(TestCsr.of("www.example.com")).put("period", 12);
            String process = wire.post(RealtimeOrderBodies.CERTIFICATES, order).header("x-process-id");
            wire.get("/v2/processes/" + process);
            JsonNode issued = wire.get(RealtimeOrderBodies.CERTIFICATES).at("/entities/0");
            assertThat(issued.path("expiryDate").asText()).isEqualTo(until.toString());
            assertThat(issued.path("subscriptionEndDate").asText())
                    .isEqualTo(now.atOffset(ZoneOffset.UTC)
                            .plusYears(1)
                            .minusSeconds(1)
                            .toInstant()
                            .toString());
        }
    }

    private static StubOptions at(Instant now) {
        return StubOptions.defaults().clock(Clock.fixed(now, ZoneOffset.UTC)).readsUntilIssued(1);
    }
}
