package dev.certbridge.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A place while both documents are walked: what is found there is reported with the generated members that it affects. */
final class DiffContext {

    private final Collection<ContractChange> found;
    private final ChangeLocation place;
    private final boolean request;
    private final List<String> callers;
    private final List<String> members;
    private final String enumeration;

    private DiffContext(
            Collection<ContractChange> found,
            ChangeLocation place,
            boolean request,
            List<String> callers,
            List<String> members,
            String enumeration) {
        this.found = found;
        this.place = place;
        this.request = request;
        this.callers = callers;
        this.members = members;
        this.enumeration = enumeration;
    }

    /** The whole of an operation, seen as a request. */
    static DiffContext of(Collection<ContractChange> found, String operation, List<String> callers) {
        return new DiffContext(found, ChangeLocation.of(operation), true, callers, List.of(), "");
    }

    DiffContext status(String status) {
        return new DiffContext(found, place.withStatus(status), false, callers, members, enumeration);
    }

    DiffContext parameter(String parameter) {
        return new DiffContext(found, place.withParameter(parameter), request, callers, members, enumeration);
    }

    DiffContext mediaType(String mediaType) {
        return new DiffContext(found, place.withMediaType(mediaType), request, callers, members, enumeration);
    }

    /** A member of a model: from here on its getter is what is affected. */
    DiffContext member(String name, String model) {
        List<String> getter = model.isEmpty() ? List.of() : List.of(model + "." + GeneratedNames.getter(name));
        return new DiffContext(
                found, place.member(name), request, callers, getter, model + "." + GeneratedNames.enumeration(name));
    }

    /** Further in without a member of its own: items, variants. */
    DiffContext inside(String suffix) {
        return new DiffContext(found, place.withField(place.field() + suffix), request, callers, members, enumeration);
    }

    /** The same place, with one more generated member. */
    DiffContext affecting(String member) {
        // A variant without a name is called by its content here, and the generator has a name of its own for it.
        if (member.startsWith("{")) {
            return this;
        }
        List<String> more = new ArrayList<>(members);
        more.add(member);
        return new DiffContext(found, place, request, callers, more, enumeration);
    }

    /** The same place, with the class that the generator makes of a closed list of values. Parameters have none. */
    DiffContext affectingEnumeration() {
        return members.isEmpty() ? this : affecting(enumeration);
    }

    boolean request() {
        return request;
    }

    void report(ChangeType rule, String sentence) {
        List<String> all = new ArrayList<>(callers);
        all.addAll(members);
        found.add(new ContractChange(rule, place, sentence, all));
    }

    /** One change that means different things to a request and to a response. */
    void report(ChangeType inRequest, ChangeType inResponse, String sentence) {
        report(request ? inRequest : inResponse, sentence);
    }
}
