package dev.certbridge.reseller.csr;

import static dev.certbridge.reseller.csr.TestRequest.dns;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;

/**
 * CSRs that are refused before they are ordered, because no public certificate authority issues them: the table of the
 * docs.
 */
class WeakRequestTest {

    private static final Path PAGE = Path.of("../docs/requests.md");
    private static final String BEGIN = "<!-- requests: checked by WeakRequestTest -->\n";
    private static final String END = "<!-- /requests -->";

    private final KeyPair ec = ec("secp256r1");
    private final KeyPair rsa = rsa(2048, RSAKeyGenParameterSpec.F4);
    private final List<String> rows = new ArrayList<>(List.of("| request | decision |", "|---|---|"));

    @Test
    void the_page_about_requests_says_what_is_done() throws Exception {
        signatures();
        keys();
        extensions();
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
                .as("%s, whose table should be%n%s", PAGE, String.join("\n", rows))
                .isEqualTo(String.join("\n", rows) + "\n");
    }

    private void signatures() throws Exception {
        row("a CSR signed with MD5", new RequestBuilder(rsa).signature("MD5withRSA"));
        row("a CSR signed with SHA-1 and RSA", new RequestBuilder(rsa).signature("SHA1withRSA"));
        row("a CSR signed with SHA-1 and ECDSA", new RequestBuilder(ec).signature("SHA1withECDSA"));
        row("a CSR signed with RSA-PSS", new RequestBuilder(rsa).signature("SHA256withRSAandMGF1"));
        row("a CSR signed with SHA3-256", new RequestBuilder(rsa).signature("SHA3-256withRSA"));
        row("a CSR signed with SHA-256, SHA-384 or SHA-512", new RequestBuilder(rsa).signature("SHA384withRSA"));
    }

    private void keys() throws Exception {
        row("an RSA key of 1024 bits", new RequestBuilder(rsa(1024, RSAKeyGenParameterSpec.F4)));
        row("an RSA key of 2049 bits", new RequestBuilder(rsa(2049, RSAKeyGenParameterSpec.F4)));
        row("an RSA key of 2048 bits", new RequestBuilder(rsa));
        // Too slow to make: the key alone.
        row("an RSA key of 16384 bits", problems(withoutSmallFactors(16384), 65537));
        row("an RSA key with the exponent 3", new RequestBuilder(rsa(2048, RSAKeyGenParameterSpec.F0)));
        row(
                "an RSA key whose modulus is a multiple of 3",
                problems(BigInteger.ONE.shiftLeft(2046).add(BigInteger.ONE).multiply(BigInteger.valueOf(3)), 65537));
        row("an EC key on P-256, P-384 or P-521", new RequestBuilder(ec("secp384r1")));
    }

    private void extensions() throws Exception {
        row(
                "a CSR with CA:TRUE",
                new RequestBuilder(ec)
                        .extension(
                                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                Extension.basicConstraints,
                                new BasicConstraints(true)));
        row(
                "an IP address among the names",
                new RequestBuilder(ec).names(new GeneralName(GeneralName.iPAddress, "192.0.2.7")));
        row(
                "an e-mail address among the names",
                new RequestBuilder(ec).names(new GeneralName(GeneralName.rfc822Name, "a@example.com")));
        row(
                "a URI among the names",
                new RequestBuilder(ec)
                        .names(new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.com/")));
        row(
                "names in the attribute of IIS",
                new RequestBuilder(ec)
                        .extension(
                                RequestBuilder.MICROSOFT,
                                Extension.subjectAlternativeName,
                                new GeneralNames(dns("www.example.com"))));
    }

    private void row(String what, RequestBuilder request) throws Exception {
        String pem = request.pem();
        try {
            row(what, problems(Csr.parse(pem).problems()));
        } catch (IllegalArgumentException e) {
            row(what, List.of(e.getMessage()));
        }
    }

    private void row(String what, List<String> reasons) {
        rows.add("| " + what + " | " + (reasons.isEmpty() ? "ordered" : "refused: " + String.join("; ", reasons))
                + " |");
    }

    private static BigInteger withoutSmallFactors(int bits) {
        return Stream.iterate(BigInteger.ONE.setBit(bits - 1), odd -> odd.add(BigInteger.TWO))
                .filter(odd -> IntStream.range(3, 752)
                        .noneMatch(factor -> odd.mod(BigInteger.valueOf(factor)).signum() == 0))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> problems(BigInteger modulus, int exponent) throws Exception {
        return problems(KeyPolicy.problems(KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(exponent)))));
    }

    /** As a refused order names them. */
    private static List<String> problems(List<String> ofCsr) {
        return ofCsr.stream().map(problem -> "csr " + problem).toList();
    }

    private static KeyPair ec(String curve) {
        try {
            return TestAuthority.ecKeys(curve);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair rsa(int bits, BigInteger exponent) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
