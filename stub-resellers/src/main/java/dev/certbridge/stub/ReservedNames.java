package dev.certbridge.stub;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Domain names and API keys that provoke the documented failures of a contract. The sandboxes of payment services also
 * provoke failures by reserved values.
 *
 * <p>A reserved domain name is {@code <type>.<status>.<operationid>.fail.example}; {@code <type>.} may be omitted. If
 * an order contains a reserved domain name, the operation in that name fails for this order. If the operation in the
 * name places orders, the stub refuses the order and books nothing. If the operation in the name reads orders, every
 * read of this order fails.
 *
 * <p>Reserved API keys provoke the failures of operations without domain names: {@code
 * fail-<operationid>-<status>-<type>}; {@code -<type>} may be omitted.
 *
 * <p>Reserved names and keys are in lower case. The type is the name of the example in the contract, without a trailing
 * "exception" or "error". The type may be shortened at its end, because a common name has at most {@value
 * #MAX_COMMON_NAME} characters. The first example of the status is used if the type is omitted.
 */
public final class ReservedNames {

    private static final String SUFFIX = ".fail.example";
    private static final int MAX_COMMON_NAME = 64;
    private static final Pattern KIND = Pattern.compile("(exception|error)$");

    private ReservedNames() {}

    /** Returns all reserved names and keys of a reseller as a Markdown table. */
    public static String table(String reseller) {
        StringBuilder table = new StringBuilder("| operation | status | example | provoked by |\n|---|---|---|---|\n");
        for (StubOperation operation : StubContract.of(reseller).operations()) {
            boolean named = isNamed(reseller, operation);
            operation
                    .failures()
                    .forEach((status, examples) -> examples.keySet().forEach(example -> {
                        String reserved = named ? name(operation, status, example) : key(operation, status, example);
                        table.append("| ").append(operation.id());
                        table.append(" | ").append(status).append(" | ").append(example);
                        table.append(" | `").append(reserved).append("` |\n");
                    }));
        }
        return table.toString();
    }

    static Optional<Reply> among(StubOperation operation, List<String> names) {
        return names.stream()
                .map(name -> name.startsWith("*.") ? name.substring(2) : name)
                .filter(name -> name.endsWith(SUFFIX))
                .flatMap(name -> inName(operation, name).stream())
                .findFirst();
    }

    private static Optional<Reply> inName(StubOperation operation, String name) {
        String[] labels = name.substring(0, name.length() - SUFFIX.length()).split("\\.");
        int last = labels.length - 1;
        if (last < 1 || !labels[last].equals(lower(operation.id()))) {
            return Optional.empty();
        }
        return failure(operation, labels[last - 1], last >= 2 ? labels[last - 2] : "");
    }

    static Optional<Reply> inKey(StubOperation operation, String key) {
        String[] parts = key.split("-");
        boolean reserved = (parts.length == 3 || parts.length == 4)
                && parts[0].equals("fail")
                && parts[1].equals(lower(operation.id()));
        return reserved ? failure(operation, parts[2], parts.length == 4 ? parts[3] : "") : Optional.empty();
    }

    static boolean isReservedKey(StubContract contract, String key) {
        return contract.operations().stream()
                .anyMatch(operation -> inKey(operation, key).isPresent());
    }

    static String key(StubOperation operation, int status, String example) {
        return String.join("-", "fail", lower(operation.id()), Integer.toString(status), type(example));
    }

    static String name(StubOperation operation, int status, String example) {
        String rest = "." + status + "." + lower(operation.id()) + SUFFIX;
        String type = type(example);
        return type.substring(0, Math.min(type.length(), MAX_COMMON_NAME - rest.length())) + rest;
    }

    /**
     * Returns true if reserved domain names provoke the failures of the operation. Returns false if reserved API keys
     * provoke the failures of the operation.
     */
    static boolean isNamed(String reseller, StubOperation operation) {
        return StubProvider.find(reseller)
                .filter(provider -> provider.operationsWithNames().contains(operation.id()))
                .isPresent();
    }

    /** Returns the failure with this type, or else the first failure whose type begins with the given text. */
    private static Optional<Reply> failure(StubOperation operation, String status, String type) {
        return operation.failures().entrySet().stream()
                .filter(documented -> documented.getKey().toString().equals(status))
                .flatMap(documented -> documented.getValue().entrySet().stream())
                .filter(example -> type(example.getKey()).startsWith(type))
                .min(Comparator.comparing(
                        example -> !type.isEmpty() && !type(example.getKey()).equals(type)))
                .map(Map.Entry::getValue);
    }

    private static String type(String example) {
        return KIND.matcher(lower(example)).replaceFirst("");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
