package dev.certbridge.conformance.audit;

import dev.certbridge.stub.ReservedNames;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/reserved-names.md} lists what the stubs do; {@code -Dreadme.update=true} writes it. */
class ReservedNamesAudit {

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void the_page_lists_every_reserved_name_and_key(String reseller) throws IOException {
        new GeneratedPart(Path.of("..", "docs", "reserved-names.md"), reseller)
                .requireIs(ReservedNames.table(reseller));
    }
}
