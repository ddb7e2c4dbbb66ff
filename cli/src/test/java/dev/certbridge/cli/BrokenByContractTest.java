package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code certbridge conformance --spec-dir} on a contract that breaks what was made of the old one. */
class BrokenByContractTest {

    @TempDir
    private Path folder;

    @Test
    void a_contract_that_demands_more_is_told_in_members_pacts_and_rules_and_ends_with_1() throws IOException {
        Contracts.write(
                folder,
                Contracts.of("regfish")
                        .replace(
                                "required: [sku, common_name, csr, dcv_method]",
                                "required: [sku, common_name, csr, dcv_method, org_id]"));
        Path report = folder.resolve("report");

        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString(), "--report", report.toString());

        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("regfish: 1 breaking")
                .containsPattern("createCertificate.*org_id.*members \\[.*CertificateRequest")
                .containsPattern("certbridge-regfish.json:\\d+ createCertificate \\[\\d+]: .*org_id")
                .containsPattern("(?m)^  regfish M\\d+ .*look at")
                .contains("not conforming: ")
                .doesNotContain("realtime", "Place[");
        assertThat(run.out().strip().lines())
                .last()
                .asString()
                .startsWith("verdict: these contracts break clients or pacts, and rules");
        assertThat(run.err()).isEmpty();
        assertThat(report.resolve("matrix.html"))
                .content()
                .as("the page has what it links to, the changed contract too")
                .contains(
                        "required: [sku, common_name, csr, dcv_method, org_id]", "href=\"#specs-regfish-openapi.yaml-L")
                .doesNotContainPattern("href=\"[^#]");
        assertThat(report.resolve("TEST-conformance-matrix.xml")).content().contains("<failure");
        assertThat(new ObjectMapper().readTree(report.resolve("matrix.json").toFile()))
                .isNotEmpty();
    }
}
