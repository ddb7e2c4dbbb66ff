package dev.certbridge.reseller.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateWarningTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-05-18T23:59:59Z"); // 199 days

    private final Csr csr = KeyAndCsr.ecP256("www.example.com").csr();

    @Test
    void a_certificate_is_warned_about_outside_its_validity_only() throws Exception {
        assertThat(kinds(BEGIN, END, BEGIN.minusSeconds(1))).containsExactly(CertificateWarning.Kind.NOT_YET_VALID);
        assertThat(kinds(BEGIN, END, BEGIN)).isEmpty();
        assertThat(kinds(BEGIN, END, END)).isEmpty();
        assertThat(kinds(BEGIN, END, END.plusSeconds(1))).containsExactly(CertificateWarning.Kind.EXPIRED);
    }

    @Test
    void a_warning_says_what_is_wrong_and_what_to_do() throws Exception {
        IssuedCertificate issued = issued(BEGIN, END);
        Optional<Period> year = Optional.of(Period.ofDays(90));
        assertThat(issued.withWarnings(END.plusSeconds(1), year, year).warnings())
                .extracting(CertificateWarning::message)
                .containsExactly(
                        issued + " expired at " + END + "; do not deploy it, ask the reseller",
                        issued + " is valid for 199 days, but 90 days were ordered; ask the reseller");
        assertThat(issued.withWarnings(BEGIN.minusSeconds(1), Optional.empty(), Optional.empty())
                        .warnings())
                .extracting(CertificateWarning::message)
                .containsExactly(
                        issued + " is not valid before " + BEGIN + "; deploy it after that time, or check the clock");
    }

    /** A year is sold, and no certificate may last so long: 200 days since 2026-03-15, 100 from 2027-03-15 on. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-01, 199, P199D, true",
        "2026-11-01, 194, P199D, true",
        "2026-11-01, 193, P199D, false",
        "2026-11-01, 204, P199D, true",
        "2026-11-01, 205, P199D, false",
        "2026-11-01, 30, P199D, false",
        "2026-11-01, 199, P12M, true",
        "2026-11-01, 365, P12M, true",
        "2026-11-01, 194, P12M, false",
        "2026-11-01, 398, P12M, false",
        "2026-03-14, 199, P12M, false",
        "2027-03-15, 99, P12M, true",
        "2027-03-15, 94, P12M, false",
        "2029-03-15, 46, P1Y, true",
        "2029-03-15, 41, P1Y, false",
        "2018-01-01, 398, P2Y, true"
    })
    void a_term_is_as_ordered_give_or_take_five_days_or_as_long_as_one_may_be(
            String begin, int days, Period ordered, boolean asOrdered) throws Exception {
        Instant notBefore = Instant.parse(begin + "T00:00:00Z");
        Instant notAfter = notBefore.plusSeconds(days * 86400L - 1);
        List<CertificateWarning.Kind> warned = issued(notBefore, notAfter)
                .withWarnings(notBefore, Optional.of(ordered), Optional.of(ordered))
                .warnings()
                .stream()
                .map(CertificateWarning::kind)
                .toList();
        assertThat(warned).isEqualTo(asOrdered ? List.of() : List.of(CertificateWarning.Kind.OTHER_TERM));
    }

    @Test
    void a_renewal_may_be_longer_and_a_reissue_of_any_length() throws Exception {
        IssuedCertificate issued = issued(BEGIN, END);
        Optional<Period> month = Optional.of(Period.ofDays(30));
        assertThat(issued.withWarnings(BEGIN, month, Optional.empty()).warnings())
                .isEmpty();
        assertThat(issued.withWarnings(BEGIN, Optional.empty(), month).warnings())
                .hasSize(1);
        assertThat(issued.withWarnings(BEGIN, Optional.empty(), Optional.empty())
                        .warnings())
                .isEmpty();
    }

    private List<CertificateWarning.Kind> kinds(Instant notBefore, Instant notAfter, Instant now) throws Exception {
        return issued(notBefore, notAfter).withWarnings(now, Optional.empty(), Optional.empty()).warnings().stream()
                .map(CertificateWarning::kind)
                .toList();
    }

    private IssuedCertificate issued(Instant notBefore, Instant notAfter) throws Exception {
        return IssuedCertificate.parse(TestAuthority.root("root").issue(csr, notBefore, notAfter));
    }
}
