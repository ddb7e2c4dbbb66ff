package dev.certbridge.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A location while two documents are compared, and the generated members that a change there affects.
 *
 * @param found receives the changes
 * @param request true for a request, false for a response
 * @param callers the methods of the generated client
 * @param members the other members that are affected
 * @param enumeration the class that the generator makes of a closed list of values here
 */
record DiffContext(
        Collection<ContractChange> found,
        ChangeLocation location,
        boolean request,
        List<String> callers,
        List<String> members,
        String enumeration) {

    /** Returns the context of a whole operation, as a request. */
    static DiffContext of(Collection<ContractChange> found, ContractOperation operation) {
        ChangeLocation location = ChangeLocation.of(operation.label());
        return new DiffContext(found, location, true, List.of(operation.generated()), List.of(), "");
    }

    DiffContext status(String status) {
        return new DiffContext(found, location.withStatus(status), false, callers, members, enumeration);
    }

    DiffContext parameter(String parameter) {
        return at(location.withParameter(parameter));
    }

    DiffContext mediaType(String mediaType) {
        return at(location.withMediaType(mediaType));
    }

    /** Returns the context of a member of a model, which affects its getter. */
    DiffContext member(String name, String model) {
        List<String> getter = model.isEmpty() ? List.of() : List.of(model + "." + GeneratedNames.getter(name));
        String enumClass = model + "." + GeneratedNames.enumeration(name);
        return new DiffContext(found, location.member(name), request, callers, getter, enumClass);
    }

    /** Returns the context of items or a variant, which affect no member of their own. */
    DiffContext inside(String suffix) {
        return at(location.withField(location.field() + suffix));
    }

    /** Returns this context with one more affected member. */
    DiffContext affecting(String member) {
        // A variant without a name is called by its content here; the generator invents a name for it.
        if (member.startsWith("{")) {
            return this;
        }
        List<String> more = new ArrayList<>(members);
        more.add(member);
        return new DiffContext(found, location, request, callers, more, enumeration);
    }

    /** Returns this context with the class of a closed list of values. A parameter has none. */
    DiffContext affectingEnumeration() {
        return members.isEmpty() ? this : affecting(enumeration);
    }

    void report(ChangeType type, Object... details) {
        List<String> all = new ArrayList<>(callers);
        all.addAll(members);
        found.add(new ContractChange(type, location, type.sentence(details), all));
    }

    /** Reports a change that has another type in a request than in a response. */
    void report(ChangeType inRequest, ChangeType inResponse, Object... details) {
        report(request ? inRequest : inResponse, details);
    }

    private DiffContext at(ChangeLocation newLocation) {
        return new DiffContext(found, newLocation, request, callers, members, enumeration);
    }
}
