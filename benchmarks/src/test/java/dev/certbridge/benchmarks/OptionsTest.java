package dev.certbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void only_the_full_run_writes_what_is_committed() {
        assertThat(Options.of(List.of()).keep()).isTrue();
        assertThat(Options.of(List.of("--quick")).keep()).isFalse();
        assertThat(Options.of(List.of("--smoke")).keep()).isFalse();
    }

    @Test
    void what_is_not_known_is_refused_in_one_line() {
        assertThatThrownBy(() -> Options.of(List.of("--fast")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown: --fast; usage: benchmarks/run [--quick | --smoke | scale]");
    }
}
