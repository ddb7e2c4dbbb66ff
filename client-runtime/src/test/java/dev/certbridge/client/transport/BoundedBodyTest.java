package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.HttpExchange.BoundedBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBodyTest {

    @Test
    void a_body_of_the_announced_length_is_not_copied_after_its_last_byte() throws IOException {
        byte[] sent = "{\"id\":4711}".getBytes(UTF_8);
        BoundedBody body = body(new ByteArrayInputStream(sent), sent.length, 1000);
        body.read();
        assertThat(body.arrived()).isEqualTo(sent).isSameAs(body.arrived());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2047, 2048, 2049, 70_000})
    void a_body_without_a_length_or_with_a_wrong_one_is_read_to_its_end(int length) throws IOException {
        byte[] sent = bytes(length);
        for (long announced : new long[] {-1, 1, 100_000}) {
            BoundedBody body = body(new ByteArrayInputStream(sent), announced, 70_000);
            body.read();
            assertThat(body.arrived()).as("announced %s", announced).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 5, 11})
    void the_bytes_up_to_the_limit_stay_readable(long announced) {
        byte[] sent = bytes(11);
        BoundedBody body = body(new ByteArrayInputStream(sent), announced, 10);
        assertThatThrownBy(body::read)
                .isInstanceOf(BoundedBody.UnreadableException.class)
                .hasMessage("the response is longer than 10 bytes");
        assertThat(body.arrived()).isEqualTo(Arrays.copyOf(sent, 10));
    }

    @Test
    void the_bytes_before_a_broken_connection_stay_readable() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        BoundedBody body = body(new SequenceInputStream(new ByteArrayInputStream(bytes(5)), broken), 11, 1000);
        assertThatThrownBy(body::read).hasMessage("connection reset");
        assertThat(body.arrived()).isEqualTo(bytes(5));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static BoundedBody body(InputStream content, long announced, int limit) {
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(200);
        response.setEntity(new InputStreamEntity(content, announced, ContentType.APPLICATION_JSON));
        return new BoundedBody(response, limit);
    }
}
