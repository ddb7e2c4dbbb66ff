package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** What authorities of one process share, and what they do not. */
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
}
