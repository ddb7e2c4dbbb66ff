package dev.certbridge.stub.regfish;

import dev.certbridge.stub.SigningRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Orders that never came over the wire. */
final class SeededCertificates {

    private static final int DAYS = 199;
    private static final int KEY_BITS = 256;

    private SeededCertificates() {}

    static OrderBody request(Sku sku, List<String> names) {
        List<String> lower =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return new OrderBody(
                sku,
                lower.get(0),
                lower.subList(1, lower.size()),
                "",
                "dns-cname-token",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                DAYS);
    }

    /** A key that nobody else has. */
    static SigningRequest anyKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(KEY_BITS);
            byte[] key = generator.generateKeyPair().getPublic().getEncoded();
            return new SigningRequest("", SubjectPublicKeyInfo.getInstance(key), List.of());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has elliptic curves", e);
        }
    }
}
