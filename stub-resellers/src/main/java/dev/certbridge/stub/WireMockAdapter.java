package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands each request that WireMock receives to the engine of the stub that is served, and its outcome back. It is a filter,
 * so WireMock neither looks for a mapping nor copies the request for one.
 */
final class WireMockAdapter implements StubRequestFilterV2 {

    private static final String DATE = "Date";
    private static final String LENGTH = "Content-Length";
    private static final int NOBODY = 503;

    /** From here on an answer comes in chunks, as from servers that begin before they know its end. Others tell their length. */
    private static final int LONG_BYTES = 1_000;

    /** Who answers, and what time it is there. */
    private record Served(StubRequestHandler engine, Clock clock) {}

    private volatile @Nullable Served served;

    synchronized void open(StubRequestHandler engine, Clock clock) {
        if (served != null) {
            throw new IllegalStateException("another stub listens at this port; close it first");
        }
        served = new Served(engine, clock);
    }

    /** Whether it was served until now; another one may be by now. */
    synchronized boolean shut(StubRequestHandler engine) {
        Served now = served;
        if (now == null || now.engine() != engine) {
            return false;
        }
        served = null;
        return true;
    }

    @Override
    public String getName() {
        return "certbridge-stub";
    }

    @Override
    public RequestFilterAction filter(Request request, ServeEvent event) {
        return RequestFilterAction.stopWith(answer(request));
    }

    private ResponseDefinition answer(Request request) {
        Served now = served;
        if (now == null) {
            return ResponseDefinitionBuilder.responseDefinition()
                    .withStatus(NOBODY)
                    .build();
        }
        String[] target = request.getUrl().split("\\?", 2);
        WireResponse outcome = now.engine()
                .handle(
                        request.getMethod().getName(),
                        target[0],
                        target.length == 2 ? query(target[1]) : Map.of(),
                        headers(request),
                        request.getBody());
        if (outcome.fault() != null) {
            return ResponseDefinitionBuilder.responseDefinition()
                    .withFault(outcome.fault())
                    .build();
        }
        Reply reply = outcome.reply();
        ResponseDefinitionBuilder definition =
                ResponseDefinitionBuilder.responseDefinition().withStatus(reply.status());
        if (!reply.headers().containsKey(DATE)) {
            // WireMock switches Jetty's own Date off, and the reseller's clock may be another than ours.
            definition.withHeader(DATE, date(now.clock()));
        }
        reply.headers().forEach(definition::withHeader);
        if (!outcome.delay().isZero()) {
            definition.withFixedDelay(Math.toIntExact(outcome.delay().toMillis()));
        }
        byte[] body = reply.sharedBody();
        if (!outcome.betweenBytes().isZero() && body.length > 0) {
            definition.withChunkedDribbleDelay(
                    body.length, Math.toIntExact(outcome.betweenBytes().toMillis() * body.length));
        } else if (body.length > 0
                && body.length < LONG_BYTES
                && reply.headers().keySet().stream().noneMatch(LENGTH::equalsIgnoreCase)) {
            definition.withHeader(LENGTH, String.valueOf(body.length));
        }
        return definition.withBody(body).build();
    }

    private static String date(Clock clock) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpHeader header : request.getHeaders().all()) {
            headers.computeIfAbsent(header.key().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .addAll(header.values());
        }
        return headers;
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(decoded(parts[0]), key -> new ArrayList<>())
                        .add(parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
