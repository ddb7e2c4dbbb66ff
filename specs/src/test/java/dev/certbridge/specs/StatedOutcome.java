package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Every response says what a caller must conclude from it. */
final class StatedOutcome {

    private static final Set<String> READS = Set.of("Listed", "Read", "Downloaded");
    private static final Pattern WORDS = Pattern.compile("Quoted|Ordered|Accepted|Listed|Read|Downloaded|Done"
            + "|OutcomeUnknown|ProviderFault"
            + "|Rejected/(InvalidRequest|Unauthorized|NotFound|Conflict:(NOT_READY|WRONG_STATE|UNKNOWN)"
            + "|BillableAcknowledgmentNeeded|InsufficientCredit|RateLimited)");

    private StatedOutcome() {}

    /** Outcomes are there and well formed, and after a server failure of anything but a read nothing is certain. */
    static List<String> complaints(Contract contract) {
        List<String> complaints = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            boolean reads = readsOnly(operation);
            operation.responses().forEach((status, response) -> {
                String place = operation + ", " + status;
                for (Object outcome : outcomes(response)) {
                    if (!WORDS.matcher(String.valueOf(outcome)).matches()) {
                        complaints.add(place + ": x-outcome is " + outcome + ", not one of " + WORDS);
                    }
                }
                String afterFailure = reads ? "ProviderFault" : "OutcomeUnknown";
                if (status.startsWith("5") && !afterFailure.equals(response.get("x-outcome"))) {
                    complaints.add("%s: x-outcome is %s, but a %s has %s"
                            .formatted(
                                    place,
                                    response.get("x-outcome"),
                                    reads ? "failed read" : "write that failed at the server",
                                    afterFailure));
                }
            });
        }
        return complaints;
    }

    /** Decided by what success means and not by the method: some reads are a POST. */
    private static boolean readsOnly(Operation operation) {
        return !operation.spends()
                && operation.responses().entrySet().stream()
                        .filter(response -> response.getKey().startsWith("2"))
                        .allMatch(response -> READS.containsAll(outcomes(response.getValue())));
    }

    private static Collection<?> outcomes(Map<String, Object> response) {
        Object outcome = response.get("x-outcome");
        return outcome instanceof Map<?, ?> cases ? cases.values() : List.of(String.valueOf(outcome));
    }
}
