package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares changes of the contract of regfish, in which several operations use one schema. */
class RegfishContractDiffTest {

    private static final JsonNode REGFISH =
            ContractDocument.onClassPath("regfish").tree();
    private static final String CERTIFICATE = "/components/schemas/Certificate/properties/";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set status/nullable true | response-newly-nullable | createCertificate 200 application/json response.status",
                "set status/nullable true | response-newly-nullable | getCertificate 200 application/json response.status",
                "set status/nullable true | response-newly-nullable | listCertificates 200 application/json response[].status",
                "remove status | response-member-removed | getCertificate 200 application/json response.status",
                "set status/type \"integer\" | type-changed | getCertificate 200 application/json response.status",
                "set status/enum [\"pending\"] | enum-closed | getCertificate 200 application/json response.status",
                "set oneMore {\"type\":\"string\"} | response-member-added | getCertificate 200 application/json response.oneMore"
            })
    void a_change_of_a_shared_schema_is_reported_for_every_operation_that_uses_it(
            String edit, String rule, String place) {
        String whole = edit.replaceFirst(" ", " " + CERTIFICATE);
        assertThat(EditedContract.diff(REGFISH, whole).changes())
                .allSatisfy(change -> assertThat(change.type().id()).isEqualTo(rule))
                .anySatisfy(change -> {
                    assertThat(String.join(" ", change.location().parts())).isEqualTo(place);
                    assertThat(change.members()).anyMatch(member -> member.startsWith("Certificate.get"));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "add /components/schemas/CertificateRequest/required \"validity_hint\" | true | 1",
                "add /components/schemas/CertificateRequest/required \"org_id\" | true | 1",
                "set /components/schemas/CertificateRequest/properties/sku/enum [\"RapidSSL\"] | true | 1",
                "set /components/schemas/CertificateRequest/properties/validity_days/maximum 99 | true | 1",
                "remove /paths/~1tls~1certificate/post/x-spends | true | 1",
                "set /paths/~1tls~1certificate/post/responses/502/x-outcome \"Rejected/NotFound\" | true | 1",
                "set /paths/~1tls~1certificate/post/operationId \"orderCertificate\" | true | 1",
                "remove /paths/~1tls~1certificate/post/responses/502 | true | 1",
                "set /paths/~1tls~1certificate/post/responses/429 {\"description\":\"Slow down.\"} | false | 1",
                "set /paths/~1tls~1certificate/post/deprecated true | false | 1",
                "set /info/version \"9.9.9\" | false | 0"
            })
    void a_change_of_the_order_has_its_severity_and_is_counted(String edit, boolean breaking, int changes) {
        ContractDiff diff = EditedContract.diff(REGFISH, edit);
        assertThat(diff.breaking()).isEqualTo(breaking);
        assertThat(diff.changes()).hasSize(changes).allSatisfy(change -> {
            assertThat(change.location().operation()).isEqualTo("createCertificate");
            assertThat(change.members()).contains("TlsCertificatesApi.createCertificate");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set /components/schemas/Certificate/properties/status/nullable true | 1",
                "remove /components/schemas/ApiError/properties/message | 1",
                "set /components/responses/Unauthorized/x-outcome \"Read\" | 1",
                "set /components/schemas/Certificate/properties/status/nullable true;"
                        + " set /components/schemas/Certificate/properties/product/nullable true | 2",
                "remove /components/schemas/ApiError/properties/message;"
                        + " set /components/responses/Unauthorized/x-outcome \"Read\" | 2"
            })
    void a_change_of_a_shared_part_is_reported_often_and_counted_once(String edit, int distinct) {
        ContractDiff diff = EditedContract.diff(REGFISH, edit);
        assertThat(diff.changes(Severity.BREAKING)).hasSizeGreaterThan(distinct * 2);
        assertThat(diff.distinct(Severity.BREAKING)).isEqualTo(distinct);
    }

    @Test
    void a_change_of_a_shared_schema_is_listed_once_with_its_operations_and_what_to_do() {
        ContractDiff diff = EditedContract.diff(REGFISH, "set " + CERTIFICATE + "status/nullable true");
        assertThat(ChangeSummary.lines(diff))
                .containsExactly(
                        "BREAKING (1, at 5 places)",
                        "  completeCertificate (TlsCertificatesApi.completeCertificate),"
                                + " createCertificate (TlsCertificatesApi.createCertificate),"
                                + " getCertificate (TlsCertificatesApi.getCertificate),"
                                + " listCertificates (TlsCertificatesApi.listCertificates),"
                                + " reissueCertificate (TlsCertificatesApi.reissueCertificate)",
                        "    200 application/json response.status: may now be null  [Certificate.getStatus]",
                        "      to do: generate the client again, and change the code that reads this part");
    }

    @Test
    void the_same_sentence_at_two_statuses_is_two_changes() {
        ContractDiff diff = EditedContract.diff(
                REGFISH,
                "set /paths/~1tls~1certificate/post/responses/400/x-outcome \"Read\";"
                        + " set /paths/~1tls~1certificate~1{certificate_id}~1complete/post/responses/400/x-outcome \"Read\";"
                        + " set /paths/~1tls~1certificate/post/responses/502/x-outcome \"Read\"");
        assertThat(diff.changes(Severity.BREAKING)).hasSize(3);
        assertThat(diff.distinct(Severity.BREAKING)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_contract_does_not_differ_from_itself(String reseller) {
        ContractDocument contract = ContractDocument.named(reseller);
        assertThat(ContractDiff.between(contract, contract).changes()).isEmpty();
    }
}
