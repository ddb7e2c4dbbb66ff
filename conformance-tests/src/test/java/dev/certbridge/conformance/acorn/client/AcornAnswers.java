package dev.certbridge.conformance.acorn.client;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.provider.AnswerReading;
import dev.certbridge.reseller.provider.Place;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the order's id in the answer to an order: its form is unmistakable, so the text is enough, cut off or not. */
record AcornAnswers(Place place, OrderRequest request) implements AnswerReading {

    /** The quotes prove that it is whole. */
    private static final Pattern IN_BODY = Pattern.compile("\"id\"\\s*:\\s*\"(AC-[0-9A-Z]{8})\"");

    private static final Pattern IN_HEADER = Pattern.compile("/v1/orders/(AC-[0-9A-Z]{8})$");

    @Override
    public Optional<OrderId> orderId(Answer answer) {
        Stream<Matcher> places = Stream.concat(
                answer.header("location").map(IN_HEADER::matcher).stream(), Stream.of(IN_BODY.matcher(answer.text())));
        return places.filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .map(this::order);
    }

    private OrderId order(String id) {
        return place.orderId(id, request);
    }
}
