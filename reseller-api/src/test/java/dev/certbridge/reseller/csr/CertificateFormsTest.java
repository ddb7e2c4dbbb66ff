package dev.certbridge.reseller.csr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates in every form and order that a reseller may hand them out in. */
class CertificateFormsTest {

    private static final Csr OURS = KeyAndCsr.ecP256("www.example.com").csr();
    private static final Chain CHAIN = Chain.make();

    /** A leaf for our key below two authorities, all DER. */
    private record Chain(byte[] leaf, byte[] lower, byte[] root) {

        static Chain make() {
            try {
                TestAuthority root = TestAuthority.root("root");
                TestAuthority lower = root.intermediate("lower");
                return new Chain(lower.issue(OURS, "www.example.com"), lower.der(), root.der());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        String pem() {
            return certificate(leaf) + certificate(lower) + certificate(root);
        }
    }

    static Stream<Named<byte[]>> forms() throws Exception {
        String pem = CHAIN.pem();
        byte[] pkcs7 = pkcs7(CHAIN.root(), CHAIN.leaf(), CHAIN.lower());
        byte[] der = joined(CHAIN.leaf(), CHAIN.lower(), CHAIN.root());
        return Stream.of(
                Named.of("PEM", pem.getBytes(US_ASCII)),
                Named.of("PEM with Windows line ends", pem.replace("\n", "\r\n").getBytes(US_ASCII)),
                Named.of(
                        "PEM whose line breaks are written out",
                        pem.replace("\n", "\\n").getBytes(US_ASCII)),
                Named.of("PEM in UTF-16", pem.getBytes(UTF_16)),
                Named.of("PEM in UTF-16 without a mark", pem.getBytes(UTF_16LE)),
                Named.of("PEM behind the mark of UTF-8", ("\u00ef\u00bb\u00bf" + pem).getBytes(ISO_8859_1)),
                Named.of("base64 of PEM", base64(pem.getBytes(US_ASCII)).getBytes(US_ASCII)),
                Named.of(
                        "base64 of PEM in a JSON string",
                        ('"' + base64(pem.getBytes(US_ASCII)) + '"').getBytes(US_ASCII)),
                Named.of("base64 of PEM in lines", Base64.getMimeEncoder().encode(pem.getBytes(US_ASCII))),
                Named.of(
                        "base64 of base64 of PEM",
                        base64(base64(pem.getBytes(US_ASCII)).getBytes(US_ASCII))
                                .getBytes(US_ASCII)),
                Named.of("DER, one after the other", der),
                Named.of("base64 of DER", base64(der).getBytes(US_ASCII)),
                Named.of(
                        "base64 of DER, one text a certificate",
                        (padded(CHAIN.root()) + "\n" + padded(CHAIN.lower()) + "\n" + padded(CHAIN.leaf()))
                                .getBytes(US_ASCII)),
                Named.of("PKCS #7", pkcs7),
                Named.of("base64 of PKCS #7", base64(pkcs7).getBytes(US_ASCII)),
                Named.of("PEM of PKCS #7", Pem.of("PKCS7", pkcs7).getBytes(US_ASCII)),
                Named.of(
                        "PEM of PKCS #7 by its long name",
                        Pem.of("PKCS #7 SIGNED DATA", pkcs7).getBytes(US_ASCII)),
                Named.of(
                        "PEM by its older name",
                        pem.replace(" CERTIFICATE", " X509 CERTIFICATE").getBytes(US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_form_gives_the_leaf_and_its_chain(byte[] body) {
        IssuedCertificate issued = IssuedCertificate.parse(body);
        issued.requireFor(OURS, List.of("www.example.com"));
        assertThat(issued.fullChainPem()).isEqualTo(CHAIN.pem());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_form_may_be_the_download_of_the_issuers(byte[] body) {
        assertThat(IssuedCertificate.of(CHAIN.leaf(), List.of(body)).fullChainPem())
                .isEqualTo(CHAIN.pem());
    }

    @Test
    void the_order_of_a_bundle_does_not_matter() {
        List<String> bundle = new ArrayList<>(
                List.of(certificate(CHAIN.leaf()), certificate(CHAIN.lower()), certificate(CHAIN.root())));
        Random order = new Random(15);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(bundle, order);
            IssuedCertificate issued =
                    IssuedCertificate.parse(String.join("", bundle).getBytes(US_ASCII));
            assertThat(issued.fullChainPem()).isEqualTo(CHAIN.pem());
        }
    }

    @Test
    void the_leaf_is_the_one_whose_key_is_ours() throws Exception {
        TestAuthority root = TestAuthority.root("root");
        Csr other = KeyAndCsr.ecP256("www.example.com").csr();
        String old = certificate(root.issue(other, "www.example.com"));
        String ours = certificate(root.issue(OURS, "www.example.com"));
        IssuedCertificate issued = IssuedCertificate.parse((root.pem() + old + ours).getBytes(US_ASCII));
        assertThat(issued.keySha256()).isEqualTo(other.keySha256());
        assertThat(issued.ofKey(OURS.keySha256()).keySha256()).isEqualTo(OURS.keySha256());
        assertThat(issued.ofKey("nobody's").keySha256()).isEqualTo(other.keySha256());
    }

    @Test
    void an_old_root_that_does_not_say_what_it_is_is_not_taken_for_the_leaf() throws Exception {
        TestAuthority root = TestAuthority.silentRoot("old root");
        byte[] leaf = root.issue(OURS, "www.example.com");
        for (byte[] bundle : List.of(joined(root.der(), leaf), joined(leaf, root.der()))) {
            assertThat(IssuedCertificate.parse(bundle).keySha256()).isEqualTo(OURS.keySha256());
        }
    }

    @Test
    void the_certificate_of_an_authority_is_never_what_was_ordered() throws Exception {
        byte[] authority = TestAuthority.root("root").authority(OURS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuedCertificate.parse(joined(authority, CHAIN.root())))
                .withMessage(
                        "found 2 certificates of authorities but no server certificate. Ask the reseller for the certificate"
                                + " that was ordered");
        Csr other = KeyAndCsr.ecP256("www.example.com").csr();
        byte[] leaf = TestAuthority.root("root").issue(other, "www.example.com");
        assertThat(IssuedCertificate.parse(joined(authority, leaf))
                        .ofKey(OURS.keySha256())
                        .keySha256())
                .isEqualTo(other.keySha256());
    }

    @Test
    void a_bundle_without_end_is_not_read_to_its_end() {
        byte[] many = String.join("", Collections.nCopies(101, CHAIN.pem())).getBytes(US_ASCII);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuedCertificate.parse(many))
                .withMessageContaining("more than 100 certificates found");
    }

    @Test
    void text_that_only_looks_like_base64_is_no_certificate() {
        for (String text : List.of("pending", "null", "bm90IGEgY2VydGlmaWNhdGU=", "{}", "\"\"", "====")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IssuedCertificate.parse(text.getBytes(US_ASCII)))
                    .withMessageContaining("no certificate found in " + text.length() + " bytes");
        }
    }

    static byte[] pkcs7(byte[]... certificates) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        for (byte[] certificate : certificates) {
            generator.addCertificate(new X509CertificateHolder(certificate));
        }
        return generator.generate(new CMSAbsentContent()).getEncoded();
    }

    private static String certificate(byte[] der) {
        return Pem.of("CERTIFICATE", der);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Base64 that ends in padding, whatever the length: of the PEM, with line breaks to spare. */
    private static String padded(byte[] der) {
        String pem = certificate(der);
        while (pem.length() % 3 == 0) {
            pem += "\n";
        }
        return base64(pem.getBytes(US_ASCII));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
