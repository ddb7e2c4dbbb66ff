package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Creates key pairs and CSRs. */
final class KeyPairs {

    /** The maximum number of characters in a common name, {@code ub-common-name} in X.520. */
    private static final int LONGEST_COMMON_NAME = 64;

    private KeyPairs() {}

    /** Creates a key and its CSR. Throws {@link IllegalArgumentException} if a name is not valid. */
    static KeyAndCsr create(KeyType type, List<String> names) {
        List<String> valid =
                names.stream().map(DomainName::requireValid).distinct().toList();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm);
            generator.initialize(type.parameters);
            KeyPair pair = generator.generateKeyPair();
            return new KeyAndCsr(pair.getPrivate(), request(pair, valid, type.signatureAlgorithm));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make a key with " + type.algorithm, e);
        }
    }

    /** Creates a CSR for an existing RSA or EC key. The CSR is signed with SHA-256. */
    static Csr request(KeyPair pair, List<String> names) {
        boolean rsa = pair.getPublic().getAlgorithm().equals("RSA");
        return request(pair, names, (rsa ? KeyType.RSA_2048 : KeyType.EC_P256).signatureAlgorithm);
    }

    private static Csr request(KeyPair pair, List<String> names, String signatureAlgorithm) {
        boolean fits = names.get(0).length() <= LONGEST_COMMON_NAME;
        X500Name subject =
                fits ? new X500NameBuilder().addRDN(BCStyle.CN, names.get(0)).build() : new X500Name(new RDN[0]);
        GeneralName[] alternatives = names.stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            // RFC 5280, 4.2.1.6: the extension is critical if the subject is empty, because then only the extension
            // names the holder.
            extensions.addExtension(Extension.subjectAlternativeName, !fits, new GeneralNames(alternatives));
            PKCS10CertificationRequestBuilder builder = new JcaPKCS10CertificationRequestBuilder(
                            subject, pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            byte[] der = builder.build(new JcaContentSignerBuilder(signatureAlgorithm).build(pair.getPrivate()))
                    .getEncoded();
            return Csr.parse(Pem.of("CERTIFICATE REQUEST", der));
        } catch (OperatorException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot make a CSR with " + signatureAlgorithm, e);
        }
    }
}
