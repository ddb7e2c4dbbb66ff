package dev.certbridge.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One request to a stub and its answer, with all data that is needed to judge the client. Unlike an entry of the
 * journal, an exchange has headers and bodies, which can contain the API key. If the server refused a request before
 * the stub received it, the exchange has no operation.
 *
 * @param call the request; its operation can be {@link Journal#NO_OPERATION}
 * @param reply the answer; its status is {@link Journal#NO_ANSWER} if the connection was closed without an answer
 * @param delay the time by which the answer was delayed
 * @param differences the differences between the request and the contract
 * @param names the domain names of the order to which the request refers, or empty if there is no order
 * @param acknowledgedCharges the charges that the request acknowledges
 * @param quotedCharges the charges that the answer quotes
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
