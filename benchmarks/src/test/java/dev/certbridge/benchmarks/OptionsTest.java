package dev.certbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void only_record_writes_what_is_committed() {
        assertThat(Options.of(List.of("--record"))).isEqualTo(recording(Options.of(List.of())));
        assertThat(Options.of(List.of()).record()).isFalse();
        assertThat(Options.of(List.of("--quick")).record()).isFalse();
        assertThat(Options.of(List.of("--smoke")).record()).isFalse();
    }

    private static Options recording(Options options) {
        return new Options(options.quick(), options.rounds(), options.warmUp(), options.measured(), true);
    }

    @Test
    void what_is_not_known_is_refused_in_one_line() {
        assertThatThrownBy(() -> Options.of(List.of("--fast")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown: --fast; usage: benchmarks/run [--quick | --smoke | --record | scale [--record] | fleet [--record]]");
    }
}
