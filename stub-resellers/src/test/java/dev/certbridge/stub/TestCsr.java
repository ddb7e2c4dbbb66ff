package dev.certbridge.stub;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A fresh key and a CSR over it. */
public record TestCsr(PublicKey publicKey, String pem) {

    /** A P-256 key; the first name is the common name, and all of them are SANs. */
    public static TestCsr of(String... names) {
        return of("EC", 256, "SHA256withECDSA", names);
    }

    /** Creates a CSR for these names, with a new RSA key of 2048 bits. */
    public static TestCsr rsa(String... names) {
        return of("RSA", 2048, "SHA256withRSA", names);
    }

    private static TestCsr of(String algorithm, int bits, String signature, String... names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            KeyPair key = generator.generateKeyPair();
            GeneralName[] sans = Arrays.stream(names)
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            byte[] der = new JcaPKCS10CertificationRequestBuilder(
                            new X500NameBuilder().addRDN(BCStyle.CN, names[0]).build(), key.getPublic())
                    .addAttribute(
                            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                            new Extensions(new Extension(
                                    Extension.subjectAlternativeName, false, new GeneralNames(sans).getEncoded())))
                    .build(new JcaContentSignerBuilder(signature).build(key.getPrivate()))
                    .getEncoded();
            return new TestCsr(key.getPublic(), PemText.of("CERTIFICATE REQUEST", der));
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a CSR", e);
        }
    }
}
