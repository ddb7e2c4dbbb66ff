package dev.certbridge.reseller.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeFileNameTest {

    private static final Path FOLDER = Path.of("/keys");

    @ParameterizedTest
    @CsvSource({
        "shop-4711/1,shop-4711%2F1",
        "shop-4711%2F1,shop-4711%252F1",
        "../../etc/passwd,%2E%2E%2F..%2Fetc%2Fpasswd",
        "..,%2E%2E",
        ".lock,%2Elock",
        "a.b..c,a.b..c",
        "a+b,a%2Bb",
        "a b,a%20b",
        "ä,%C3%A4",
        "C:\\x,C%3A%5Cx"
    })
    void names_are_encoded_so_that_none_leaves_the_folder(String name, String file) {
        assertThat(SafeFileName.of(FOLDER, name)).isEqualTo(FOLDER.resolve(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "../x", "ä/ö", "%41", "😀", "a+b", "...", " "})
    void encoding_is_reversible_even_when_it_needs_several_folders(String part) {
        for (String name : new String[] {part, part.repeat(200 / part.length())}) {
            String encoded =
                    FOLDER.relativize(SafeFileName.of(FOLDER, name)).toString().replace("+/", "");
            assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(name);
        }
    }

    @Test
    void no_file_name_is_longer_than_file_systems_allow() {
        for (Path segment : SafeFileName.of(FOLDER, "ä/".repeat(100))) {
            assertThat(segment.toString().length()).isLessThanOrEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\0b", "\u0085"})
    void empty_names_and_control_characters_are_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeFileName.of(FOLDER, name))
                .withMessageContaining("1 to 200 characters");
    }

    @Test
    void names_over_200_characters_and_half_characters_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SafeFileName.of(FOLDER, "a".repeat(201)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeFileName.of(FOLDER, "a\uD83D"))
                .withMessageContaining("half a surrogate pair");
    }
}
