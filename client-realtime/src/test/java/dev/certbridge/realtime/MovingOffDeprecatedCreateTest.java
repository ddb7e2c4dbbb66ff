package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.contract.ContractDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide maps every field of both calls, as the contract has them. */
class MovingOffDeprecatedCreateTest {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CertificateCreateRequest",
                "CertificateRequest",
                "CertificateLegacyRenewRequest",
                "CertificateRenewRequest"
            })
    void every_field_of_the_schema_is_in_the_guide(String schema) throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/moving-off-deprecated-create.md"));
        JsonNode properties =
                ContractDocument.onClassPath("realtime").tree().at("/components/schemas/" + schema + "/properties");
        List<String> names = StreamSupport.stream(((Iterable<String>) properties::fieldNames).spliterator(), false)
                .toList();
        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    }
}
