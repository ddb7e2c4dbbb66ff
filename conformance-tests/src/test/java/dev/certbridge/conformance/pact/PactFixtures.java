package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.contentOf;

import au.com.dius.pact.consumer.dsl.DslPart;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactDslRootValue;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.OrderRequest;
import java.nio.charset.StandardCharsets;

/** CSRs and certificates that never change, so that the pacts do not either. Their private keys are deleted. */
final class PactFixtures {

    static final String NAME = "www.example.com";

    /** A CSR for {@link #NAME}, and the certificate that an authority which nobody trusts issued for it. */
    static final String CSR = read("first.csr");

    /** Another key for the same name. */
    static final String OTHER_CSR = read("second.csr");

    /** A CSR for {@link #NAME} and {@link #OTHER_NAME}. */
    static final String CSR_OF_TWO = read("names.csr");

    static final String OTHER_NAME = "shop.example.net";

    static final String LEAF = read("leaf.pem");
    static final String ISSUERS = read("issuers.pem");

    private static final String CSR_PATTERN = "-----BEGIN CERTIFICATE REQUEST-----[\\s\\S]+";
    private static final String CERTIFICATE_PATTERN = "\\s*-----BEGIN CERTIFICATE-----[\\s\\S]+";

    private PactFixtures() {}

    static OrderRequest order(String product) {
        return OrderRequest.builder(product).csr(CSR).build();
    }

    /** The serial number of {@link #LEAF}. */
    static String serial() {
        return IssuedCertificate.parse(LEAF.getBytes(StandardCharsets.US_ASCII)).serial();
    }

    /** The member {@code csr}: any CSR in PEM. */
    static void csr(LambdaDslObject body, String example) {
        body.stringMatcher("csr", CSR_PATTERN, example);
    }

    /** A body of certificates in PEM. */
    static DslPart certificates(String example) {
        return PactDslRootValue.stringMatcher(CERTIFICATE_PATTERN, example);
    }

    private static String read(String file) {
        return contentOf(PactFixtures.class.getResource(file), StandardCharsets.US_ASCII);
    }
}
