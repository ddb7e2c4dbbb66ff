package dev.certbridge.realtime;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.provider.AnswerReading;
import dev.certbridge.reseller.provider.Place;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the process id in the answer to an order: in {@code x-process-id}, else in {@code Location}, else in the bytes,
 * cut off or not.
 */
final class RealtimeAnswers implements AnswerReading {

    private static final Pattern NUMBER = Pattern.compile("^\\s*([0-9]{1,18})\\s*$");
    private static final Pattern LOCATION = Pattern.compile("/processes/([0-9]{1,18})(?:/info)?/?$");
    // What follows the number proves that it is whole.
    private static final Pattern BODY = Pattern.compile("\"(?:processId|process)\"\\s*:\\s*\"?([0-9]{1,18})[\"\\s,}]");

    private final Place place;
    private final OrderRequest request;
    private Optional<String> replaced = Optional.empty();

    RealtimeAnswers(Place place, OrderRequest request) {
        this.place = place;
        this.request = request;
    }

    /** A reissue's id also carries the serial number of what it replaces. */
    void replacing(String oldSerial) {
        replaced = Optional.of(oldSerial);
    }

    @Override
    public Optional<OrderId> orderId(Answer answer) {
        return answer.header("x-process-id")
                .flatMap(header -> first(NUMBER, header))
                .or(() -> answer.header("location").flatMap(location -> first(LOCATION, location)))
                .or(() -> first(BODY, answer.text()))
                .map(this::named);
    }

    private OrderId named(String id) {
        return replaced.map(serial -> place.reissueId(id, request, serial)).orElseGet(() -> place.orderId(id, request));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
