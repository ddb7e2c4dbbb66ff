package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the signatures of every generated client with the reviewed file. */
class ApiSurfaceAudit {

    /** Writes the files instead of comparing: {@code mvn -B verify -Dapi-surface.update=true}. */
    private static final boolean UPDATE = Boolean.getBoolean("api-surface.update");

    static List<String> providers() {
        return ResellerProvider.all().stream().map(ResellerProvider::name).toList();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void the_generated_client_is_the_one_that_was_reviewed(String provider) throws IOException {
        Path file = Path.of("..", "client-" + provider, "api-surface.txt");
        List<String> generated = ApiSurface.of(provider);
        if (UPDATE) {
            Files.write(file, generated);
        }
        assertThat(generated)
                .as(
                        "client-%s/api-surface.txt; if the change is intended, run with -Dapi-surface.update=true",
                        provider)
                .isEqualTo(Files.readAllLines(file));
    }
}
