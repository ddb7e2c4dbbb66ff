package dev.certbridge.contract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedContent;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedOperation;
import org.openapitools.openapidiff.core.model.ChangedResponse;
import org.openapitools.openapidiff.core.model.ChangedSchema;

/** Runs openapi-diff, and reports the location of each incompatible change that no rule of this package found. */
final class OpenApiDiffCheck {

    private final Map<ChangeLocation, List<String>> breaking = new LinkedHashMap<>();
    private final Deque<ChangedSchema> open = new ArrayDeque<>();
    private List<String> members = List.of();

    private OpenApiDiffCheck() {}

    /**
     * Returns a change for every location that openapi-diff reports as incompatible and that contains no known breaking
     * change.
     */
    static List<ContractChange> additional(
            ContractDocument before, ContractDocument after, Collection<ContractChange> known) {
        ChangedOpenApi changed = compare(before, after);
        if (!changed.isIncompatible()) {
            return List.of();
        }
        OpenApiDiffCheck check = new OpenApiDiffCheck();
        Map<String, ContractOperation> operations = before.operationsByAddress();
        changed.getChangedOperations().stream()
                .filter(Changed::isIncompatible)
                .forEach(operation -> check.operation(operation, operations));
        List<ContractChange> rest = new ArrayList<>();
        check.breaking.forEach((location, members) -> {
            if (known.stream().noneMatch(change -> change.breaking() && location.contains(change.location()))) {
                rest.add(change(location, members));
            }
        });
        // openapi-diff compares whole paths. The rules may have matched an endpoint that openapi-diff reports as
        // missing.
        if (rest.isEmpty()
                && changed.getMissingEndpoints().isEmpty()
                && known.stream().noneMatch(ContractChange::breaking)) {
            rest.add(change(ChangeLocation.of("document"), List.of()));
        }
        return rest;
    }

    private static ContractChange change(ChangeLocation location, List<String> members) {
        ChangeType type = ChangeType.FOUND_BY_OPENAPI_DIFF;
        return new ContractChange(type, location, type.sentence(), members);
    }

    private static ChangedOpenApi compare(ContractDocument before, ContractDocument after) {
        try {
            return OpenApiCompare.fromContents(before.resolvable(), after.resolvable());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "openapi-diff cannot compare " + before.name() + " and " + after.name() + ": "
                            + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " "),
                    e);
        }
    }

    private void operation(ChangedOperation changed, Map<String, ContractOperation> operations) {
        String address = changed.getHttpMethod() + " " + changed.getPathUrl().replaceAll("\\{[^}]*}", "{}");
        @Nullable ContractOperation operation = operations.get(address);
        members = operation == null ? List.of() : List.of(operation.generated());
        ChangeLocation location = ChangeLocation.of(operation == null ? address : operation.label());
        int size = breaking.size();
        addIfIncompatible(location, changed.getOperationId());
        addIfIncompatible(location, changed.getSecurityRequirements());
        if (changed.getParameters() != null) {
            changed.getParameters()
                    .getMissing()
                    .forEach(missing -> add(location.withParameter(key(missing.getIn(), missing.getName()))));
            changed.getParameters()
                    .getChanged()
                    .forEach(
                            part -> addIfIncompatible(location.withParameter(key(part.getIn(), part.getName())), part));
        }
        if (changed.getRequestBody() != null
                && changed.getRequestBody().isIncompatible()
                && changed.getRequestBody().getNewRequestBody() != null) {
            content(location, changed.getRequestBody().getContent());
        }
        if (changed.getApiResponses() != null) {
            changed.getApiResponses().getMissing().keySet().forEach(status -> add(location.withStatus(status)));
            changed.getApiResponses()
                    .getChanged()
                    .forEach((status, response) -> response(location.withStatus(status), response));
        }
        if (breaking.size() == size) {
            add(location);
        }
    }

    private void response(ChangeLocation location, ChangedResponse response) {
        if (response.getHeaders() != null) {
            response.getHeaders()
                    .getChanged()
                    .forEach((name, header) -> addIfIncompatible(location.withParameter(key("header", name)), header));
            response.getHeaders()
                    .getMissing()
                    .keySet()
                    .forEach(name ->
                            addIfIncompatible(location.withParameter(key("header", name)), response.getHeaders()));
        }
        content(location, response.getContent());
    }

    private void content(ChangeLocation location, @Nullable ChangedContent content) {
        if (content != null) {
            content.getMissing().keySet().forEach(type -> addIfIncompatible(location.withMediaType(type), content));
            content.getChanged().forEach((type, media) -> schema(location.withMediaType(type), media.getSchema()));
        }
    }

    /**
     * Adds the location of each incompatible member. A member that contains another incompatible member is not added.
     */
    private void schema(ChangeLocation location, @Nullable ChangedSchema schema) {
        if (schema == null || !schema.isIncompatible() || open.contains(schema)) {
            return;
        }
        open.push(schema);
        int size = breaking.size();
        schema.getChangedProperties().forEach((name, member) -> schema(location.member(name), member));
        schema(location.withField(location.field() + "[]"), schema.getItems());
        schema(location.withField(location.field() + "{}"), schema.getAddProp());
        if (breaking.size() == size) {
            add(location);
        }
        open.pop();
    }

    private void addIfIncompatible(ChangeLocation location, @Nullable Changed part) {
        if (part != null && part.isIncompatible()) {
            add(location);
        }
    }

    private void add(ChangeLocation location) {
        breaking.putIfAbsent(location, members);
    }

    private static String key(String in, String name) {
        return in + " " + (in.equals("header") ? name.toLowerCase(Locale.ROOT) : name);
    }
}
