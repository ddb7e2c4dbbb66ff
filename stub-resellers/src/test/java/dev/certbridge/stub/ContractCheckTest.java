package dev.certbridge.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.ContractCheckCache.Sent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A finding is for the same message only, whatever part of it is another. */
class ContractCheckCacheTest {

    private static final Sent SENT = sent("POST /a", "x", "application/json", "{}");

    private final AtomicInteger checks = new AtomicInteger();
    private final ContractCheckCache<String> remembered = new ContractCheckCache<>();

    static List<Sent> others() {
        return List.of(
                sent("PUT /a", "x", "application/json", "{}"),
                sent("POST /b", "x", "application/json", "{}"),
                sent("POST /a", "y", "application/json", "{}"),
                sent("POST /a", "x", "text/plain", "{}"),
                sent("POST /a", "x", "application/json", "[]"));
    }

    @Test
    void the_same_message_is_checked_once() {
        assertThat(check(SENT)).containsExactly("check 1");
        assertThat(check(sent("POST /a", "x", "application/json", "{}"))).containsExactly("check 1");
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_message_that_differs_is_checked_for_itself(Sent other) {
        check(SENT);

        assertThat(check(other)).containsExactly("check 2");
        assertThat(check(SENT)).containsExactly("check 1");
    }

    @Test
    void what_was_not_asked_for_longest_is_forgotten() {
        check(SENT);
        for (int i = 0; i < 1_000; i++) {
            check(sent("GET /" + i, "x", "none", ""));
        }

        assertThat(check(SENT)).containsExactly("check 1002");
        assertThat(check(sent("GET /999", "x", "none", ""))).containsExactly("check 1001");
    }

    @Test
    void a_long_message_is_not_kept() {
        Sent longer = sent("POST /a", "x", "application/json", "[" + " ".repeat(10_000) + "]");
        check(longer);

        assertThat(check(longer)).containsExactly("check 2");
    }

    private List<String> check(Sent sent) {
        return remembered.of(sent, () -> List.of("check " + checks.incrementAndGet()));
    }

    private static Sent sent(String line, String query, String type, String body) {
        return new Sent(
                line,
                Map.of("q", List.of(query)),
                Map.of("content-type", List.of(type)),
                ByteBuffer.wrap(body.getBytes(UTF_8)));
    }
}
