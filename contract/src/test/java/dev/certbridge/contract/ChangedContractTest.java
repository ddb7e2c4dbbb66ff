package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison of each changed contract. The build of {@code codegen} and the tests of {@code cli} use the same. */
class ChangedContractTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.certbridge.contract.ChangedContract#all")
    void a_changed_contract_has_one_change_with_its_severity(ChangedContract changed) throws IOException {
        ContractDiff diff = ContractDiff.between(
                ContractDocument.named(ChangedContract.REGFISH.toString()),
                ContractDocument.named(changed.write(folder).toString()));

        assertThat(diff.severity()).as("%s", ChangeSummary.lines(diff)).hasToString(changed.severity());
        assertThat(diff.needsWork()).isEqualTo(changed.needsWork());
        assertThat(diff.distinct())
                .extracting(DistinctChange::sentence)
                .containsExactlyElementsOf(changed.change().isEmpty() ? List.of() : List.of(changed.change()));
    }
}
