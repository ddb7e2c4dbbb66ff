package dev.certbridge.reseller.csr;

import static dev.certbridge.reseller.csr.TestRequest.dns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsrTest {

    private final Csr csr = KeyAndCsr.ecP256("www.example.com", "example.com").csr();

    @Test
    void pem_is_normalized_and_reads_back_equal() {
        String untidy = "my request\r\n" + csr.pem().replace("\n", "\r\n") + "thanks";
        Csr again = Csr.parse(untidy);
        assertThat(again).isEqualTo(csr).hasSameHashCodeAs(csr);
        assertThat(again.pem())
                .isEqualTo(csr.pem())
                .startsWith("-----BEGIN CERTIFICATE REQUEST-----\n")
                .endsWith("-----\n");
        assertThat(csr).isNotEqualTo(KeyAndCsr.ecP256("www.example.com").csr());
    }

    @Test
    void the_older_label_is_understood() {
        assertThat(Csr.parse(csr.pem().replace("CERTIFICATE", "NEW CERTIFICATE")))
                .isEqualTo(csr);
    }

    @Test
    void names_start_with_the_common_name_in_lower_case_without_duplicates() throws Exception {
        KeyPair keys = TestAuthority.ecKeys("secp256r1");
        Csr mixed = Csr.parse(TestRequest.pem(
                keys,
                "SHA256withECDSA",
                "CN=WWW.Example.com, O=Example",
                dns("b.example.com"),
                dns("www.EXAMPLE.com"),
                new GeneralName(GeneralName.rfc822Name, "a@example.com"),
                dns("b.example.com")));
        assertThat(mixed.names()).containsExactly("www.example.com", "b.example.com");
        assertThat(mixed.commonName()).contains("www.example.com");
        assertThat(mixed).hasToString("CSR for www.example.com");
    }

    @Test
    void a_request_may_lack_a_common_name() throws Exception {
        Csr bare = Csr.parse(TestRequest.pem(
                TestAuthority.ecKeys("secp256r1"), "SHA256withECDSA", "O=Example", dns("a.example.com")));
        assertThat(bare.commonName()).isEmpty();
        assertThat(bare.names()).containsExactly("a.example.com");
    }

    @Test
    void the_key_hash_is_over_the_subject_public_key_info() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(csr.publicKey().getEncoded());
        assertThat(csr.keySha256())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void the_three_nist_curves_are_accepted(String curve) throws Exception {
        String pem = TestRequest.pem(TestAuthority.ecKeys(curve), "SHA256withECDSA", "CN=a.example.com");
        assertThat(Csr.parse(pem).publicKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void another_curve_is_refused() throws Exception {
        String pem = Pem.of("CERTIFICATE REQUEST", TestRequest.onKoblitzCurve());
        assertRefused(pem, "another curve than P-256, P-384 or P-521");
    }

    @Test
    void a_short_rsa_key_is_refused_with_its_length() throws Exception {
        assertRefused(TestRequest.pem(rsa(1024), "SHA256withRSA", "CN=a.example.com"), "1024 bits");
        assertThat(Csr.parse(TestRequest.pem(rsa(2048), "SHA256withRSA", "CN=a.example.com"))
                        .names())
                .containsExactly("a.example.com");
    }

    @Test
    void another_kind_of_key_is_refused() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertRefused(TestRequest.pem(keys, "Ed25519", "CN=a.example.com"), "neither RSA nor EC");
    }

    @Test
    void a_flipped_bit_in_the_signature_is_noticed() throws Exception {
        byte[] der = TestRequest.der(rsa(2048), "SHA256withRSA", "CN=a.example.com");
        der[der.length - 1] ^= 1;
        assertRefused(Pem.of("CERTIFICATE REQUEST", der), "signature is broken");
    }

    @Test
    void a_changed_name_is_noticed() {
        byte[] der = Pem.blocks(csr.pem()).get(0).der();
        String changed = new String(der, StandardCharsets.ISO_8859_1).replace("www.", "wvw.");
        byte[] forged = changed.getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(Pem.of("CERTIFICATE REQUEST", forged), "signature is broken");
    }

    @Test
    void anything_that_is_not_one_csr_is_refused() {
        KeyAndCsr pair = KeyAndCsr.ecP256("a.example.com");
        assertRefused("", "no CSR found");
        assertRefused("hello", "no CSR found");
        assertRefused(csr.pem() + csr.pem(), "found 2 PEM blocks");
        assertRefused(csr.pem() + pair.privateKeyPem(), "[CERTIFICATE REQUEST, PRIVATE KEY]");
        assertRefused(pair.privateKeyPem(), "found a PEM block PRIVATE KEY");
        assertRefused(csr.pem().replace("END", "EMD"), "cut off");
        assertRefused(csr.pem().substring(0, 200), "cut off");
        assertRefused(csr.pem().replaceFirst("M", "!"), "not base64");
        assertRefused(Pem.of("CERTIFICATE REQUEST", new byte[] {1, 2, 3}), "cannot be read as PKCS#10");
        assertRefused(Pem.of("CERTIFICATE REQUEST", new byte[0]), "cannot be read as PKCS#10");
    }

    @Test
    void bytes_after_the_request_are_refused() {
        byte[] der = Pem.blocks(csr.pem()).get(0).der();
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        assertRefused(Pem.of("CERTIFICATE REQUEST", longer), "cannot be read as PKCS#10");
    }

    @Test
    void names_that_cannot_be_ordered_are_refused() throws Exception {
        KeyPair keys = TestAuthority.ecKeys("secp256r1");
        assertRefused(TestRequest.pem(keys, "SHA256withECDSA", "CN=Example GmbH"), "common name cannot be ordered");
        assertRefused(
                TestRequest.pem(keys, "SHA256withECDSA", "CN=a.example.com", dns("intranet")),
                "alternative name cannot be ordered");
        assertRefused(TestRequest.pem(keys, "SHA256withECDSA", "CN=a.example.com, CN=b.example.com"), "2 common names");
    }

    private static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static void assertRefused(String pem, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csr.parse(pem))
                .withMessageContaining(reason)
                .withMessageNotContaining("\n")
                .withMessageNotContaining("org.bouncycastle");
    }
}
