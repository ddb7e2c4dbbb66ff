package dev.certbridge.judge;

import dev.certbridge.judge.Evidence.Numbered;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rules about the times of requests. */
final class TimeRules {

    private static final String RETRY_AFTER = "Retry-After";
    private static final int RATE_LIMITED = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    /** The time by which a request may be too early, because the timers of clients are not exact. */
    private static final Duration TOLERANCE = Duration.ofMillis(20);

    private TimeRules() {}

    static Finding retryAfter(Evidence evidence) {
        List<String> breaches = new ArrayList<>();
        List<String> opportunities = new ArrayList<>();
        List<Numbered> requests = evidence.requests();
        for (Numbered first : requests) {
            Optional<Instant> until = retryTime(first);
            requests.stream()
                    .filter(request -> until.isPresent()
                            && request.number() > first.number()
                            && !request.exchange().receivedAt().isBefore(first.answeredAt())
                            && Evidence.isRepeated(first, request))
                    .findFirst()
                    .ifPresent(next -> {
                        Instant came = next.exchange().receivedAt();
                        String text = next + " came "
                                + Evidence.seconds(Duration.between(first.answeredAt(), came)) + " after " + first
                                + " with Retry-After: "
                                + first.exchange().reply().headers().get(RETRY_AFTER);
                        opportunities.add(text);
                        if (came.isBefore(until.orElseThrow().minus(TOLERANCE))) {
                            breaches.add(text);
                        }
                    });
        }
        return Finding.of(breaches, opportunities);
    }

    private static Optional<Instant> retryTime(Numbered request) {
        return Optional.ofNullable(request.exchange().reply().headers().get(RETRY_AFTER))
                .map(value -> {
                    try {
                        return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
                    } catch (DateTimeParseException e) {
                        return request.answeredAt().plusSeconds(Long.parseLong(value));
                    }
                });
    }

    /**
     * Finds equal reads that follow each other too fast. A client that places n orders may send n + 1 fast reads,
     * because not every read is a poll. Reads that are repeated after a failure are ignored.
     */
    static Finding pollRate(Evidence evidence) {
        List<String> breaches = new ArrayList<>();
        List<String> opportunities = new ArrayList<>();
        Duration interval = evidence.options().pollInterval();
        for (List<Numbered> reads : equalReads(
                evidence,
                request -> request.address() + request.exchange().call().query())) {
            List<Numbered> answered = reads.stream()
                    .filter(read ->
                            read.status() > 0 && read.status() < FIRST_SERVER_ERROR && read.status() != RATE_LIMITED)
                    .toList();
            int allowed = evidence.options().orders() + 1;
            int fast = 1;
            for (int i = 1; i < answered.size(); i++) {
                Numbered read = answered.get(i);
                fast = isShort(answered.get(i - 1), read, interval) ? fast + 1 : 1;
                if (i >= allowed) {
                    opportunities.add(read.toString());
                }
                if (fast > allowed) {
                    breaches.add(read + " is one of " + fast + " equal reads that are less than "
                            + Evidence.seconds(interval) + " apart");
                }
            }
        }
        return Finding.of(breaches, opportunities);
    }

    private static boolean isShort(Numbered first, Numbered second, Duration interval) {
        Duration gap = Duration.between(first.answeredAt(), second.exchange().receivedAt());
        return gap.compareTo(interval.minus(TOLERANCE)) < 0;
    }

    static Finding pollEnd(Evidence evidence) {
        List<String> breaches = new ArrayList<>();
        List<String> opportunities = new ArrayList<>();
        for (List<Numbered> reads : equalReads(evidence, Numbered::address)) {
            List<Numbered> finals = new ArrayList<>();
            for (Numbered read : reads) {
                if (!read.exchange().isFinal()) {
                    // For example, a reissue is pending now, and has the address of the order.
                    finals.clear();
                    continue;
                }
                finals.add(read);
                opportunities.add(read.toString());
                if (finals.size() > 2) {
                    breaches.add(read + " came after the final status of " + finals.get(0));
                }
            }
        }
        return Finding.of(breaches, opportunities);
    }

    private static List<List<Numbered>> equalReads(Evidence evidence, Function<Numbered, String> key) {
        Map<String, List<Numbered>> reads = evidence.requests().stream()
                .filter(Numbered::isRead)
                .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
        return List.copyOf(reads.values());
    }

    static Finding silentAfterEnd(Evidence evidence) {
        if (evidence.ended().isEmpty() || evidence.exchanges().isEmpty()) {
            return Finding.notSeen();
        }
        Instant end = evidence.ended().get();
        List<String> breaches = evidence.requests().stream()
                .filter(request -> request.exchange().receivedAt().isAfter(end))
                .map(request -> request + " came "
                        + Evidence.seconds(
                                Duration.between(end, request.exchange().receivedAt())) + " after the end")
                .toList();
        Duration grace = evidence.options().grace();
        boolean isOver = !evidence.judgedAt().plus(TOLERANCE).isBefore(end.plus(grace));
        return Finding.of(
                breaches,
                grace.isZero() || !isOver
                        ? List.of()
                        : List.of(
                                "no request came within " + Evidence.seconds(grace) + " after the command had ended"));
    }
}
