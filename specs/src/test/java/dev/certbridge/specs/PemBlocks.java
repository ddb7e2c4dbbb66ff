package dev.certbridge.specs;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificates and signing requests in examples are real ones. */
final class PemBlocks {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Map<String, String> SIGNATURES = Map.of(
            "06082a8648ce3d040302", "SHA256withECDSA",
            "06082a8648ce3d040303", "SHA384withECDSA",
            "06092a864886f70d01010b", "SHA256withRSA");

    /** What is wrong with a block, by its text: copies of a contract show the same blocks, and signatures take long. */
    private static final Map<String, Optional<String>> FAULTS = new ConcurrentHashMap<>();

    private PemBlocks() {}

    static List<String> complaints(Contract contract) {
        List<String> complaints = new ArrayList<>();
        contract.walk((place, node) -> node.forEach((key, value) -> {
            if (value instanceof String text && text.contains("-----BEGIN")) {
                look(place.child(key).toString(), text, complaints);
            } else if (value instanceof List<?> list) {
                list.stream()
                        .filter(item -> item instanceof String text && text.contains("-----BEGIN"))
                        .forEach(item -> look(place.child(key).toString(), String.valueOf(item), complaints));
            }
        }));
        return complaints;
    }

    private static void look(String place, String text, List<String> complaints) {
        Matcher blocks = BLOCK.matcher(text);
        if (!blocks.find()) {
            complaints.add(place + ": a PEM block has no end");
            return;
        }
        do {
            String kind = blocks.group(1);
            String base64 = blocks.group(2);
            FAULTS.computeIfAbsent(blocks.group(), block -> fault(kind, base64))
                    .ifPresent(fault -> complaints.add(place + ": this " + kind + " does not parse: " + fault));
        } while (blocks.find());
    }

    private static Optional<String> fault(String kind, String base64) {
        try {
            parse(kind, Base64.getMimeDecoder().decode(base64));
            return Optional.empty();
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void parse(String kind, byte[] der) throws GeneralSecurityException {
        switch (kind) {
            case "CERTIFICATE" ->
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> verify(der);
            case "PKCS7" -> Der.elements(der).get(0).inside(Der.SEQUENCE, 2);
            default -> throw new IllegalArgumentException("it has no place in an example");
        }
    }

    /** PKCS#10 is (info, algorithm, signature), info is (version, subject, key, attributes), signed by that key. */
    private static void verify(byte[] der) throws GeneralSecurityException {
        List<Der> request = single(der).inside(Der.SEQUENCE, 3);
        List<Der> info = request.get(0).inside(Der.SEQUENCE, 4);
        if (info.get(0).tag() != Der.INTEGER || request.get(2).tag() != Der.BIT_STRING) {
            throw new IllegalArgumentException("not the shape of PKCS#10");
        }
        String algorithm = HexFormat.of()
                .formatHex(request.get(1).inside(Der.SEQUENCE, 1).get(0).encoded());
        Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(algorithm, algorithm));
        signature.initVerify(key(info.get(2)));
        signature.update(request.get(0).encoded());
        byte[] bits = request.get(2).content();
        // The first byte of a bit string counts unused bits.
        if (!signature.verify(Arrays.copyOfRange(bits, 1, bits.length))) {
            throw new IllegalArgumentException("its signature is wrong");
        }
    }

    private static Der single(byte[] der) {
        List<Der> elements = Der.elements(der);
        if (elements.size() != 1) {
            throw new IllegalArgumentException("bytes follow it");
        }
        return elements.get(0);
    }

    private static PublicKey key(Der info) throws GeneralSecurityException {
        byte[] rsa = HexFormat.of().parseHex("06092a864886f70d010101");
        Der algorithm =
                info.inside(Der.SEQUENCE, 2).get(0).inside(Der.SEQUENCE, 1).get(0);
        return KeyFactory.getInstance(Arrays.equals(algorithm.encoded(), rsa) ? "RSA" : "EC")
                .generatePublic(new X509EncodedKeySpec(info.encoded()));
    }
}
