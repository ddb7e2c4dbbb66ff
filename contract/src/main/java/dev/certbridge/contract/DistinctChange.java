package dev.certbridge.contract;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One change of a contract, with all places at which the change is visible. A change of a schema is visible at each
 * operation and status that uses the schema.
 *
 * @param places the change at each place where the change is visible; at least one place
 */
public record DistinctChange(List<ContractChange> places) {

    /** Copies the places. */
    public DistinctChange {
        places = List.copyOf(places);
    }

    private ContractChange first() {
        return places.get(0);
    }

    /** Returns the type of the change. */
    public ChangeType type() {
        return first().type();
    }

    /** Returns the severity of the change. */
    public Severity severity() {
        return first().severity();
    }

    /** Returns the operations that the change affects, sorted. */
    public List<String> operations() {
        return places.stream()
                .map(place -> place.location().operation())
                .distinct()
                .toList();
    }

    /** Returns the affected operations with the methods of the generated client that call them, sorted. */
    public List<String> operationsWithMethods() {
        return places.stream().map(DistinctChange::heading).distinct().toList();
    }

    private static String heading(ContractChange place) {
        String operation = place.location().operation();
        List<String> methods =
                place.members().stream().filter(DistinctChange::isMethod).toList();
        return methods.stream()
                .filter(method -> method.endsWith("." + operation))
                .findFirst()
                .or(() -> methods.stream().findFirst())
                .map(method -> operation + " (" + method + ")")
                .orElse(operation);
    }

    /**
     * Returns the classes and getters of the generated client that the change affects. A method is included only for a
     * change of a whole operation, for example a new name.
     */
    public List<String> members() {
        return first().members().stream()
                .filter(member -> !isMethod(member) || type().name().startsWith("OPERATION_"))
                .toList();
    }

    private static boolean isMethod(String member) {
        return member.contains("Api.") || member.endsWith("Api");
    }

    /**
     * Returns the place and the change in one line, such as {@code 200, 401 application/json total: may now be null}.
     */
    public String sentence() {
        ChangeLocation first = first().location();
        String bodies = places.stream()
                .map(place -> body(place.location()))
                .filter(body -> !body.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String inside = Stream.of(first.parameter(), first.mediaType(), first.field())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        String text = inside.isEmpty() ? first().sentence() : inside + ": " + first().sentence();
        return bodies.isEmpty() ? text : bodies + " " + text;
    }

    private static String body(ChangeLocation location) {
        return location.status().isEmpty() && !location.mediaType().isEmpty() ? "request" : location.status();
    }

    /** Returns the remedy for the change, such as {@code compare the documents by hand}. */
    public String remedy() {
        return type().remedy();
    }
}
