package dev.certbridge.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** The parsers of texts and bytes. They throw {@link IllegalArgumentException} for invalid input. */
final class TextTargets {

    private TextTargets() {}

    /** PEM as it is, and anything else as the DER in PEM. */
    static FuzzTarget csr() {
        return target(input -> {
            String text = FuzzTarget.text(input);
            Csr csr = Csr.parse(text.contains("-----") ? text : pem("CERTIFICATE REQUEST", input));
            assertThat(Csr.parse(csr.pem())).isEqualTo(csr);
            assertThat(csr.names()).allMatch(name -> name.equals(DomainName.requireValid(name)));
        });
    }

    static FuzzTarget certificate() {
        return target(input -> {
            IssuedCertificate certificate = IssuedCertificate.of(input, List.of());
            assertThat(IssuedCertificate.parse(certificate.fullChainPem().getBytes(US_ASCII))
                            .serial())
                    .isEqualTo(certificate.serial());
            assertThat(certificate.toString().lines()).hasSize(1);
            assertThat(certificate.names()).isNotNull();
        });
    }

    static FuzzTarget ids() {
        return target(input -> {
            String text = FuzzTarget.text(input);
            requireSame(text, OrderId::parse);
            requireSame(text, CertificateId::parse);
            requireSame(text, Intent::of);
            requireSame(text, DomainName::requireValid);
        });
    }

    static FuzzTarget money() {
        return target(input -> requireSame(FuzzTarget.text(input), Money::parse));
    }

    /** A document that is read is compared with one that did not change, in both directions. */
    static FuzzTarget contract() {
        ContractDocument known = ContractDocument.named("regfish");
        return target(input -> {
            ContractDocument document = ContractDocument.parse("changed", new String(input, UTF_8));
            assertThat(ContractDiff.between(document, document).changes()).isEmpty();
            ContractDiff.between(known, document);
            ContractDiff.between(document, known);
            document.findOperation("GET", "/tls/certificate");
        });
    }

    /** Requires that a value and the text that it prints are parsed equally. */
    private static <T> void requireSame(String text, Function<String, T> reader) {
        T read;
        try {
            read = reader.apply(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
            assertThat(e.getMessage().lines()).hasSize(1);
            return;
        }
        assertThat(reader.apply(read.toString())).isEqualTo(read);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    private interface Reading {
        void read(byte[] input) throws Exception;
    }

    private static FuzzTarget target(Reading reading) {
        return new FuzzTarget(List.of(IllegalArgumentException.class)) {
            @Override
            void read(byte[] input) throws Exception {
                reading.read(input);
            }
        };
    }
}
