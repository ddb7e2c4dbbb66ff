package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The limits of a streamed body. The current parser reads arrays of bytes; another one may read single bytes. */
class StreamingReadTest {

    @Test
    void a_body_is_limited_when_it_is_read_byte_by_byte() throws IOException {
        StreamingRead.BoundedStream complete =
                new StreamingRead.BoundedStream(new ByteArrayInputStream(new byte[] {1, -1}), 2, 2);
        assertThat(complete.read()).isEqualTo(1);
        assertThat(complete.read()).isEqualTo(255);
        assertThat(complete.read()).isEqualTo(-1);

        StreamingRead.BoundedStream more =
                new StreamingRead.BoundedStream(new ByteArrayInputStream(new byte[] {1, 2, 3}), 2, 2);
        more.read();
        more.read();
        assertThatThrownBy(more::read).isInstanceOf(HttpExchange.BoundedBody.UnreadableException.class);
    }

    @Test
    void an_entry_is_measured_from_its_start() throws IOException {
        StreamingRead.BoundedStream stream =
                new StreamingRead.BoundedStream(new ByteArrayInputStream(new byte[5]), 9, 2);
        stream.read();
        stream.read();
        stream.beginEntry();
        stream.read();
        stream.read();
        assertThatThrownBy(stream::read).hasMessage("an entry is longer than 2 bytes");
    }
}
