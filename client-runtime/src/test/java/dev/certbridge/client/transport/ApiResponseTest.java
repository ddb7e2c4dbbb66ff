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
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiResponseTest {

    static final String KEY = "obviously-fake-key";

    @Test
    void a_header_is_found_by_its_name_in_any_case() {
        ApiResponse response = response(ApiCall.Kind.READ, 200, Map.of("X-Process-ID", List.of("1", "2")), "");
        assertThat(response.header("x-process-id")).contains("1");
        assertThat(response.header("X-PROCESS-Id")).contains("1");
        assertThat(response.header("x-other")).isEmpty();
    }

    @Test
    void an_unreadable_body_breaks_the_contract_of_a_read_and_makes_a_spend_unknown() {
        assertThatThrownBy(() ->
                        response(ApiCall.Kind.READ, 200, Map.of(), "<html>").as(Map.class))
                .isInstanceOf(BrokenContractException.class)
                .message()
                .doesNotContain("<html>");
        assertThatThrownBy(() ->
                        response(ApiCall.Kind.SPEND, 202, Map.of(), "<html>").as(Map.class))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isTrue());
    }

    @Test
    void a_request_id_is_ignored_if_it_is_not_plain_or_contains_the_key() {
        assertThat(requestId("req-4711:a.b")).isEqualTo("req-4711:a.b");
        assertThat(requestId("a\nb")).isNull();
        assertThat(requestId("x".repeat(101))).isNull();
        assertThat(requestId("id-" + KEY)).isNull();
    }

    @Test
    void wording_is_one_short_line_without_the_key() {
        ApiResponse response = response(ApiCall.Kind.READ, 400, Map.of(), "");
        assertThat(response.credential().redact("bad\r\n key \u0000" + KEY + "\u001b[2J!"))
                .isEqualTo("bad key *** [2J!");
        assertThat(response.credential().redact("x".repeat(5000))).hasSize(303).endsWith("...");
    }

    @Test
    void header_lines_are_complete_and_contain_the_key_nowhere_and_in_no_case() {
        ApiResponse response = response(
                ApiCall.Kind.SPEND,
                202,
                Map.of(
                        "X-Echo",
                        List.of("key " + KEY, KEY.toUpperCase(Locale.ROOT)),
                        KEY,
                        List.of("in\u0000 a name"),
                        "Location",
                        List.of("/" + "x".repeat(1000))),
                "");
        assertThat(response.credential().headerLines(response.headers()))
                .isEqualTo("location: /" + "x".repeat(1000) + "\n***: in a name\nx-echo: key ***, ***");
    }

    @Test
    void the_returned_bytes_are_a_copy() {
        ApiResponse response = response(ApiCall.Kind.READ, 200, Map.of(), "abc");
        response.body()[0] = 'X';
        assertThat(response.text()).isEqualTo("abc");
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
    void decoding_ends_at_the_deadline() {
        // Two kilobytes each, so that a parser fetches some in between.
        String entry = "\"" + "x".repeat(2_000) + "\"";
        ApiResponse response =
                response(ApiCall.Kind.READ, 200, Map.of(), "[" + (entry + ",").repeat(600) + entry + "]");
        long start = System.nanoTime();
        assertThatThrownBy(() -> response.as(Slow[].class))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("the deadline passed while the body was decoded");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "120 | 120",
                " 7 | 7",
                "Sun, 22 Nov 2026 10:00:30 GMT | 30",
                "Sun, 22 Nov 2026 09:59:00 GMT | 0",
            })
    void retry_after_is_read_in_seconds_or_as_a_date(String value, long seconds) {
        assertThat(retryAfter(Map.of("Retry-After", List.of(value), "Date", List.of("Sun, 22 Nov 2026 10:00:00 GMT"))))
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "22 Nov 2026"})
    void an_invalid_retry_after_is_ignored(String value) {
        assertThat(retryAfter(Map.of("Retry-After", List.of(value)))).isEmpty();
    }

    @Test
    void retry_after_is_empty_without_the_header() {
        assertThat(retryAfter(Map.of())).isEmpty();
    }

    private static Optional<Duration> retryAfter(Map<String, List<String>> headers) {
        return response(ApiCall.Kind.READ, 429, headers, "").retryAfter();
    }

    private static String requestId(String value) {
        return response(ApiCall.Kind.READ, 200, Map.of("X-Request-Id", List.of(value)), "")
                .origin()
                .requestId();
    }

    static ApiResponse response(ApiCall.Kind kind, int status, Map<String, List<String>> headers, String body) {
        Header[] received = headers.entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> new BasicHeader(header.getKey(), value)))
                .toArray(Header[]::new);
        return ApiResponse.of(
                        OperationRef.of("regfish", "getCertificate"),
                        kind,
                        status,
                        received,
                        Credential.header("x-api-key", KEY))
                .with(body.getBytes(UTF_8), System.nanoTime());
    }
}
