package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiResponseTest {

    private static final String KEY = "obviously-fake-key";

    @Test
    void a_header_is_found_by_its_name_in_any_case() {
        ApiResponse answer = answer(OperationKind.READ, 200, Map.of("X-Process-ID", List.of("1", "2")), "");
        assertThat(answer.header("x-process-id")).contains("1");
        assertThat(answer.header("X-PROCESS-Id")).contains("1");
        assertThat(answer.header("x-other")).isEmpty();
    }

    @Test
    void an_unreadable_body_breaks_the_contract_of_a_read_and_makes_a_spend_unknown() {
        assertThatThrownBy(() ->
                        answer(OperationKind.READ, 200, Map.of(), "<html>").as(Map.class))
                .isInstanceOf(BrokenContractException.class)
                .message()
                .doesNotContain("<html>");
        assertThatThrownBy(() ->
                        answer(OperationKind.SPEND, 202, Map.of(), "<html>").as(Map.class))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isTrue());
    }

    @Test
    void a_request_id_is_told_unless_it_is_no_plain_word_or_holds_the_key() {
        assertThat(requestId("req-4711:a.b")).isEqualTo("req-4711:a.b");
        assertThat(requestId("a\nb")).isNull();
        assertThat(requestId("x".repeat(101))).isNull();
        assertThat(requestId("id-" + KEY)).isNull();
    }

    @Test
    void wording_is_one_short_line_without_the_key() {
        ApiResponse answer = answer(OperationKind.READ, 400, Map.of(), "");
        assertThat(answer.wording("bad\r\n key \u0000" + KEY + "\u001b[2J!")).isEqualTo("bad key *** [2J!");
        assertThat(answer.wording("x".repeat(5000))).hasSize(303).endsWith("...");
    }

    @Test
    void header_lines_are_whole_and_without_the_key_wherever_and_however_it_is_echoed() {
        ApiResponse answer = answer(
                OperationKind.SPEND,
                202,
                Map.of(
                        "X-Echo",
                        List.of("key " + KEY, KEY.toUpperCase(Locale.ROOT)),
                        KEY,
                        List.of("in\u0000 a name"),
                        "Location",
                        List.of("/" + "x".repeat(1000))),
                "");
        assertThat(answer.headerLines())
                .isEqualTo("location: /" + "x".repeat(1000) + "\n***: in a name\nx-echo: key ***, ***");
    }

    @Test
    void the_bytes_it_gives_are_a_copy() {
        ApiResponse answer = answer(OperationKind.READ, 200, Map.of(), "abc");
        answer.body()[0] = 'X';
        assertThat(answer.text()).isEqualTo("abc");
    }

    /** Takes a tenth of a second to read. */
    static final class Slow {
        @JsonCreator
        Slow(String value) {
            long until = System.nanoTime() + Duration.ofMillis(100).toNanos();
            while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void a_body_that_takes_too_long_to_decode_is_given_up_at_the_deadline() {
        // Two kilobytes each, so that a parser fetches some in between.
        String entry = "\"" + "x".repeat(2_000) + "\"";
        ApiResponse answer = answer(OperationKind.READ, 200, Map.of(), "[" + (entry + ",").repeat(600) + entry + "]");
        long start = System.nanoTime();
        assertThatThrownBy(() -> answer.as(Slow[].class))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("its deadline passed while it was decoded");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private static String requestId(String value) {
        return answer(OperationKind.READ, 200, Map.of("X-Request-Id", List.of(value)), "")
                .origin()
                .requestId();
    }

    private static ApiResponse answer(OperationKind kind, int status, Map<String, List<String>> headers, String body) {
        return ApiResponse.of(
                        OperationRef.of("regfish", "getCertificate"),
                        kind,
                        status,
                        ReceivedHeaders.of(headers),
                        Credential.header("x-api-key", KEY))
                .with(body.getBytes(UTF_8), System.nanoTime());
    }
}
