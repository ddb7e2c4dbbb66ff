package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.LogRecords;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDatesTest {

    /** A response with a date between two other members. */
    record Dated(int before, OffsetDateTime date, String after) {}

    @ParameterizedTest
    @ValueSource(
            strings = {"\"2026-11-29T12:00:00Z\"", "\"2026-11-29T13:00:00+01:00\"", "\"2026-11-29T13:00:00+0100\""})
    void a_date_with_a_zone_is_read(String date) {
        assertThat(read(date).date().toInstant()).isEqualTo("2026-11-29T12:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-11-29T12:00:00\"",
                "\"2026-11-29 12:00:00\"",
                "\"2026-11-29\"",
                "\"29.11.2026\"",
                "\"2026-13-45T99:00:00Z\"",
                "\"soon\"",
                "\"\"",
                "null",
                "true",
                "1e400",
                "1795953600",
                "9223372036854775807",
                "{\"year\":2026,\"of\":[1,2]}",
                "[2026,11,{}]"
            })
    void any_other_date_is_ignored_and_the_rest_is_read(String date) {
        Dated read = read(date);
        assertThat(read.date()).isNull();
        assertThat(read.before()).isEqualTo(1);
        assertThat(read.after()).isEqualTo("there");
    }

    @Test
    void an_ignored_date_is_logged_with_the_operation_and_without_the_key() {
        try (LogRecords log = LogRecords.of(Json.class.getName())) {
            read("\"2026-11-29 12:00\\n" + ApiResponseTest.KEY + "\"");
            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .containsExactly(
                            "regfish getCertificate: date \"2026-11-29 12:00 ***\" is not a date with a time zone"
                                    + " and was ignored");
        }
    }

    private static Dated read(String date) {
        String body = "{\"before\":1,\"date\":" + date + ",\"after\":\"there\"}";
        return ApiResponseTest.response(ApiCall.Kind.READ, 200, Map.of(), body).as(Dated.class);
    }
}
