package dev.certbridge.reseller.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyAndCsrTest {

    // Made once, because an RSA key takes a hundred times as long as an EC key.
    private static final KeyAndCsr RSA_2048 = KeyAndCsr.rsa2048("a.example.com", "*.example.com");
    private static final KeyAndCsr RSA_3072 = KeyAndCsr.rsa3072("a.example.com");

    @Test
    void an_ec_pair_is_on_p256_and_signed_with_sha256() throws Exception {
        KeyAndCsr pair = KeyAndCsr.ecP256("www.example.com", "*.example.com");
        assertThat(((ECPublicKey) pair.csr().publicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(signatureAlgorithm(pair)).isEqualTo("1.2.840.10045.4.3.2");
        assertThat(pair.csr().names()).containsExactly("www.example.com", "*.example.com");
    }

    @Test
    void an_rsa_pair_has_2048_bits_and_is_signed_with_sha256() throws Exception {
        assertThat(((RSAPublicKey) RSA_2048.csr().publicKey()).getModulus().bitLength())
                .isEqualTo(2048);
        assertThat(signatureAlgorithm(RSA_2048)).isEqualTo("1.2.840.113549.1.1.11");
    }

    @Test
    void larger_keys_are_on_p384_signed_with_sha384_and_of_3072_bits_signed_with_sha256() throws Exception {
        KeyAndCsr curve = KeyAndCsr.ecP384("www.example.com");
        assertThat(((ECPublicKey) curve.csr().publicKey())
                        .getParams()
                        .getOrder()
                        .bitLength())
                .isEqualTo(384);
        assertThat(signatureAlgorithm(curve)).isEqualTo("1.2.840.10045.4.3.3");
        assertThat(((RSAPublicKey) RSA_3072.csr().publicKey()).getModulus().bitLength())
                .isEqualTo(3072);
        assertThat(signatureAlgorithm(RSA_3072)).isEqualTo("1.2.840.113549.1.1.11");
    }

    @Test
    void every_name_is_an_alternative_name_and_the_first_is_the_common_name() {
        Csr csr = KeyAndCsr.ecP256("www.example.com", "a.example.com", "www.example.com")
                .csr();
        CsrReader read = CsrReader.read(Pem.blocks(csr.pem()).get(0).der());
        assertThat(read.commonName()).contains("www.example.com");
        assertThat(read.alternativeNames()).containsExactly("www.example.com", "a.example.com");
    }

    @Test
    void a_name_of_64_characters_is_a_common_name_and_a_longer_one_is_only_an_alternative_name() {
        String fits = "a".repeat(52) + ".example.com";
        String tooLong = "a".repeat(53) + ".example.com";
        assertThat(fits).hasSize(64);
        assertThat(KeyAndCsr.ecP256(fits).csr().commonName()).contains(fits);
        assertThat(KeyAndCsr.ecP256(tooLong, "b.example.com").csr().commonName())
                .isEmpty();
        assertThat(KeyAndCsr.ecP256(tooLong, "b.example.com").csr().names()).containsExactly(tooLong, "b.example.com");
    }

    @Test
    void names_are_checked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyAndCsr.ecP256("Example.com"))
                .withMessageContaining("lower case");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyAndCsr.rsa2048("a.example.com", "ä.example.com"))
                .withMessageContaining("A-label");
    }

    @Test
    void each_call_makes_a_new_key() {
        assertThat(KeyAndCsr.ecP256("a.example.com").csr().keySha256())
                .isNotEqualTo(KeyAndCsr.ecP256("a.example.com").csr().keySha256());
    }

    @Test
    void a_key_of_another_request_is_refused() {
        KeyAndCsr ours = KeyAndCsr.ecP256("a.example.com");
        for (KeyAndCsr other : new KeyAndCsr[] {KeyAndCsr.ecP256("a.example.com"), RSA_2048}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeyAndCsr.of(other.privateKey(), ours.csr()))
                    .withMessageContaining("does not belong to the CSR for a.example.com");
        }
    }

    @Test
    void a_key_that_was_made_belongs_to_its_request() {
        for (KeyAndCsr made : new KeyAndCsr[] {
            KeyAndCsr.ecP256("a.example.com"), KeyAndCsr.ecP384("a.example.com"), RSA_2048, RSA_3072
        }) {
            assertThat(KeyAndCsr.of(made.privateKey(), made.csr()).csr()).isEqualTo(made.csr());
        }
    }

    @Test
    void the_key_of_a_certificate_is_read_in_each_pem_form() throws Exception {
        for (KeyAndCsr made : new KeyAndCsr[] {KeyAndCsr.ecP384("a.example.com", "*.example.com"), RSA_2048}) {
            IssuedCertificate issued = certificate(made);
            boolean rsa = made.privateKey().getAlgorithm().equals("RSA");
            String older = Pem.of((rsa ? "RSA" : "EC") + " PRIVATE KEY", olderForm(made.privateKey()));
            for (String pem : new String[] {made.privateKeyPem(), older, issued.fullChainPem() + older}) {
                KeyAndCsr read = KeyAndCsr.of(pem.getBytes(StandardCharsets.US_ASCII), issued);
                assertThat(KeyAndCsr.of(read.privateKey(), made.csr()).csr()).isEqualTo(made.csr());
                assertThat(read.csr().names()).containsExactly("a.example.com", "*.example.com");
                issued.requireFor(read.csr(), issued.names());
            }
        }
    }

    /** Returns a key as PKCS#1 or SEC 1. */
    private static byte[] olderForm(PrivateKey key) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        return key instanceof ECPrivateKey ec
                ? new org.bouncycastle.asn1.sec.ECPrivateKey(
                                384, ec.getS(), info.getPrivateKeyAlgorithm().getParameters())
                        .getEncoded()
                : info.parsePrivateKey().toASN1Primitive().getEncoded();
    }

    private static IssuedCertificate certificate(KeyAndCsr pair) throws Exception {
        return IssuedCertificate.parse(
                TestAuthority.root("root").issue(pair.csr(), pair.csr().names().toArray(String[]::new)));
    }

    @Test
    void a_key_that_is_not_the_key_of_the_certificate_is_refused_without_its_content() throws Exception {
        KeyAndCsr ours = KeyAndCsr.ecP256("a.example.com");
        String secret = ours.privateKeyPem();
        Map<String, String> wrong = Map.of(
                "",
                "expected one private key (PEM), but found 0",
                ours.csr().pem(),
                "found 0",
                secret + secret,
                "found 2",
                KeyAndCsr.ecP256("a.example.com").privateKeyPem(),
                "does not belong to the certificate",
                RSA_2048.privateKeyPem(),
                "does not belong to the certificate",
                secret.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                "the ENCRYPTED PRIVATE KEY is encrypted",
                secret.replace("PRIVATE KEY", "RSA PRIVATE KEY"),
                "the RSA PRIVATE KEY is encrypted",
                secret.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"),
                "the OPENSSH PRIVATE KEY is encrypted");
        IssuedCertificate issued = certificate(ours);
        wrong.forEach((pem, message) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyAndCsr.of(pem.getBytes(StandardCharsets.US_ASCII), issued))
                .withMessageContaining(message)
                .withNoCause());
        IssuedCertificate nameless =
                IssuedCertificate.parse(TestAuthority.root("root").issue(ours.csr()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyAndCsr.of(secret.getBytes(StandardCharsets.US_ASCII), nameless))
                .withMessageContaining("without names cannot be ordered again");
    }

    @Test
    void a_key_that_stays_in_its_token_is_refused() {
        Csr csr = KeyAndCsr.ecP256("a.example.com").csr();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyAndCsr.of(new InToken(), csr))
                .withMessage("the private key cannot be exported, so it cannot be stored on disk");
    }

    /** As a smart card has it: it signs, and shows nothing of itself. */
    private static final class InToken implements PrivateKey {

        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }
    }

    @Test
    void the_private_key_is_pkcs8_pem_and_never_printed() {
        KeyAndCsr pair = KeyAndCsr.ecP256("a.example.com");
        Pem.Block block = Pem.blocks(pair.privateKeyPem()).get(0);
        assertThat(block.kind()).isEqualTo("PRIVATE KEY");
        assertThat(KeyPolicy.privateKey(block.der())).isEqualTo(pair.privateKey());
        assertThat(pair).hasToString("key and CSR for a.example.com");
        assertThat(block).hasToString("PRIVATE KEY");
    }

    private static String signatureAlgorithm(KeyAndCsr pair) throws Exception {
        byte[] der = Pem.blocks(pair.csr().pem()).get(0).der();
        return new PKCS10CertificationRequest(der)
                .getSignatureAlgorithm()
                .getAlgorithm()
                .getId();
    }
}
