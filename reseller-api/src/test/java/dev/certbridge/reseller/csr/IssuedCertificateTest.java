package dev.certbridge.reseller.csr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuedCertificateTest {

    private final Csr csr = KeyAndCsr.ecP256("www.example.com").csr();
    private TestAuthority root;
    private TestAuthority upper;
    private TestAuthority lower;
    private byte[] leaf;

    @BeforeEach
    void issue() throws Exception {
        root = TestAuthority.root("root");
        upper = root.intermediate("upper");
        lower = upper.intermediate("lower");
        leaf = lower.issue(csr, "www.EXAMPLE.com", "example.com", "*.shop.example.com");
    }

    @Test
    void a_bundle_gives_the_leaf_and_what_it_says() {
        IssuedCertificate issued = parse(leafPem() + lower.pem() + upper.pem() + root.pem());
        assertThat(issued.names()).containsExactly("www.example.com", "example.com", "*.shop.example.com");
        assertThat(issued.serial())
                .isEqualTo(issued.leaf().getSerialNumber().toString(16))
                .startsWith("abcd");
        assertThat(issued.notBefore()).isEqualTo(TestAuthority.NOT_BEFORE);
        assertThat(issued.notAfter()).isEqualTo(TestAuthority.NOT_AFTER);
        assertThat(issued.keySha256()).isEqualTo(csr.keySha256());
        assertThat(issued).hasToString("certificate " + issued.serial() + " for www.example.com");
        assertThat(issued.leafPem()).isEqualTo(leafPem());
        assertThat(issued.chainPem()).isEqualTo(lower.pem() + upper.pem() + root.pem());
        assertThat(issued.fullChainPem()).isEqualTo(leafPem() + lower.pem() + upper.pem() + root.pem());
    }

    @Test
    void issuers_are_put_into_order_and_duplicates_dropped() {
        IssuedCertificate issued = parse(leafPem() + root.pem() + lower.pem() + leafPem() + upper.pem() + lower.pem());
        assertThat(issued.chainPem()).isEqualTo(lower.pem() + upper.pem() + root.pem());
        issued.requireFor(csr, List.of("www.example.com"));
    }

    @Test
    void a_second_path_to_another_root_does_no_harm() throws Exception {
        TestAuthority other = TestAuthority.root("other");
        String cross = other.cross(lower);
        IssuedCertificate issued = parse(leafPem() + lower.pem() + upper.pem() + cross + other.pem());
        issued.requireFor(csr, List.of("www.example.com"));
    }

    @Test
    void a_stranger_in_the_bundle_is_noticed() throws Exception {
        IssuedCertificate issued =
                parse(leafPem() + lower.pem() + TestAuthority.root("stranger").pem());
        assertNotFor(issued, csr, List.of("www.example.com"), "no certificate in the chain was signed by CN=stranger");
    }

    @Test
    void text_around_the_blocks_and_windows_line_ends_do_no_harm() {
        String untidy = "subject: leaf\n" + leafPem() + "\nissuer: lower\n" + lower.pem() + "\n\n";
        assertThat(parse(untidy.replace("\n", "\r\n")).fullChainPem()).isEqualTo(leafPem() + lower.pem());
    }

    @Test
    void leaf_and_issuers_may_come_apart_in_pem_or_der() {
        String whole = leafPem() + lower.pem() + upper.pem();
        assertThat(IssuedCertificate.of(leaf, List.of(upper.der(), lower.pem().getBytes(US_ASCII)))
                        .fullChainPem())
                .isEqualTo(whole);
        byte[] pemBundle = (upper.pem() + lower.pem()).getBytes(US_ASCII);
        assertThat(IssuedCertificate.of(leafPem().getBytes(US_ASCII), List.of(pemBundle))
                        .fullChainPem())
                .isEqualTo(whole);
        assertThat(IssuedCertificate.of(leaf, List.of()).chain()).isEmpty();
    }

    @Test
    void what_holds_no_certificate_is_refused() {
        assertRefused("", "no certificate found");
        assertRefused("<html>502</html>", "no certificate found");
        assertRefused(leafPem().replace("END", "EMD"), "cut off");
        assertRefused(leafPem() + KeyAndCsr.ecP256("a.example.com").privateKeyPem(), "found a PEM block PRIVATE KEY");
        assertRefused(Pem.of("CERTIFICATE", new byte[] {1, 2, 3}), "cannot be read as X.509");
        assertRefused(Pem.of("CERTIFICATE", Arrays.copyOf(leaf, leaf.length + 1)), "cannot be read as X.509");
        assertRefused(Pem.of("CERTIFICATE", Arrays.copyOf(leaf, leaf.length - 1)), "cannot be read as X.509");
        assertThatIllegalArgumentException().isThrownBy(() -> IssuedCertificate.of(leaf, List.of(new byte[0])));
    }

    /** The JDK takes it for a certificate without extensions, Bouncy Castle for none. */
    @Test
    void a_certificate_that_only_one_of_two_parsers_reads_is_refused() throws Exception {
        ASN1Sequence whole = ASN1Sequence.getInstance(leaf);
        ASN1Encodable[] inner = ASN1Sequence.getInstance(whole.getObjectAt(0)).toArray();
        inner[inner.length - 1] = new DERTaggedObject(false, 3, DERNull.INSTANCE);
        byte[] odd = new DERSequence(
                        new ASN1Encodable[] {new DERSequence(inner), whole.getObjectAt(1), whole.getObjectAt(2)})
                .getEncoded();
        assertRefused(Pem.of("CERTIFICATE", odd), "cannot be read");
    }

    @Test
    void a_leaf_for_our_key_and_names_with_its_chain_passes() {
        IssuedCertificate issued = parse(leafPem() + lower.pem() + upper.pem());
        issued.requireFor(csr, List.of("WWW.example.com", "a.shop.example.com", "*.shop.example.com"));
        issued.requireFor(csr.keySha256());
        parse(leafPem()).requireFor(csr, csr.names());
    }

    @Test
    void a_leaf_for_another_key_is_refused() {
        Csr other = KeyAndCsr.ecP256("www.example.com").csr();
        IssuedCertificate issued = parse(leafPem() + lower.pem());
        assertNotFor(issued, other, List.of("www.example.com"), "is for another public key");
        assertThatIllegalStateException().isThrownBy(() -> issued.requireFor(other.keySha256()));
    }

    @Test
    void a_missing_name_is_refused() {
        IssuedCertificate issued = parse(leafPem() + lower.pem());
        for (String missing : new String[] {
            "mail.example.com", "shop.example.com", "a.b.shop.example.com", "*.example.com", "*.a.shop.example.com"
        }) {
            assertNotFor(issued, csr, List.of("www.example.com", missing), "does not cover [" + missing + "]");
        }
    }

    @Test
    void a_common_name_alone_covers_nothing() throws Exception {
        IssuedCertificate bare = IssuedCertificate.of(lower.issue(csr), List.of());
        assertThat(bare.names()).isEmpty();
        assertNotFor(bare, csr, List.of("leaf"), "without names does not cover [leaf]");
    }

    @Test
    void a_flipped_bit_in_the_leafs_signature_is_noticed() {
        byte[] changed = leaf.clone();
        changed[changed.length - 1] ^= 1;
        IssuedCertificate issued = IssuedCertificate.of(changed, List.of(lower.der()));
        assertNotFor(issued, csr, List.of("www.example.com"), "lacks the certificate of its issuer");
    }

    @Test
    void a_flipped_bit_in_an_issuers_signature_is_noticed() {
        byte[] changed = lower.der();
        changed[changed.length - 1] ^= 1;
        IssuedCertificate issued = IssuedCertificate.of(leaf, List.of(changed, upper.der()));
        assertNotFor(issued, csr, List.of("www.example.com"), "no certificate in the chain was signed by CN=upper");
    }

    @Test
    void an_issuer_of_the_right_name_with_another_key_is_noticed() throws Exception {
        TestAuthority impostor = upper.intermediate("lower");
        assertNotFor(
                IssuedCertificate.of(leaf, List.of(impostor.der())),
                csr,
                List.of("www.example.com"),
                "lacks the certificate of its issuer");
    }

    @Test
    void a_gap_or_a_stranger_in_the_chain_is_noticed() throws Exception {
        List<String> names = List.of("www.example.com");
        assertNotFor(IssuedCertificate.of(leaf, List.of(lower.der(), root.der())), csr, names, "broken chain");
        byte[] stranger = TestAuthority.root("stranger").der();
        assertNotFor(IssuedCertificate.of(leaf, List.of(lower.der(), stranger)), csr, names, "broken chain");
    }

    @Test
    void a_line_break_in_a_name_does_not_break_the_message() throws Exception {
        IssuedCertificate odd = IssuedCertificate.of(lower.issue(csr, "a\nb.example.com"), List.of());
        assertNotFor(odd, csr, List.of("www.example.com"), "does not cover");
    }

    private String leafPem() {
        return Pem.of("CERTIFICATE", leaf);
    }

    private static IssuedCertificate parse(String text) {
        return IssuedCertificate.parse(text.getBytes(US_ASCII));
    }

    private static void assertRefused(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(text))
                .withMessageContaining(reason)
                .withMessageNotContaining("\n");
    }

    private static void assertNotFor(IssuedCertificate issued, Csr csr, List<String> names, String reason) {
        assertThatIllegalStateException()
                .isThrownBy(() -> issued.requireFor(csr, names))
                .withMessageContaining(reason)
                .withMessageNotContaining("\n");
    }
}
