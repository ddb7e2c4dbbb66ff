package dev.certbridge.regfish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.provider.AnswerReading;
import dev.certbridge.reseller.provider.Place;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the certificate id in the answer to an order: in {@code Location}, else in the bytes, cut off or not. */
final class RegfishAnswers implements AnswerReading {

    private static final Pattern LOCATION = Pattern.compile("/tls/certificate/([A-Za-z0-9_-]{1,64})/?$");
    // For what is no JSON from its start. A member of "response" itself; the closing quote proves that it is whole.
    private static final Pattern BODY =
            Pattern.compile("\"response\"\\s*:\\s*\\{[^{}]*?\"id\"\\s*:\\s*\"([A-Za-z0-9_-]{1,64})\"", Pattern.DOTALL);

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonPointer ID = JsonPointer.compile("/response/id");

    private final Place place;
    private final OrderRequest request;

    RegfishAnswers(Place place, OrderRequest request) {
        this.place = place;
        this.request = request;
    }

    @Override
    public Optional<OrderId> orderId(Answer answer) {
        return answer.header("location")
                .flatMap(location -> first(LOCATION, location))
                .or(() -> inEnvelope(answer))
                .or(() -> inBytes(answer))
                .or(() -> first(BODY, answer.text()))
                .map(id -> place.orderId(id, request));
    }

    @Override
    public boolean denies(Answer answer) {
        return answer.tryAs(CertificateResponse.class)
                .map(envelope -> Boolean.FALSE.equals(envelope.getSuccess()))
                .orElse(false);
    }

    private static Optional<String> inEnvelope(Answer answer) {
        return answer.tryAs(CertificateResponse.class)
                .map(CertificateResponse::getResponse)
                .map(certificate -> certificate.getId())
                .filter(id -> !id.isBlank());
    }

    /** Token by token, so that a body that broke off gives the id too; a string has its closing quote. */
    private static Optional<String> inBytes(Answer answer) {
        try (JsonParser json = JSON.createParser(answer.body())) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING
                        && json.getParsingContext().pathAsPointer().equals(ID)) {
                    return Optional.of(json.getText()).filter(id -> !id.isBlank());
                }
            }
        } catch (IOException e) {
            // It broke off before the id, or is no JSON.
        }
        return Optional.empty();
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
