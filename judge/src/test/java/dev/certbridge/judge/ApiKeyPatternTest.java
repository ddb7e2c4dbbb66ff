package dev.certbridge.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the forms in which an API key is found. */
class ApiKeyPatternTest {

    private static final String KEY = "not-a-real-key?~\u00fc";

    private final ApiKeyPattern pattern = new ApiKeyPattern(KEY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer not-a-real-key?~\u00fc",
                "/a/not-a-real-key%3F~%C3%BC/b",
                "/a/not%2Da-real-key%3f%7e%c3%bc",
                "/a/not%252Da-real-key%25253F~\u00fc"
            })
    void a_key_is_found_with_and_without_percent_encoding(String text) {
        assertThat(pattern.isIn(text)).isTrue();
        assertThat(pattern.hiddenIn(text)).contains("(key)").doesNotContain("real");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u:", "me:", "user:", "0123456789:"})
    void a_key_is_found_in_base64_after_any_user_name(String before) {
        for (String after : new String[] {"", ":", "@host", ":password"}) {
            byte[] bytes = (before + KEY + after).getBytes(StandardCharsets.UTF_8);
            String standard = "Basic " + Base64.getEncoder().encodeToString(bytes);
            String url = "/a/" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "/b";
            assertThat(pattern.isIn(standard)).as(standard).isTrue();
            assertThat(pattern.isIn(url)).as(url).isTrue();
            assertThat(pattern.isIn(pattern.hiddenIn(standard))).isFalse();
        }
    }

    @Test
    void other_texts_are_not_the_key() {
        String other =
                Base64.getEncoder().encodeToString("user:not-a-real-kex?~\u00fc".getBytes(StandardCharsets.UTF_8));
        for (String text : new String[] {"", "not-a-real-key", "Basic " + other, "100% not-a-real-"}) {
            assertThat(pattern.isIn(text)).as(text).isFalse();
            assertThat(pattern.hiddenIn(text)).isEqualTo(text);
        }
    }
}
