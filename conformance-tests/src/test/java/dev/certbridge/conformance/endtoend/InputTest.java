package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.UnauthorizedException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A mistake gets one clear line, and orders nothing. */
class InputTest {

    private final KeyAndCsr key = KeyAndCsr.ecP256("www.example.com");

    @EveryReseller
    void names_that_are_none_are_refused(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderRequest request = shopper.request(key);
            assertOneLine("is empty", () -> request.names(""));
            assertOneLine("lower case", () -> request.names("WWW.example.com"));
            assertOneLine("A-label", () -> request.names("müller.example.com"));
            assertOneLine("not allowed", () -> request.names("www.example.com\r\nx-evil: 1"));
            assertOneLine("domain name is empty", () -> KeyAndCsr.ecP256(""));
            assertOneLine("names the product", () -> OrderRequest.of(" "), "product must be named");
            assertNothingSent(shopper);
        }
    }

    @EveryReseller
    void what_is_no_csr_is_refused(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderRequest request = shopper.request(key);
            assertOneLine("no CSR", () -> request.csr("hello"));
            assertOneLine("PRIVATE KEY", () -> request.csr(key.privateKeyPem()));
            assertOneLine("cut off", () -> request.csr(key.csr().pem().substring(0, 200)));
            assertNothingSent(shopper);
        }
    }

    @EveryReseller
    void a_csr_for_a_name_that_nobody_sells_is_refused(String reseller) throws Exception {
        try (Shopper shopper = Shopper.at(reseller)) {
            Csr csr = withIpAddress();
            OrderRequest usual = shopper.request(key);
            OrderRequest request = OrderRequest.of(usual.product())
                    .csr(csr)
                    .validity(usual.validity().orElseThrow());
            assertThat(refused(shopper, request).violations())
                    .extracting(Violation::toString)
                    .containsExactly(
                            "csr asks for the IP address 192.0.2.7, and resellers sell DNS names only; make one"
                                    + " without it");
            assertNothingSent(shopper);
        }
    }

    @EveryReseller
    void names_that_no_authority_issues_for_are_refused_together(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            KeyAndCsr odd = KeyAndCsr.ecP256("www.example.com", "printer.local", "*.co.uk");
            assertThat(refused(shopper, shopper.request(odd)).violations())
                    .extracting(Violation::toString)
                    .anyMatch(violation -> violation.startsWith("names printer.local ends in .local"))
                    .anyMatch(violation -> violation.startsWith("names *.co.uk is or covers the public suffix co.uk"));
            assertNothingSent(shopper);
        }
    }

    @EveryReseller
    void a_missing_csr_is_refused(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderRequest request =
                    OrderRequest.of(shopper.request(key).product()).validity(usual(shopper));
            assertThat(refused(shopper, request).violations())
                    .extracting(Violation::field)
                    .contains("csr");
            assertNothingSent(shopper);
        }
    }

    @EveryReseller
    void a_csr_for_other_names_is_refused(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            InvalidRequestException other =
                    refused(shopper, shopper.request(key).names("shop.example.com"));
            assertThat(other.violations()).extracting(Violation::field).containsExactly("names");
            assertThat(other).hasMessageContaining("shop.example.com").hasMessageContaining("www.example.com");
            refused(shopper, shopper.request(key).names("www.example.com", "example.com"));
            assertNothingSent(shopper);
        }
    }

    @EveryReseller
    void a_term_in_another_unit_or_of_nothing_is_refused(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            InvalidRequestException unit = refused(shopper, shopper.request(key).validity(Validity.years(1)));
            assertThat(unit.violations()).extracting(Violation::field).containsExactly("validity");
            assertOneLine("at least 1", () -> Validity.months(0));
            assertOneLine("at least 1", () -> Validity.days(-199));
            assertNothingSent(shopper);
        }
    }

    @EveryReseller
    void everything_that_is_wrong_is_told_at_once(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            InvalidRequestException both = refused(
                    shopper, shopper.request(key).names("shop.example.com").validity(Validity.years(1)));
            assertThat(both.violations()).extracting(Violation::field).containsExactly("names", "validity");
            assertNothingSent(shopper);
        }
    }

    @EveryReseller
    void a_wrong_key_is_unauthorized_and_not_told(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            CertificateReseller stranger = shopper.connect("not-the-right-key", OrderBooks.inMemory());
            OrderRequest request = shopper.request(key).allowingDuplicate();

            Throwable no = catchThrowable(() -> stranger.order(Intent.of("shop-4711/1"), request, Spending.unquoted()));

            assertThat(no)
                    .isInstanceOfSatisfying(
                            UnauthorizedException.class,
                            e -> assertThat(e.status()).isEqualTo(401))
                    .hasMessageNotContaining("not-the-right-key");
            assertThat(no.getMessage().lines()).hasSize(1);
            assertThat(shopper.stub().ledger().orders()).isZero();
        }
    }

    @EveryReseller
    void a_key_that_cannot_travel_in_a_header_is_refused_and_not_told(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            for (String bad : new String[] {"", " ", "secret\r\nX-Evil: 1", "secret\n", "secret secret", "sécret"}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> shopper.connect(bad, OrderBooks.inMemory()))
                        .withMessageContaining("API key")
                        .withMessageNotContaining("secret")
                        .withMessageNotContaining("\n");
            }
            assertNothingSent(shopper);
        }
    }

    private static Csr withIpAddress() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "192.0.2.7")));
        return Csr.parse(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=www.example.com"), keys.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded());
    }

    private static Validity usual(Shopper shopper) {
        return shopper.request(KeyAndCsr.ecP256("www.example.com")).validity().orElseThrow();
    }

    private static InvalidRequestException refused(Shopper shopper, OrderRequest request) {
        Throwable no = catchThrowable(() -> shopper.order("shop-4711/1", request));
        assertThat(no).isInstanceOf(InvalidRequestException.class).hasMessageContaining("nothing was sent");
        assertThat(no.getMessage().lines()).hasSize(1);
        assertThat(((InvalidRequestException) no).status()).isZero();
        return (InvalidRequestException) no;
    }

    private static void assertOneLine(String told, ThrowingCallable mistake) {
        assertOneLine(told, mistake, told);
    }

    private static void assertOneLine(String what, ThrowingCallable mistake, String told) {
        Throwable no = catchThrowable(mistake);
        assertThat(no).as(what).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(told);
        assertThat(no.getMessage().lines()).hasSize(1);
    }

    private static void assertNothingSent(Shopper shopper) {
        assertThat(shopper.stub().journal().received()).isZero();
        assertThat(shopper.stub().ledger().orders()).isZero();
    }
}
