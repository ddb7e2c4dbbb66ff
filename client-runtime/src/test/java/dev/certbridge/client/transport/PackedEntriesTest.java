package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that entries come out of the queue as they were added. */
class PackedEntriesTest {

    /** An entry with a time with an offset, and with a text that may be missing and has half of a surrogate pair. */
    record Entry(int id, @Nullable String text, OffsetDateTime at) {}

    private final PackedEntries<Entry> entries = new PackedEntries<>(Entry.class);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_000, 1_001, 3_500})
    void entries_are_returned_once_in_their_sequence(int size) {
        List<Entry> added = IntStream.range(0, size).mapToObj(this::entry).toList();
        added.forEach(entries::add);

        List<Entry> returned = new ArrayList<>();
        entries.forEachRemaining(returned::add);

        assertThat(returned).isEqualTo(added);
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    private Entry entry(int id) {
        return new Entry(
                id,
                id % 3 == 0 ? null : "text \ud83d \u00e4 " + id,
                OffsetDateTime.parse("2026-11-22T00:47:59+02:00").plusSeconds(id));
    }
}
