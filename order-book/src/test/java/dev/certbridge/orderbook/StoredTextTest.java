package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in a SQLite database, and the keys and names that are made of text. */
class StoredTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\u001Afirst", "last\u001A", "\0", "a\uD800b", "\uDC00", "\uD83D\uDE00", "日本語", "\u001A0000"
            })
    void every_text_is_read_as_it_was_stored(String text) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            assertThat(new Sql(connection).list("SELECT ?", row -> StoredText.in(row, 1), text))
                    .containsExactly(text);
        }
    }

    @Test
    void only_a_key_of_more_than_1000_bytes_is_shortened() {
        for (String longest : List.of("a".repeat(1_000), "é".repeat(500))) {
            assertThat(StoredText.key(longest)).isEqualTo(longest);
            assertThat(StoredText.key(longest + "a")).hasSizeLessThan(200).startsWith(longest.substring(0, 100));
            assertThat(StoredText.key(longest + "b")).isNotEqualTo(StoredText.key(longest + "a"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb"})
    void a_stored_name_that_is_no_longer_valid_stays_as_it_is(String name) {
        assertThat(StoredText.intentName(name)).isEqualTo(name);
    }

    @Test
    void blanks_at_the_ends_of_a_stored_name_are_removed() {
        assertThat(StoredText.intentName(" shop/1\u00A0")).isEqualTo("shop/1");
    }
}
