package dev.certbridge.judge;

import dev.certbridge.judge.Evidence.Numbered;
import dev.certbridge.stub.StubCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
                        .map(place -> request + " has the key in " + place))
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
        Set<String> quiet = evidence.quietOperations().orElse(Set.of());
        if (quiet.size() < 2) {
            // A client with one call has no next step.
            return Finding.notSeen();
        }
        Set<String> missing = new TreeSet<>(quiet);
        missing.removeAll(evidence.operations());
        List<Numbered> requests = evidence.requests();
        String last = requests.isEmpty()
                ? "no request"
                : requests.get(requests.size() - 1).toString();
        List<String> breaches = missing.stream()
                .map(operation ->
                        operation + " was called in the scenario quiet and not here; the last request was " + last)
                .toList();
        return Finding.of(breaches, all(evidence));
    }

    private static List<String> all(Evidence evidence) {
        return evidence.requests().stream().map(Numbered::toString).toList();
    }
}
