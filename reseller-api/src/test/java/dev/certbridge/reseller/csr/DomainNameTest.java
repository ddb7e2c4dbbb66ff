package dev.certbridge.reseller.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"example.com", "*.example.com", "xn--strae-oqa.de", "a.b", "4711.example.com", "a--b.example"})
    void orderable_names_come_back_as_they_are(String name) {
        assertThat(DomainName.requireValid(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "'',is empty",
        "straße.de,write the A-label (xn--...) instead",
        "Example.com,write it in lower case",
        "localhost,write at least two",
        "*.com,write at least two",
        "a..example,remove the extra dot",
        "example.com.,remove the extra dot",
        "foo.*.example.com,misplaced wildcard",
        "w*.example.com,misplaced wildcard",
        "*.*.example.com,misplaced wildcard",
        "a_b.example.com,'letters, digits and hyphens only'",
        "'a b.example.com','letters, digits and hyphens only'",
        "-a.example.com,remove the hyphen",
        "a-.example.com,remove the hyphen",
        "192.0.2.1,like an IP address"
    })
    void other_names_are_refused_in_one_line_that_says_what_to_write(String name, String advice) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.requireValid(name))
                .withMessageContaining(advice)
                .withMessageNotContaining("\n");
    }

    @Test
    void a_label_has_at_most_63_characters() {
        assertThat(DomainName.requireValid("a".repeat(63) + ".com")).hasSize(67);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.requireValid("a".repeat(64) + ".com"))
                .withMessageContaining("63");
    }

    @Test
    void a_name_has_at_most_253_characters() {
        String longest = ("a".repeat(62) + ".").repeat(3) + "a".repeat(60) + ".de";
        assertThat(longest).hasSize(252);
        assertThat(DomainName.requireValid("b" + longest)).hasSize(253);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.requireValid("c." + longest))
                .withMessageContaining("253");
    }

    @Test
    void a_key_pasted_as_a_name_is_not_echoed() {
        String pem = KeyAndCsr.ecP256("example.com").privateKeyPem();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.requireValid(pem))
                .withMessageNotContaining(pem.substring(30, 50))
                .withMessageNotContaining("\n");
    }

    @Test
    void the_hash_of_names_ignores_order_case_and_repetition() {
        String expected = DomainName.namesSha256(List.of("a.example.com", "b.example.com"));
        assertThat(DomainName.namesSha256(List.of("B.example.com", "a.example.com", "b.example.com")))
                .isEqualTo(expected);
        assertThat(DomainName.namesSha256(List.of("a.example.com"))).isNotEqualTo(expected);
    }

    @Test
    void the_hash_of_names_is_over_sorted_lines() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest("a.de\nb.de".getBytes(StandardCharsets.US_ASCII));
        assertThat(DomainName.namesSha256(List.of("b.de", "a.de")))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
                .hasSize(43);
    }

    @Test
    void letters_outside_ascii_never_become_ascii_letters() {
        assertThat(DomainName.lowerCase("\u212Aey.DE")).isEqualTo("\u212Aey.de");
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.com,www.example.com,true",
        "*.example.com,www.example.com,true",
        "*.example.com,*.example.com,true",
        "*.example.com,example.com,false",
        "*.example.com,a.b.example.com,false",
        "*.example.com,wwwexample.com,false",
        "www.example.com,*.example.com,false",
        "*.example.com,*.b.example.com,false",
        "*.com,*.example.com,false"
    })
    void a_wildcard_covers_exactly_one_label_and_no_wildcard_but_itself(String listed, String wanted, boolean covered) {
        assertThat(DomainName.covers(listed, wanted)).isEqualTo(covered);
    }
}
