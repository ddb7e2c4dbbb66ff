package dev.certbridge.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure.FaultContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The replies of {@link WireFault}: correct answers with changed bytes, and answers of unavailable servers. */
final class FaultyReplies {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String RETRY_AFTER = "Retry-After";
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int PADDING = 64 * MEBIBYTE;

    // The number of gzip members in the bomb. A gzip file may consist of several members. Repeating the same member
    // costs the stub nothing, and makes the client unpack its content once more.
    private static final int BOMBS = 5;

    private static final byte[] PAGE =
            "<!DOCTYPE html><html><head><title>Error</title></head><body>Please try again later.</body></html>"
                    .getBytes(UTF_8);

    /**
     * The format of HTTP dates. The constant {@link DateTimeFormatter#RFC_1123_DATE_TIME} is not used, because it
     * writes the first nine days of a month with one digit.
     */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /** A small gzip body that unpacks to 320 MiB. The body is created when it is first sent. */
    private static final class Bomb {
        private static final byte[] BYTES = bytes();

        private static byte[] bytes() {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(one)) {
                byte[] blanks = blanks(MEBIBYTE);
                for (int i = 0; i < PADDING / MEBIBYTE; i++) {
                    gzip.write(blanks);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write to memory", e);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream(one.size() * BOMBS);
            for (int i = 0; i < BOMBS; i++) {
                all.writeBytes(one.toByteArray());
            }
            return all.toByteArray();
        }
    }

    private FaultyReplies() {}

    static Reply half(Reply reply) {
        byte[] body = reply.sharedBody();
        return reply.withBody(Arrays.copyOf(body, body.length / 2));
    }

    static Reply page(Reply reply) {
        return reply.withBody(PAGE).with(CONTENT_TYPE, "text/html; charset=utf-8");
    }

    static Reply latin1(Reply reply) {
        String text = new String(reply.sharedBody(), UTF_8);
        String wrong = text.startsWith("{") && text.length() > 2
                ? "{\"remark\":\"caf\u00e9\"," + text.substring(1)
                : "caf\u00e9\n" + text;
        return asUtf8(reply.withBody(wrong.getBytes(ISO_8859_1)));
    }

    static Reply utf16(Reply reply) {
        return asUtf8(reply.withBody(new String(reply.sharedBody(), UTF_8).getBytes(UTF_16LE)));
    }

    static Reply bomb(Reply reply) {
        return reply.withBody(Bomb.BYTES).with("Content-Encoding", "gzip");
    }

    static Reply padded(Reply reply) {
        byte[] body = reply.sharedBody();
        byte[] padded = blanks(PADDING + body.length);
        System.arraycopy(body, 0, padded, PADDING, body.length);
        return reply.withBody(padded);
    }

    private static Reply asUtf8(Reply reply) {
        String type = reply.headers().getOrDefault(CONTENT_TYPE, "application/json");
        return reply.with(CONTENT_TYPE, type + "; charset=utf-8");
    }

    private static byte[] blanks(int length) {
        byte[] blanks = new byte[length];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }

    static Reply rateLimited(String retryAfter) {
        return Reply.json(429, message("Too many requests")).with(RETRY_AFTER, retryAfter);
    }

    static Reply rateLimitedUntil(FaultContext context) {
        return rateLimited(date(context.now().plus(RETRY))).with("Date", date(context.now()));
    }

    static Reply unavailable(FaultContext context) {
        Instant now = context.now();
        Instant until = now.plus(RETRY);
        ObjectNode body = documented(context, 503, "Under maintenance")
                .put("startDate", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("endDate", until.truncatedTo(ChronoUnit.SECONDS).toString());
        return Reply.json(503, body).with(RETRY_AFTER, date(until)).with("Date", date(now));
    }

    static Reply successFalse() {
        String error = "The CA did not answer as expected";
        return Reply.json(200, message(error).put("success", false).put("error", error));
    }

    static Reply refused(FaultContext context, int status) {
        return Reply.json(status, documented(context, status, "Not now"));
    }

    /** Returns the first JSON object that the contract documents for this status, or an object with this message. */
    private static ObjectNode documented(FaultContext context, int status, String message) {
        return context.operation().failures().getOrDefault(status, Map.of()).values().stream()
                .map(Reply::json)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseGet(() -> message(message));
    }

    private static ObjectNode message(String message) {
        return Reply.object().put("message", message);
    }

    private static String date(Instant time) {
        return HTTP_DATE.format(time.atOffset(ZoneOffset.UTC));
    }
}
