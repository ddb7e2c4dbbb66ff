package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Makes CSRs as other tools make them: any key, signature and set of attributes. */
final class RequestBuilder {

    /** The attribute of Microsoft's tools. */
    static final ASN1ObjectIdentifier MICROSOFT = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14");

    private record Attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {}

    private final KeyPair keys;
    private final List<Attribute> attributes = new ArrayList<>();
    private X500Name subject = new X500Name("CN=www.example.com");
    private SubjectPublicKeyInfo info;
    private String signature;

    RequestBuilder(KeyPair keys) {
        this.keys = keys;
        this.info = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        this.signature = keys.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    RequestBuilder subject(X500Name value) {
        subject = value;
        return this;
    }

    RequestBuilder signature(String algorithm) {
        signature = algorithm;
        return this;
    }

    RequestBuilder publicKey(SubjectPublicKeyInfo value) {
        info = value;
        return this;
    }

    RequestBuilder names(GeneralName... names) {
        return extension(
                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                Extension.subjectAlternativeName,
                new GeneralNames(names));
    }

    RequestBuilder extension(ASN1ObjectIdentifier attribute, ASN1ObjectIdentifier type, ASN1Encodable value) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        try {
            extensions.addExtension(type, false, value);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return attribute(attribute, extensions.generate());
    }

    RequestBuilder attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        attributes.add(new Attribute(type, value));
        return this;
    }

    byte[] der() throws Exception {
        PKCS10CertificationRequestBuilder builder = new PKCS10CertificationRequestBuilder(subject, info);
        attributes.forEach(attribute -> builder.addAttribute(attribute.type(), attribute.value()));
        return builder.build(new JcaContentSignerBuilder(signature)
                        .setProvider(new BouncyCastleProvider())
                        .build(keys.getPrivate()))
                .getEncoded();
    }

    String pem() throws Exception {
        return Pem.of("CERTIFICATE REQUEST", der());
    }
}
