package dev.certbridge.reseller.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitedExceptionTest {

    @Test
    void a_sentence_of_the_reseller_is_joined_without_its_full_stop() {
        Refusal refusal = new Refusal(429, "", "Slow down.");
        assertThat(new RateLimitedException(OperationRef.of("regfish", "listProducts"), refusal, Duration.ofSeconds(5)))
                .hasMessageEndingWith("Slow down; wait 5 s before the next call");
    }
}
