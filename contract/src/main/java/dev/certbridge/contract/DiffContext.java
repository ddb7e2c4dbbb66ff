package dev.certbridge.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The current location of a comparison, and the generated members that a change at this location affects. */
record DiffContext(
        Collection<ContractChange> found,
        ChangeLocation location,
        boolean request,
        List<String> callers,
        List<String> members,
        String enumeration) {

    /** Returns the context of a whole operation. Changes in this context count as changes of the request. */
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

    /** Returns the context of a member of a model. A change in this context affects the getter of the member. */
    DiffContext member(String name, String model) {
        List<String> getter = model.isEmpty() ? List.of() : List.of(model + "." + GeneratedNames.getter(name));
        String enumClass = model + "." + GeneratedNames.enumeration(name);
        return new DiffContext(found, location.member(name), request, callers, getter, enumClass);
    }

    /**
     * Returns a context for the items of a list or for a variant. A change in the returned context affects the same
     * generated members as a change in this context.
     */
    DiffContext inside(String suffix) {
        return at(location.withField(location.field() + suffix));
    }

    /** Returns a copy of this context with one more affected member. */
    DiffContext affecting(String member) {
        // The name of an unnamed variant is its JSON here. The generator invents a different name, so the name is not
        // reported.
        if (member.startsWith("{")) {
            return this;
        }
        List<String> more = new ArrayList<>(members);
        more.add(member);
        return new DiffContext(found, location, request, callers, more, enumeration);
    }

    /**
     * Returns a copy of this context in which changes also affect the generated enum class. For a parameter, the method
     * returns this context, because the generator creates no enum class for a parameter.
     */
    DiffContext affectingEnumeration() {
        return members.isEmpty() ? this : affecting(enumeration);
    }

    void report(ChangeType type, Object... details) {
        List<String> all = new ArrayList<>(callers);
        all.addAll(members);
        found.add(new ContractChange(type, location, type.sentence(details), all));
    }

    /**
     * Reports a change with the type {@code inRequest} in a request, and with the type {@code inResponse} in a
     * response.
     */
    void report(ChangeType inRequest, ChangeType inResponse, Object... details) {
        report(request ? inRequest : inResponse, details);
    }

    private DiffContext at(ChangeLocation newLocation) {
        return new DiffContext(found, newLocation, request, callers, members, enumeration);
    }
}
