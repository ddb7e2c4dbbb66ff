package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.failure.OperationRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final String DATE = "Sun, 22 Nov 2026 10:00:00 GMT";

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
    void seconds_and_dates_are_read(String value, long seconds) {
        assertThat(answer(Map.of("Retry-After", List.of(value), "Date", List.of(DATE)))
                        .retryAfter())
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "22 Nov 2026"})
    void what_is_neither_is_no_wish(String value) {
        assertThat(answer(Map.of("Retry-After", List.of(value))).retryAfter()).isEmpty();
    }

    @Test
    void a_missing_header_is_no_wish() {
        assertThat(answer(Map.of()).retryAfter()).isEmpty();
    }

    private static ApiResponse answer(Map<String, List<String>> headers) {
        return ApiResponse.of(
                OperationRef.of("regfish", "listCertificates"),
                OperationKind.READ,
                429,
                ReceivedHeaders.of(headers),
                Credential.header("x-api-key", "obviously-fake"));
    }
}
