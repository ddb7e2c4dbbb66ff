package dev.certbridge.specs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Checks that the certificates and signing requests in examples are real. */
final class PemBlocks {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    /** The fault of a text. Copies of a contract have the same texts, and verifying a signature takes long. */
    private static final Map<String, Optional<String>> FAULTS = new ConcurrentHashMap<>();

    private PemBlocks() {}

    static List<String> violations(Contract contract) {
        List<String> violations = new ArrayList<>();
        contract.walk((location, node) -> node.properties()
                .forEach(entry -> (entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue()))
                        .forEach(item -> {
                            if (item.asText().contains("-----BEGIN")) {
                                FAULTS.computeIfAbsent(item.asText(), PemBlocks::fault)
                                        .ifPresent(
                                                fault -> violations.add(location.child(entry.getKey()) + ": " + fault));
                            }
                        })));
        return violations;
    }

    private static Optional<String> fault(String text) {
        String type = "";
        try (PemReader reader = new PemReader(new StringReader(text))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                type = block.getType();
                parse(type, block.getContent());
            }
            return type.isEmpty() ? Optional.of("its PEM block is incomplete") : Optional.empty();
        } catch (IOException
                | GeneralSecurityException
                | CMSException
                | OperatorException
                | PKCSException
                | RuntimeException e) {
            return Optional.of("this " + type + " does not parse: " + e.getMessage());
        }
    }

    private static void parse(String type, byte[] der)
            throws IOException, GeneralSecurityException, CMSException, OperatorException, PKCSException {
        switch (type) {
            case "CERTIFICATE" ->
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> {
                PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
                if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .setProvider(PROVIDER)
                        .build(request.getSubjectPublicKeyInfo()))) {
                    throw new IllegalArgumentException("its signature is wrong");
                }
            }
            case "PKCS7" -> new CMSSignedData(der);
            default -> throw new IllegalArgumentException("examples must not contain it");
        }
    }
}
