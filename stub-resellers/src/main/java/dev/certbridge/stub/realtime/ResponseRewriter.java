package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicReference;

/** Turns an answer that kept the contract into what this reseller sends, after everything was booked. */
final class ResponseRewriter {

    static final String PROCESS_ID = "x-process-id";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealtimeStubSettings quirks;
    private final Clock clock;
    private final AtomicReference<String> firstProcess = new AtomicReference<>("");

    ResponseRewriter(RealtimeStubSettings quirks, Clock clock) {
        this.quirks = quirks;
        this.clock = clock;
    }

    Reply of(StubCall call, Reply checked) {
        Reply reply = checked;
        if (reply.headers().containsKey(PROCESS_ID)) {
            reply = accepted(reply);
        } else if (call.isQuote() && reply.status() == 200) {
            reply = quoted(reply);
        }
        return dated(reply);
    }

    private Reply accepted(Reply reply) {
        Integer status = quirks.acceptedStatus;
        Reply answered = status == null ? reply : reply.status(status);
        String process = told(answered.headers().get(PROCESS_ID));
        return switch (quirks.processIdPlace) {
            case HEADER -> answered.with(PROCESS_ID, process);
            case LOCATION -> answered.without(PROCESS_ID).with("Location", "/v2/processes/" + process);
            case BODY -> withBody(answered.without(PROCESS_ID), body(answered).put("processId", Long.valueOf(process)));
            case NOWHERE -> answered.without(PROCESS_ID);
        };
    }

    private String told(String process) {
        String first = firstProcess.updateAndGet(known -> known.isEmpty() ? process : known);
        return quirks.processIdsReused ? first : process;
    }

    private Reply quoted(Reply reply) {
        QuoteFlaw flaw = quirks.quoteFlaw;
        ObjectNode body = body(reply);
        if (flaw == null || !(body.get("quote") instanceof ObjectNode quote)) {
            return reply;
        }
        flaw.spoil(quote);
        return withBody(reply, body);
    }

    private Reply dated(Reply reply) {
        if (quirks.dateHeaderOff.isZero()) {
            return reply;
        }
        var date = clock.instant().plus(quirks.dateHeaderOff).atOffset(ZoneOffset.UTC);
        return reply.with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date));
    }

    private static Reply withBody(Reply reply, JsonNode body) {
        Reply replaced = Reply.json(reply.status(), body);
        for (var header : reply.headers().entrySet()) {
            replaced = replaced.with(header.getKey(), header.getValue());
        }
        return replaced;
    }

    private static ObjectNode body(Reply reply) {
        try {
            // A revocation is answered without a body.
            return reply.body().length > 0 && JSON.readTree(reply.body()) instanceof ObjectNode object
                    ? object
                    : JsonNodeFactory.instance.objectNode();
        } catch (IOException e) {
            throw new UncheckedIOException("our own JSON", e);
        }
    }
}
