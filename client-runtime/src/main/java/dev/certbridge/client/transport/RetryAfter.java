package dev.certbridge.client.transport;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** {@code Retry-After}, in seconds or as a date. A date counts from the answer's own {@code Date}, not from our clock. */
final class RetryAfter {

    private RetryAfter() {}

    static Optional<Duration> of(ApiResponse answer) {
        return answer.header("retry-after")
                .map(String::strip)
                .flatMap(value -> value.matches("\\d{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                        : until(value, answer));
    }

    private static Optional<Duration> until(String value, ApiResponse answer) {
        Instant now = answer.header("date").flatMap(RetryAfter::date).orElseGet(Instant::now);
        return date(value).map(then -> then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
    }

    /** A date as HTTP writes it. */
    static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
