package dev.certbridge.reseller.csr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Certificates and CSRs that were damaged in every way: they are read, or refused with the documented exceptions in one
 * line, and quickly. {@code -Dcertbridge.mutations=1000000} tries more.
 */
class MutatedInputTest {

    private static final int MUTATIONS = Integer.getInteger("certbridge.mutations", 500);
    private static final int[] TAGS = {2, 4, 12, 48, 0xa3};
    private static final Duration QUICK = Duration.ofSeconds(2);

    private static final List<byte[]> CERTIFICATES = new ArrayList<>();
    private static final List<byte[]> REQUESTS = new ArrayList<>();
    private static Csr ours;

    /** Uses an input in every way that a caller may. */
    private interface Use {
        void of(byte[] input) throws Exception;
    }

    @BeforeAll
    static void seed() throws Exception {
        ours = KeyAndCsr.ecP256("www.example.com", "example.com").csr();
        TestAuthority root = TestAuthority.root("root");
        TestAuthority lower = root.intermediate("lower");
        byte[] leaf = lower.issue(ours, "www.example.com", "example.com");
        CERTIFICATES.add(leaf);
        CERTIFICATES.add((Pem.of("CERTIFICATE", leaf) + lower.pem() + root.pem()).getBytes(US_ASCII));
        CERTIFICATES.add(CertificateFormsTest.pkcs7(leaf, lower.der(), root.der()));
        CERTIFICATES.add(CertificateFormsTest.base64(leaf).getBytes(US_ASCII));
        byte[] rsa = KeyAndCsr.rsa2048("www.example.com").csr().pem().getBytes(US_ASCII);
        CERTIFICATES.add(rsa);
        RequestBuilder request = new RequestBuilder(TestAuthority.ecKeys("secp256r1"))
                .names(
                        TestRequest.dns("www.example.com"),
                        new GeneralName(GeneralName.iPAddress, "192.0.2.7"),
                        new GeneralName(GeneralName.rfc822Name, "a@example.com"))
                .extension(RequestBuilder.MICROSOFT, Extension.basicConstraints, new BasicConstraints(3));
        REQUESTS.add(request.der());
        REQUESTS.add(request.pem().getBytes(US_ASCII));
        REQUESTS.add(rsa);
        REQUESTS.add(leaf);
    }

    @Test
    void a_damaged_certificate_is_read_or_refused_as_documented() {
        mutate(CERTIFICATES, 4711, input -> {
            use(IssuedCertificate.parse(input));
            use(IssuedCertificate.of(CERTIFICATES.get(0), List.of(input)));
        });
    }

    @Test
    void a_damaged_csr_is_read_or_refused_as_documented() {
        // A signature is rarely still right, so what it covers is read beside it too.
        mutate(REQUESTS, 815, input -> {
            unsigned(input);
            Csr csr = Csr.parse(input);
            assertThat(csr.problems()).isNotNull();
            assertThat(csr + csr.keySha256() + csr.pem() + csr.names()).isNotEmpty();
        });
    }

    @Test
    void a_certificate_or_csr_with_any_byte_taken_for_another_tag_is_read_or_refused_as_documented() {
        for (int i = 0; i < CERTIFICATES.get(0).length; i++) {
            for (int tag : TAGS) {
                byte[] changed = CERTIFICATES.get(0).clone();
                changed[i] = (byte) tag;
                assertThat(outcome(bytes -> use(IssuedCertificate.parse(bytes)), changed))
                        .isNotEmpty();
            }
        }
        for (int i = 0; i < REQUESTS.get(0).length; i++) {
            for (int tag : TAGS) {
                byte[] changed = REQUESTS.get(0).clone();
                changed[i] = (byte) tag;
                assertThat(outcome(Csr::parse, changed)).isNotEmpty();
            }
        }
    }

    @Test
    void deep_nesting_is_refused_as_documented() {
        byte[] open = new byte[100_000];
        for (int i = 0; i < open.length; i += 2) {
            open[i] = 0x30;
            open[i + 1] = (byte) 0x80; // An indefinite length.
        }
        byte[] set = open.clone();
        for (int i = 2; i < set.length; i += 2) {
            set[i] = 0x31;
        }
        byte[] nested = {};
        for (int i = 0; i < 2_000; i++) {
            byte[] inner = nested;
            nested = new byte[inner.length + 4];
            nested[0] = 0x30;
            nested[1] = (byte) 0x82;
            nested[2] = (byte) (inner.length >> 8);
            nested[3] = (byte) inner.length;
            System.arraycopy(inner, 0, nested, 4, inner.length);
        }
        byte[] inside = new byte[open.length + 5];
        System.arraycopy(new byte[] {0x30, (byte) 0x83, 1, (byte) 0x86, (byte) 0xa0}, 0, inside, 0, 5);
        System.arraycopy(open, 0, inside, 5, open.length);
        for (byte[] input : List.of(open, set, nested, inside)) {
            for (byte[] form : List.of(input, Pem.of("CERTIFICATE", input).getBytes(US_ASCII))) {
                assertThat(outcome(bytes -> use(IssuedCertificate.parse(bytes)), form))
                        .isEqualTo("a certificate cannot be read as X.509. Fetch it again");
            }
            byte[] pem = Pem.of("CERTIFICATE REQUEST", input).getBytes(US_ASCII);
            assertThat(outcome(Csr::parse, pem)).isEqualTo("the CSR cannot be read as PKCS#10. Create a new CSR");
        }
    }

    private static void unsigned(byte[] input) {
        Optional<PKCS10CertificationRequest> request = parsed(input);
        try {
            request.ifPresent(RequestedExtensions::of);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessage("the CSR cannot be read as PKCS#10. Create a new CSR");
        }
    }

    private static Optional<PKCS10CertificationRequest> parsed(byte[] input) {
        try {
            return Optional.of(new PKCS10CertificationRequest(input));
        } catch (IOException | RuntimeException e) {
            // The library throws what it likes; the product has to map it.
            return Optional.empty();
        }
    }

    private static void use(IssuedCertificate issued) {
        assertThat(issued + issued.serial() + issued.keySha256() + issued.fullChainPem())
                .isNotEmpty();
        assertThat(issued.notBefore()).isNotNull();
        assertThat(issued.leaf().getSubjectX500Principal().getName()).isNotNull();
        assertThat(issued.leaf().getIssuerX500Principal().getName()).isNotNull();
        assertThat(issued.withWarnings(Instant.EPOCH, Optional.of(Period.ofDays(1)), Optional.of(Period.ofYears(5)))
                        .warnings())
                .isNotNull();
        assertThat(issued.ofKey(ours.keySha256())).isNotNull();
        issued.requireFor(ours, ours.names());
    }

    private static void mutate(List<byte[]> seeds, long seed, Use use) {
        Random random = new Random(seed);
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
            Instant begin = Instant.now();
            outcomes.merge(outcome(use, input), 1, Integer::sum);
            assertThat(Duration.between(begin, Instant.now()))
                    .as("mutation %d of seed %d, %s", i, seed, hex(input))
                    .isLessThan(QUICK);
        }
        assertThat(outcomes).as("some are refused").hasSizeGreaterThan(2);
    }

    private static String outcome(Use use, byte[] input) {
        try {
            use.of(input);
            return "read";
        } catch (IllegalArgumentException | IllegalStateException e) {
            assertThat(e.getMessage())
                    .as(hex(input))
                    .isNotBlank()
                    .hasLineCount(1)
                    .doesNotContain("org.bouncycastle");
            return e.getMessage();
        } catch (Exception | StackOverflowError e) {
            return fail("undocumented " + e.getClass().getName() + " for " + hex(input), e);
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] changed = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && changed.length > 2; i++) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(7)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt(256);
                // A tag of another type, or a length.
                case 2 ->
                    changed[at] =
                            (byte) List.of(2, 3, 4, 5, 6, 12, 19, 22, 23, 24, 28, 30, 48, 49, 0x80, 0x84, 0xa0, 0xa3)
                                    .get(random.nextInt(18))
                                    .intValue();
                case 3 -> changed = Arrays.copyOf(changed, at);
                case 4 -> changed = joined(changed, Arrays.copyOfRange(changed, at, changed.length));
                case 5 -> {
                    // A part once more in another place.
                    int from = random.nextInt(changed.length);
                    int length = Math.min(Math.min(changed.length - from, changed.length - at), random.nextInt(40));
                    System.arraycopy(changed.clone(), from, changed, at, length);
                }
                default -> changed[at] = 0;
            }
        }
        return changed;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static String hex(byte[] input) {
        return HexFormat.of().formatHex(input, 0, Math.min(input.length, 2_000));
    }
}
