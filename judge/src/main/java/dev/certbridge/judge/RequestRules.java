package dev.certbridge.judge;

import dev.certbridge.judge.Evidence.Numbered;
import dev.certbridge.stub.StubCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules about the content of requests. */
final class RequestRules {

    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    private RequestRules() {}

    static Finding validRequests(Evidence evidence) {
        List<String> breaches = evidence.requests().stream()
                .flatMap(request -> request.exchange().differences().stream()
                        .map(text -> request + ": " + text.replaceAll("\\s+", " ")))
                .toList();
        return Finding.of(breaches, all(evidence));
    }

    static Finding keyInHeader(Evidence evidence) {
        ApiKeyPattern key = new ApiKeyPattern(evidence.apiKey());
        String header = evidence.keyHeader();
        List<String> breaches = evidence.requests().stream()
                .flatMap(request -> keyPlaces(request.exchange().call(), key, header)
                        .map(place -> request + " has the API key in " + place))
                .toList();
        List<String> withKey = evidence.requests().stream()
                .filter(request -> inHeader(request.exchange().call(), header, key))
                .map(Numbered::toString)
                .toList();
        return Finding.of(breaches, withKey);
    }

    private static Stream<String> keyPlaces(StubCall call, ApiKeyPattern key, String keyHeader) {
        List<String> places = new ArrayList<>();
        boolean inQuery = call.query().entrySet().stream()
                .anyMatch(parameter -> key.isIn(parameter.getKey())
                        || parameter.getValue().stream().anyMatch(key::isIn));
        if (inQuery || key.isIn(call.path())) {
            places.add("its URL");
        }
        call.headers().keySet().stream()
                .filter(name -> !name.equals(keyHeader) && inHeader(call, name, key))
                .forEach(name -> places.add("the header " + name));
        if (key.isIn(new String(call.body(), StandardCharsets.UTF_8))) {
            places.add("its body");
        }
        if (inHeader(call, keyHeader, key)) {
            call.header("host")
                    .filter(host -> !LOOPBACK.matcher(host).matches())
                    .ifPresent(host -> places.add("a request to another host, " + host));
        }
        return places.stream();
    }

    private static boolean inHeader(StubCall call, String name, ApiKeyPattern key) {
        return call.headers().getOrDefault(name, List.of()).stream().anyMatch(key::isIn);
    }

    static Finding survivesUnknown(Evidence evidence) {
        List<OrderCalls> quiet = evidence.quietCalls();
        if (quiet.stream().mapToInt(OrderCalls::count).sum() < 2) {
            // A client with one call has no next step.
            return Finding.notSeen();
        }
        List<OrderCalls> here = evidence.orderCalls();
        List<Numbered> requests = evidence.requests();
        String last = requests.isEmpty()
                ? "; there was no request"
                : "; the last request was " + requests.get(requests.size() - 1);
        List<String> breaches = IntStream.range(0, quiet.size())
                .mapToObj(i -> quiet.get(i).missingIn(counterpart(quiet, i, here)))
                .flatMap(missing -> missing)
                .map(missing -> missing + last)
                .toList();
        return Finding.of(breaches, all(evidence));
    }

    /**
     * Finds the order of the second run that corresponds to an order of the first run. Corresponding orders have the
     * same domain names. If the client orders other domain names in each run, corresponding orders have the same
     * position.
     */
    private static OrderCalls counterpart(List<OrderCalls> quiet, int position, List<OrderCalls> here) {
        OrderCalls order = quiet.get(position);
        boolean byNames = order.names().isEmpty() || names(quiet).equals(names(here));
        return here.stream()
                .filter(other -> byNames
                        ? other.names().equals(order.names())
                        : !other.names().isEmpty() && here.indexOf(other) == position)
                .findFirst()
                .orElse(new OrderCalls(order.names(), Map.of(), false));
    }

    private static Set<List<String>> names(List<OrderCalls> orders) {
        return orders.stream().map(OrderCalls::names).collect(Collectors.toSet());
    }

    private static List<String> all(Evidence evidence) {
        return evidence.requests().stream().map(Numbered::toString).toList();
    }
}
