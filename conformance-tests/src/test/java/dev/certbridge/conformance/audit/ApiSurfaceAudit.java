package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A changed contract shows as a short diff of a committed file. */
class ApiSurfaceAudit {

    /** Writes the files instead of comparing: {@code mvn -B verify -Dapi-surface.update=true}. */
    private static final boolean UPDATE = Boolean.getBoolean("api-surface.update");

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void the_generated_client_is_the_one_that_was_reviewed(String provider) throws IOException {
        Path file = Path.of("..", "client-" + provider, "api-surface.txt");
        List<String> generated = ApiSurface.of(provider);
        if (UPDATE) {
            Files.write(file, generated);
        }
        assertThat(generated)
                .as("client-%s/api-surface.txt; if the change is meant, run with -Dapi-surface.update=true", provider)
                .isEqualTo(Files.readAllLines(file));
    }
}
