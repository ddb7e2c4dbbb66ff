package dev.certbridge.reseller.csr;

import static dev.certbridge.reseller.csr.TestRequest.dns;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.Charset;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSRs of other tools: what is read, what is said about the rest. */
class CsrFormsTest {

    // Made once, because an RSA key takes a hundred times as long as an EC key.
    private static final KeyPair RSA = rsa(2048);

    private final KeyPair keys = ec();
    private final RequestBuilder request = new RequestBuilder(keys);

    static Stream<Named<Charset>> charsets() {
        return Stream.of(
                Named.of("UTF-8", UTF_8),
                Named.of("UTF-16 with a mark", UTF_16),
                Named.of("UTF-16LE", UTF_16LE),
                Named.of("UTF-16BE", UTF_16BE));
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void a_file_may_be_in_any_encoding_that_windows_writes(Charset charset) throws Exception {
        Csr csr = Csr.parse(request.pem());
        assertThat(Csr.parse(csr.pem().getBytes(charset))).isEqualTo(csr);
        assertThat(Csr.parse(("\ufeff" + csr.pem()).getBytes(charset))).isEqualTo(csr);
    }

    @Test
    void a_file_may_be_der() throws Exception {
        assertThat(Csr.parse(request.der()).names()).containsExactly("www.example.com");
    }

    @Test
    void names_are_read_from_every_attribute_that_may_hold_them() throws Exception {
        Csr csr = Csr.parse(request.names(dns("a.example.com"))
                .extension(
                        PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                        Extension.keyUsage,
                        new KeyUsage(KeyUsage.digitalSignature))
                .names(dns("b.example.com"))
                .extension(
                        RequestBuilder.MICROSOFT,
                        Extension.subjectAlternativeName,
                        new GeneralNames(new GeneralName[] {dns("c.example.com"), dns("A.example.com")}))
                .pem());
        assertThat(csr.names()).containsExactly("www.example.com", "a.example.com", "b.example.com", "c.example.com");
        assertThat(csr.problems()).isEmpty();
    }

    static Stream<Arguments> otherNames() {
        ASN1EncodableVector upn = new ASN1EncodableVector();
        upn.add(BCStyle.CN);
        upn.add(new DERUTF8String("somebody"));
        return Stream.of(
                Arguments.of("the IP address 192.0.2.7", new GeneralName(GeneralName.iPAddress, "192.0.2.7")),
                Arguments.of(
                        "the IP address 2001:db8:0:0:0:0:0:1", new GeneralName(GeneralName.iPAddress, "2001:db8::1")),
                Arguments.of(
                        "the e-mail address a@example.com", new GeneralName(GeneralName.rfc822Name, "a@example.com")),
                Arguments.of(
                        "the URI https://example.com/",
                        new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.com/")),
                Arguments.of("a name of type 4", new GeneralName(new X500Name("CN=a"))),
                Arguments.of("a name of type 8", new GeneralName(GeneralName.registeredID, "1.2.3")),
                Arguments.of("a name of type 0", new GeneralName(GeneralName.otherName, new DERSequence(upn))));
    }

    @ParameterizedTest
    @MethodSource("otherNames")
    void a_name_that_nobody_sells_is_a_problem_and_is_named(String described, GeneralName other) throws Exception {
        Csr csr = Csr.parse(request.names(dns("a.example.com"), other).pem());
        assertThat(csr.names()).containsExactly("www.example.com", "a.example.com");
        assertThat(csr.problems())
                .containsExactly("requests " + described
                        + ", but resellers certify only DNS names; create a CSR without this value");
    }

    @Test
    void a_name_from_a_file_cannot_break_a_message() throws Exception {
        GeneralName odd = new GeneralName(
                GeneralName.uniformResourceIdentifier, new DERIA5String("http://a\u001b[2J\n" + "b".repeat(500)));
        assertThat(Csr.parse(request.names(odd).pem()).problems())
                .singleElement()
                .asString()
                .hasSizeLessThan(200)
                .doesNotContain("\n", "\u001b");
    }

    @Test
    void a_request_for_the_certificate_of_an_authority_is_a_problem() throws Exception {
        for (RequestBuilder one : List.of(
                new RequestBuilder(keys)
                        .extension(
                                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                Extension.basicConstraints,
                                new BasicConstraints(true)),
                new RequestBuilder(keys)
                        .extension(RequestBuilder.MICROSOFT, Extension.basicConstraints, new BasicConstraints(0)),
                new RequestBuilder(keys)
                        .extension(
                                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                Extension.keyUsage,
                                new KeyUsage(KeyUsage.keyCertSign)))) {
            assertThat(Csr.parse(one.pem()).problems())
                    .containsExactly(
                            "requests a CA certificate; create a CSR without CA:TRUE, keyCertSign and cRLSign");
        }
        assertThat(Csr.parse(request.extension(
                                        PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                        Extension.basicConstraints,
                                        new BasicConstraints(false))
                                .pem())
                        .problems())
                .isEmpty();
    }

    @Test
    void a_common_name_may_be_of_any_type_of_string() throws Exception {
        byte[] wide = "www.example.com".getBytes(Charset.forName("UTF-32BE"));
        for (var text : List.of(new DERUniversalString(wide), new DERBMPString("www.example.com"))) {
            X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, text).build();
            assertThat(Csr.parse(new RequestBuilder(keys).subject(subject).pem())
                            .names())
                    .containsExactly("www.example.com");
        }
    }

    @Test
    void a_signature_by_rsa_pss_is_named_with_the_remedy() throws Exception {
        assertRefused(
                new RequestBuilder(RSA).signature("SHA256withRSAandMGF1").pem(),
                "the CSR is signed with RSA-PSS, which resellers do not document. Sign the CSR with SHA-256 and PKCS #1"
                        + " v1.5. With OpenSSL, omit rsa_padding_mode:pss");
    }

    @Test
    void a_key_for_rsa_pss_only_is_named_with_the_remedy() throws Exception {
        SubjectPublicKeyInfo plain =
                SubjectPublicKeyInfo.getInstance(RSA.getPublic().getEncoded());
        SubjectPublicKeyInfo pss = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS), plain.parsePublicKey());
        assertRefused(
                new RequestBuilder(RSA).publicKey(pss).pem(),
                "the key is for RSA-PSS only, and certificate authorities do not sign such keys. Make an RSA key without that"
                        + " restriction");
    }

    @Test
    void explicit_curve_parameters_are_named_with_the_remedy() throws Exception {
        SubjectPublicKeyInfo named =
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        SubjectPublicKeyInfo explicit = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECNamedCurves.getByName("secp256r1")),
                named.getPublicKeyData().getOctets());
        assertRefused(
                request.publicKey(explicit).pem(),
                "the EC key contains explicit curve parameters, which certificate authorities refuse. Create the"
                        + " key with a named curve, with OpenSSL -pkeyopt ec_param_enc:named_curve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIVATE KEY",
                "ENCRYPTED PRIVATE KEY",
                "RSA PRIVATE KEY",
                "EC PRIVATE KEY",
                "OPENSSH PRIVATE KEY"
            })
    void a_private_key_in_place_of_the_csr_is_called_one(String kind) {
        assertRefused(
                Pem.of(kind, new byte[] {1, 2, 3}),
                "expected a CSR, but found a PEM block " + kind + ". Keep this private key secret, and give the"
                        + " CERTIFICATE REQUEST that was made with it");
    }

    @Test
    void an_encrypted_key_of_the_traditional_form_is_called_a_private_key() {
        String key = Pem.of("RSA PRIVATE KEY", new byte[60])
                .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0123456789ABCDEF\n\n");
        assertRefused(
                key,
                "expected a CSR, but found a PEM block RSA PRIVATE KEY. Keep this private key secret, and give the"
                        + " CERTIFICATE REQUEST that was made with it");
        assertRefused(
                key.replace("\n", "\r\n"),
                "expected a CSR, but found a PEM block RSA PRIVATE KEY. Keep this private key secret, and give the"
                        + " CERTIFICATE REQUEST that was made with it");
    }

    @Test
    void a_private_key_in_der_is_no_csr() {
        byte[] der = RSA.getPrivate().getEncoded();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csr.parse(der))
                .withMessage("the CSR cannot be read as PKCS#10. Create a new CSR");
    }

    @Test
    void bytes_that_are_no_text_are_no_csr() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csr.parse("hello".getBytes(US_ASCII)))
                .withMessageContaining("no CSR found");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csr.parse(new byte[0]))
                .withMessageContaining("no CSR found");
    }

    private static KeyPair ec() {
        try {
            return TestAuthority.ecKeys("secp256r1");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(String pem, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Csr.parse(pem)).withMessage(message);
    }
}
