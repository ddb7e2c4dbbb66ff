package dev.certbridge.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One request to a stub and the answer as it was sent, with all that a judge of the client needs. Unlike the journal,
 * an exchange has headers and bodies, which can contain the API key. A request that the server refused before the stub
 * saw it is an exchange without an operation.
 *
 * @param call the request; its operation can be {@link Journal#NO_OPERATION}
 * @param reply the answer; its status is {@link Journal#NO_ANSWER} if the connection was closed without an answer
 * @param delay the time for which the answer was held back
 * @param differences the differences between the request and the contract
 * @param names the domain names of the order that the request is about, or empty if there is no order
 * @param acknowledgedCharges the charges that the request acknowledges
 * @param quotedCharges the charges that the answer shows
 * @param isFinal true if the answer shows that an order has ended
 */
public record StubExchange(
        Instant receivedAt,
        StubCall call,
        Reply reply,
        Duration delay,
        List<String> differences,
        List<String> names,
        List<String> acknowledgedCharges,
        List<String> quotedCharges,
        boolean isFinal) {

    public StubExchange {
        differences = List.copyOf(differences);
        names = List.copyOf(names);
        acknowledgedCharges = List.copyOf(acknowledgedCharges);
        quotedCharges = List.copyOf(quotedCharges);
    }
}
