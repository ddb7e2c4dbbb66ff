package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

/** A stub reads CSRs as other tools write them, and believes no signature over other bytes than those that came. */
class SigningRequestTest {

    private static final ASN1ObjectIdentifier OS_VERSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.13.2.3");

    private static final ASN1ObjectIdentifier CERT_EXTENSIONS = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14");

    @Test
    void a_signature_over_attributes_that_are_not_sorted_holds() throws Exception {
        ASN1Encodable version = attribute(OS_VERSION, new DERIA5String("10.0.17763.2"));
        ASN1Encodable names = requested("www.example.com", "shop.example.com");
        // Whichever order DER wants, one of the two is the other one.
        for (List<ASN1Encodable> attributes : List.of(List.of(version, names), List.of(names, version))) {
            SigningRequest read = SigningRequest.parse(csr(subject(), attributes));
            assertThat(read.names()).containsExactly("www.example.com", "shop.example.com");
        }
    }

    @Test
    void the_common_name_is_found_among_several_attributes_of_one_rdn() throws Exception {
        ASN1Encodable unit = sequence(BCStyle.OU, new DERUTF8String("Web"));
        ASN1Encodable common = sequence(BCStyle.CN, new DERUTF8String("www.example.com"));
        ASN1Encodable country = sequence(BCStyle.C, new DERUTF8String("NL"));
        ASN1Encodable name = new DLSequence(new DLSet(vector(List.of(country, common, unit))));
        assertThat(SigningRequest.parse(csr(name, List.of())).names()).containsExactly("www.example.com");
    }

    @Test
    void names_of_two_extension_requests_are_read_together() throws Exception {
        SigningRequest read = SigningRequest.parse(
                csr(subject(), List.of(requested("one.example.com"), requested("two.example.com"))));
        assertThat(read.names()).containsExactly("www.example.com", "one.example.com", "two.example.com");
    }

    @Test
    void a_signature_over_other_bytes_does_not_hold() throws Exception {
        ASN1Encodable version = attribute(OS_VERSION, new DERIA5String("10.0.17763.2"));
        String pem = csr(subject(), List.of(version, requested("www.example.com")));
        String other = csr(subject(), List.of(version, requested("www.example.org")));
        String mixed = pem.substring(0, pem.length() / 2) + other.substring(pem.length() / 2);
        assertThatThrownBy(() -> SigningRequest.parse(mixed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_in_the_attribute_of_iis_are_read() throws Exception {
        SigningRequest read = SigningRequest.parse(
                csr(subject(), List.of(attribute(CERT_EXTENSIONS, alternative("mail.example.com")))));
        assertThat(read.names()).containsExactly("www.example.com", "mail.example.com");
        assertThat(read.alternativeNames()).containsExactly("mail.example.com");
    }

    private static ASN1Encodable subject() {
        return new DLSequence(new DLSet(sequence(BCStyle.CN, new DERUTF8String("www.example.com"))));
    }

    private static ASN1Encodable requested(String... names) throws IOException {
        return attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, alternative(names));
    }

    private static Extensions alternative(String... names) throws IOException {
        GeneralName[] alternative = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
            alternative[i] = new GeneralName(GeneralName.dNSName, names[i]);
        }
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative));
        return extensions.generate();
    }

    private static ASN1Encodable attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return sequence(type, new DLSet(value));
    }

    private static ASN1Encodable sequence(ASN1Encodable first, ASN1Encodable second) {
        return new DLSequence(vector(List.of(first, second)));
    }

    /** A CSR whose attributes stand in this order, whatever DER wants. */
    private static String csr(ASN1Encodable subject, List<ASN1Encodable> attributes)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair key = generator.generateKeyPair();
        DLSequence info = new DLSequence(vector(List.of(
                new ASN1Integer(0),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
                new DLTaggedObject(false, 0, new DLSet(vector(attributes))))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(info.getEncoded(ASN1Encoding.DL));
        DLSequence request = new DLSequence(vector(List.of(
                info,
                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                new DERBitString(signature.sign()))));
        return PemText.of("CERTIFICATE REQUEST", request.getEncoded(ASN1Encoding.DL));
    }

    private static ASN1EncodableVector vector(List<ASN1Encodable> elements) {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        elements.forEach(vector::add);
        return vector;
    }
}
