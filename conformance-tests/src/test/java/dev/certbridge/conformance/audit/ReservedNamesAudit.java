package dev.certbridge.conformance.audit;

import dev.certbridge.stub.ReservedNames;
import dev.certbridge.stub.StubProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/reserved-names.md} lists the reserved names of every stub with a contract in {@code specs/}; {@code -Dreadme.update=true} writes it. */
class ReservedNamesAudit {

    static List<String> resellers() {
        return StubProvider.all().stream()
                .map(StubProvider::name)
                .filter(name -> Files.isDirectory(Path.of("..", "specs", name)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("resellers")
    void the_page_lists_every_reserved_name_and_key(String reseller) throws IOException {
        new GeneratedPart(Path.of("..", "docs", "reserved-names.md"), reseller)
                .requireIs(ReservedNames.table(reseller));
    }
}
