package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** Answers that say not now, or no. Their words are the contract's where it has some for the operation. */
final class UnavailableResponses {

    private static final int LIMITED = 429;
    private static final int UNAVAILABLE = 503;
    private static final int SECONDS = 2;
    private static final String RETRY_AFTER = "Retry-After";

    /** With two digits for every day, which Java's own formatter has not. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private UnavailableResponses() {}

    static Reply limited(String retryAfter) {
        return said(LIMITED, words("Too many requests")).with(RETRY_AFTER, retryAfter);
    }

    static Reply limitedUntil(FaultContext moment) {
        return limited(date(later(moment))).with("Date", date(moment.now()));
    }

    static Reply unavailable(FaultContext moment) {
        ObjectNode words = documented(moment, UNAVAILABLE, "Under maintenance")
                .put("startDate", moment.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("endDate", later(moment).truncatedTo(ChronoUnit.SECONDS).toString());
        return said(UNAVAILABLE, words).with(RETRY_AFTER, date(later(moment))).with("Date", date(moment.now()));
    }

    static Reply saysNo() {
        String no = "The CA did not answer as expected";
        return said(200, words(no).put("success", false).put("error", no));
    }

    static Reply refused(FaultContext moment, int status) {
        return said(status, documented(moment, status, "Not now"));
    }

    /** The body that the contract shows first for this status. */
    private static ObjectNode documented(FaultContext moment, int status, String otherwise) {
        Map<String, Reply> documented = moment.operation().failures().getOrDefault(status, Map.of());
        for (Reply reply : documented.values()) {
            try {
                if (StubContract.JSON.readTree(reply.body()) instanceof ObjectNode object) {
                    return object;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("an example that is not JSON", e);
            }
        }
        return words(otherwise);
    }

    private static ObjectNode words(String message) {
        return JsonNodeFactory.instance.objectNode().put("message", message);
    }

    private static Reply said(int status, JsonNode words) {
        return Reply.json(status, words);
    }

    private static Instant later(FaultContext moment) {
        return moment.now().plusSeconds(SECONDS);
    }

    private static String date(Instant time) {
        return HTTP_DATE.format(time.atOffset(ZoneOffset.UTC));
    }
}
