package dev.certbridge.stub;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names and keys that provoke the failures that a contract documents, as the sandboxes of payment services do it.
 *
 * <p>A domain name {@code <type>.<status>.<operationid>.fail.example}, or without the type, in an order makes that
 * operation answer so for this order: the order itself is refused and not booked; reads of the order fail for ever. For
 * operations without a name the API key {@code fail-<operationid>-<status>}, or with {@code -<type>} at the end, does
 * it. All in lower case; the type is the name of the contract's example without a trailing "exception" or "error", or
 * the beginning of it: a common name has at most {@value #LONGEST_COMMON_NAME} characters.
 */
public final class ReservedNames {

    private static final String SUFFIX = ".fail.example";
    private static final int LONGEST_COMMON_NAME = 64;
    private static final Pattern KIND = Pattern.compile("(exception|error)$");

    /** The operations that a name can reach, by reseller; all others, and those of any other reseller, are reached by keys. */
    private static final Map<String, Set<String>> NAMED = Map.of(
            "regfish",
            Set.of("createCertificate", "getCertificate", "downloadCertificate"),
            "realtime",
            Set.of(
                    "requestCertificate",
                    "createCertificate",
                    "renewCertificate",
                    "renewCertificateLegacy",
                    "reissueCertificate",
                    "revokeCertificate",
                    "getCertificate",
                    "downloadCertificate",
                    "getProcess",
                    "getProcessInfo",
                    "cancelProcess",
                    "resendProcess"));

    private ReservedNames() {}

    /** Every reserved name and key of a reseller, as a Markdown table. */
    public static String table(String reseller) {
        StringBuilder table = new StringBuilder("| operation | status | example | provoked by |\n|---|---|---|---|\n");
        for (StubOperation operation : StubContract.of(reseller).operations()) {
            operation
                    .failures()
                    .forEach((status, examples) -> examples.keySet()
                            .forEach(example -> table.append("| ")
                                    .append(String.join(
                                            " | ",
                                            operation.id(),
                                            status.toString(),
                                            example,
                                            "`" + reserved(reseller, operation, status, example) + "`"))
                                    .append(" |\n")));
        }
        return table.toString();
    }

    static Optional<Reply> among(StubOperation operation, List<String> names) {
        for (String name : names) {
            String plain = name.startsWith("*.") ? name.substring(2) : name;
            if (plain.endsWith(SUFFIX)) {
                List<String> labels = List.of(
                        plain.substring(0, plain.length() - SUFFIX.length()).split("\\."));
                int last = labels.size() - 1;
                if (last >= 1 && labels.get(last).equals(word(operation.id()))) {
                    String type = last >= 2 ? labels.get(last - 2) : "";
                    Optional<Reply> failure = failure(operation, labels.get(last - 1), type);
                    if (failure.isPresent()) {
                        return failure;
                    }
                }
            }
        }
        return Optional.empty();
    }

    static Optional<Reply> inKey(StubOperation operation, String key) {
        String[] parts = key.split("-");
        if (parts.length < 3
                || parts.length > 4
                || !parts[0].equals("fail")
                || !parts[1].equals(word(operation.id()))) {
            return Optional.empty();
        }
        return failure(operation, parts[2], parts.length == 4 ? parts[3] : "");
    }

    static boolean isReservedKey(StubContract contract, String key) {
        return contract.operations().stream()
                .anyMatch(operation -> inKey(operation, key).isPresent());
    }

    private static String reserved(String reseller, StubOperation operation, int status, String example) {
        return isNamed(reseller, operation) ? name(operation, status, example) : key(operation, status, example);
    }

    /** The key that provokes this failure, whether a name can or not. */
    static String key(StubOperation operation, int status, String example) {
        return String.join("-", "fail", word(operation.id()), Integer.toString(status), type(example));
    }

    /** The name that provokes this failure, of an operation that knows names. */
    static String name(StubOperation operation, int status, String example) {
        String rest = "." + status + "." + word(operation.id()) + SUFFIX;
        String type = type(example);
        return type.substring(0, Math.min(type.length(), LONGEST_COMMON_NAME - rest.length())) + rest;
    }

    static boolean isNamed(String reseller, StubOperation operation) {
        return NAMED.getOrDefault(reseller, Set.of()).contains(operation.id());
    }

    /** The failure of this status whose type is, or else begins, like this; the first one when there is no type. */
    private static Optional<Reply> failure(StubOperation operation, String status, String type) {
        return operation.failures().entrySet().stream()
                .filter(documented -> documented.getKey().toString().equals(status))
                .flatMap(documented -> documented.getValue().entrySet().stream())
                .filter(example -> type(example.getKey()).startsWith(type))
                .min(Comparator.comparing(
                        example -> type.isEmpty() || type(example.getKey()).equals(type) ? 0 : 1))
                .map(Map.Entry::getValue);
    }

    private static String type(String example) {
        return KIND.matcher(word(example)).replaceFirst("");
    }

    private static String word(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
