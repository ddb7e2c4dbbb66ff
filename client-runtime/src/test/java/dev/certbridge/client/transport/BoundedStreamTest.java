package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Today's parser takes arrays of bytes; another one may take one at a time. */
class BoundedStreamTest {

    @Test
    void byte_by_byte_it_gives_the_same_and_is_bounded_too() throws IOException {
        BoundedStream whole = new BoundedStream(new ByteArrayInputStream(new byte[] {1, -1}), 2, 2);
        assertThat(whole.read()).isEqualTo(1);
        assertThat(whole.read()).isEqualTo(255);
        assertThat(whole.read()).isEqualTo(-1);
        assertThat(whole.failure()).isEmpty();

        BoundedStream more = new BoundedStream(new ByteArrayInputStream(new byte[] {1, 2, 3}), 2, 2);
        more.read();
        more.read();
        assertThatThrownBy(more::read).isInstanceOf(BoundedBody.UnreadableException.class);
        assertThat(more.failure()).isPresent();
    }

    @Test
    void an_entry_that_begins_is_measured_from_there() throws IOException {
        BoundedStream stream = new BoundedStream(new ByteArrayInputStream(new byte[5]), 9, 2);
        stream.read();
        stream.read();
        stream.entryBegins();
        stream.read();
        stream.read();
        assertThatThrownBy(stream::read).hasMessage("an entry is longer than 2 bytes");
    }
}
