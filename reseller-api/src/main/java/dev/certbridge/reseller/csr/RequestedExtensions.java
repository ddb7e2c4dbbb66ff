package dev.certbridge.reseller.csr;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * The extensions that a CSR requests. The extensions are read from every attribute that requests extensions, because
 * some tools write several such attributes, and IIS writes its own type of attribute.
 *
 * @param dnsNames the requested DNS names, unchanged
 * @param problems the requested values that no public certificate authority certifies; each text completes a sentence
 *     that begins with "the CSR"
 */
record RequestedExtensions(List<String> dnsNames, List<String> problems) {

    private static final Set<ASN1ObjectIdentifier> ATTRIBUTES = Set.of(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14"));

    /** Returns the extensions of a CSR. Throws {@link IllegalArgumentException} if the extensions cannot be read. */
    static RequestedExtensions of(PKCS10CertificationRequest request) {
        RequestedExtensions read = new RequestedExtensions(new ArrayList<>(), new ArrayList<>());
        try {
            for (Attribute attribute : request.getAttributes()) {
                if (ATTRIBUTES.contains(attribute.getAttrType())) {
                    for (ASN1Encodable value : attribute.getAttrValues()) {
                        read.add(Extensions.getInstance(value));
                    }
                }
            }
        } catch (RuntimeException e) {
            throw CsrReader.unreadable(e);
        }
        return read;
    }

    private void add(Extensions extensions) {
        GeneralNames names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        if (names != null) {
            for (GeneralName name : names.getNames()) {
                add(name);
            }
        }
        BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
        KeyUsage usage = KeyUsage.fromExtensions(extensions);
        if ((constraints != null && constraints.isCA())
                || (usage != null && usage.hasUsages(KeyUsage.keyCertSign))
                || (usage != null && usage.hasUsages(KeyUsage.cRLSign))) {
            problems.add("requests a CA certificate; create a CSR without CA:TRUE, keyCertSign and cRLSign");
        }
    }

    private void add(GeneralName name) {
        switch (name.getTagNo()) {
            case GeneralName.dNSName -> dnsNames.add(((ASN1String) name.getName()).getString());
            case GeneralName.iPAddress -> notSold("the IP address " + address(name.getName()));
            case GeneralName.rfc822Name -> notSold("the e-mail address " + plain(name.getName()));
            case GeneralName.uniformResourceIdentifier -> notSold("the URI " + plain(name.getName()));
            default -> notSold("a name of type " + name.getTagNo());
        }
    }

    private void notSold(String what) {
        problems.add("requests " + what + ", but resellers certify only DNS names; create a CSR without this value");
    }

    private static String address(ASN1Encodable octets) {
        try {
            return InetAddress.getByAddress(ASN1OctetString.getInstance(octets).getOctets())
                    .getHostAddress();
        } catch (UnknownHostException e) {
            return "of an invalid length";
        }
    }

    /** Returns the name for a message, shortened to one line of ASCII. */
    private static String plain(ASN1Encodable name) {
        String text = ((ASN1String) name).getString().replaceAll("[^\\x21-\\x7e]", "?");
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
