package dev.certbridge.reseller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.certbridge.reseller.order.Intent;
import java.text.Normalizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names an intent can have, and when two of them are one. */
class IntentNameTest {

    @Test
    void composed_and_decomposed_letters_are_one_name() {
        for (String name : new String[] {"b\u00fcro-1", "\u00e9\u00fc", "\u1e69", "\uac00", "\u212b"}) {
            assertThat(Arrays.stream(Normalizer.Form.values())
                            .filter(form -> form != Normalizer.Form.NFKC && form != Normalizer.Form.NFKD)
                            .map(form -> Intent.of(Normalizer.normalize(name, form))))
                    .containsOnly(Intent.of(name));
        }
        assertThat(Intent.of("x\u00b2")).as("other characters stay others").isNotEqualTo(Intent.of("x2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a ",
                "\ta",
                "a\n",
                "\u00a0a",
                "a\u3000",
                "a\u2028",
                "a\u0000b",
                "a\u0085b",
                "a\ufffdb",
                "\ud800a",
                "a\udc00"
            })
    void what_can_be_mistaken_for_another_name_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Intent.of(name)).withMessageContaining("intent");
    }

    @Test
    void a_name_has_at_most_200_characters() {
        assertThat(Intent.of("a".repeat(200)).name()).hasSize(200);
        assertThatIllegalArgumentException().isThrownBy(() -> Intent.of("a".repeat(201)));
    }
}
