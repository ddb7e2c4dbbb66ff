package dev.certbridge.conformance.wire;

import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.ContractResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rejections that each spend allows, by status and body. */
final class AllowLists {

    private static final ExpectedOutcomes REGFISH = ExpectedOutcomes.of("""
            200-299  *                    Answered
            401      *                    Rejected/Unauthorized
            403      *                    Rejected/Unauthorized
            429      *                    Rejected/RateLimited
            400      success:false        Rejected/InvalidRequest
            404      success:false        Rejected/NotFound
            *        *                    OutcomeUnknown
            """);

    /** An order for something new conflicts with nothing of ours. */
    private static final ExpectedOutcomes REGFISH_NEW_ORDER =
            ExpectedOutcomes.of("""
            409      success:false        Rejected/Conflict:UNKNOWN
            """).then(REGFISH);

    private static final ExpectedOutcomes REALTIME = ExpectedOutcomes.of("""
            200-299  *                                       Answered
            401      *                                       Rejected/Unauthorized
            403      *                                       Rejected/Unauthorized
            429      *                                       Rejected/RateLimited
            400      BillableAcknowledgmentNeededException   Rejected/BillableAcknowledgmentNeeded
            400      InsufficientCreditException             Rejected/InsufficientCredit
            400      ConstraintViolationException            Rejected/InvalidRequest
            400      InvalidCSRException                     Rejected/InvalidRequest
            400      InvalidMessage                          Rejected/InvalidRequest
            400      NoContractException                     Rejected/InvalidRequest
            400      UnrecognizedPropertyException           Rejected/InvalidRequest
            400      ValidationError                         Rejected/InvalidRequest
            400      ObjectDoesNotExist                      Rejected/NotFound
            *        *                                       OutcomeUnknown
            """);

    private static final ExpectedOutcomes WITHOUT_CSR = REALTIME.without("InvalidCSRException");

    /** Operations whose documented errors exclude some types: those types are no rejection there. */
    private static final Map<String, ExpectedOutcomes> NARROWER = Map.of(
            "realtime createAcmeSubscription", WITHOUT_CSR,
            "realtime updateAcmeSubscription", WITHOUT_CSR,
            "realtime renewAcmeSubscription", WITHOUT_CSR,
            "realtime revokeCertificate", WITHOUT_CSR.without("BillableAcknowledgmentNeededException"));

    private static final Set<String> NEW_ORDERS = Set.of("regfish createCertificate");

    private AllowLists() {}

    static ExpectedOutcomes of(SpendCall call) {
        if (call.atRegfish()) {
            boolean renewal = call.body().has("renewal_of_certificate_id");
            return NEW_ORDERS.contains(call.name()) && !renewal ? REGFISH_NEW_ORDER : REGFISH;
        }
        return NARROWER.getOrDefault(call.name(), REALTIME);
    }

    /** A table of status, body and outcome; the first row that fits decides. */
    record ExpectedOutcomes(List<Row> rows) {

        /** One line of it. */
        record Row(String status, String body, String outcome) {
            private boolean fits(int seen, String name) {
                return (body.equals("*") || body.equals(name)) && (status.equals("*") || within(seen));
            }

            private boolean within(int seen) {
                String[] ends = status.split("-");
                return seen >= Integer.parseInt(ends[0]) && seen <= Integer.parseInt(ends[ends.length - 1]);
            }
        }

        static ExpectedOutcomes of(String table) {
            return new ExpectedOutcomes(table.lines()
                    .map(line -> line.strip().split("\\s+"))
                    .map(cells -> new Row(cells[0], cells[1], cells[2]))
                    .toList());
        }

        /** Returns this table, followed by another one. */
        ExpectedOutcomes then(ExpectedOutcomes other) {
            return new ExpectedOutcomes(
                    Stream.concat(rows.stream(), other.rows.stream()).toList());
        }

        /** Returns this table without the rows of a body. */
        ExpectedOutcomes without(String body) {
            return new ExpectedOutcomes(
                    rows.stream().filter(row -> !row.body().equals(body)).toList());
        }

        String outcome(int status, String body) {
            return rows.stream()
                    .filter(row -> row.fits(status, body))
                    .findFirst()
                    .orElseThrow()
                    .outcome();
        }

        /** The whole table, each status with each body. */
        Map<String, String> over(Collection<Integer> statuses, Map<String, String> bodies) {
            Map<String, String> all = new TreeMap<>();
            for (int status : statuses) {
                bodies.keySet().forEach(body -> all.put(status + " " + body, outcome(status, body)));
            }
            return all;
        }
    }

    /** Bodies that an error may come with, by name. */
    static final class ErrorBodies {

        private static final String SAYS = "{\"type\":\"%s\",\"message\":\"no\"}";

        private ErrorBodies() {}

        static Map<String, String> of(SpendCall call) {
            Map<String, String> bodies = new TreeMap<>(Map.of(
                    "none", "",
                    "html", "<html><body>Bad Gateway</body></html>",
                    "array", "[]",
                    "null", "null",
                    "string", "\"success:false\"",
                    "object", "{}"));
            if (call.atRegfish()) {
                bodies.put("success:false", "{\"success\":false,\"message\":\"no\",\"code\":7}");
                bodies.put("success:true", "{\"success\":true,\"message\":\"yes\"}");
                bodies.put("success:null", "{\"success\":null}");
                bodies.put("success:missing", "{\"message\":\"no\"}");
                bodies.put("success:nested", "{\"response\":{\"success\":false}}");
                bodies.put("success:cut", "{\"success\":false,\"mess");
                bodies.put("success:trailed", "{\"success\":false}{\"success\":true}");
                return bodies;
            }
            for (String type : documentedTypes(new ContractOutcomes("realtime"))) {
                bodies.put(type, SAYS.formatted(type));
            }
            bodies.put("NeverHeardOf", SAYS.formatted("NeverHeardOf"));
            bodies.put("type:null", "{\"type\":null}");
            bodies.put("type:lower", SAYS.formatted("validationerror"));
            bodies.put("type:cut", "{\"type\":\"ValidationError\",\"mess");
            bodies.put("type:nested", "{\"error\":{\"type\":\"ValidationError\"}}");
            bodies.put("type:trailed", SAYS.formatted("ValidationError") + "<html>");
            return bodies;
        }

        /** Returns every error type with a documented outcome on any spend. */
        static Set<String> documentedTypes(ContractOutcomes contract) {
            Set<String> types = new TreeSet<>();
            for (String operation : contract.spends()) {
                contract.of(operation).values().forEach(cases -> types.addAll(cases.keySet()));
            }
            types.remove("*");
            return types;
        }
    }

    /** The operations of a contract that can cost money, and the documented outcomes of an operation. */
    static final class ContractOutcomes {

        private final ContractDocument document;

        ContractOutcomes(String reseller) {
            document = ContractDocument.onClassPath(reseller);
        }

        /** Returns the operationIds with {@code x-spends}. */
        Set<String> spends() {
            return document.operations().stream()
                    .filter(ContractOperation::spends)
                    .map(ContractOperation::id)
                    .collect(Collectors.toSet());
        }

        /** Returns the outcomes of each documented status by kind of body; {@code *} is for all others. */
        Map<Integer, Map<String, String>> of(String operationId) {
            return document.operation(operationId).responses().stream()
                    .collect(Collectors.toMap(
                            ContractResponse::status,
                            ContractOutcomes::outcomes,
                            (first, second) -> first,
                            TreeMap::new));
        }

        private static Map<String, String> outcomes(ContractResponse response) {
            return response.outcomes().isEmpty() ? Map.of("*", "nothing") : response.outcomes();
        }
    }
}
