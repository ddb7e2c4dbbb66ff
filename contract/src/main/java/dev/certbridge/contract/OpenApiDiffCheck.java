package dev.certbridge.contract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedContent;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedOperation;
import org.openapitools.openapidiff.core.model.ChangedResponse;
import org.openapitools.openapidiff.core.model.ChangedSchema;

/** Runs openapi-diff, so that a change without a rule of this package is reported at least with its location. */
final class OpenApiDiffCheck {

    private final Map<ChangeLocation, String> breaking = new LinkedHashMap<>();
    private final Deque<ChangedSchema> open = new ArrayDeque<>();

    private OpenApiDiffCheck() {}

    /** Returns a change for every location that openapi-diff reports as broken and that has no breaking change in the list. */
    static List<ContractChange> additional(
            ContractDocument before, ContractDocument after, Collection<ContractChange> known) {
        ChangedOpenApi changed = compare(before, after);
        if (!changed.isIncompatible()) {
            return List.of();
        }
        Map<String, ContractOperation> operations = new LinkedHashMap<>();
        before.operations().forEach(operation -> operations.put(operation.address(), operation));
        OpenApiDiffCheck check = new OpenApiDiffCheck();
        changed.getChangedOperations().stream()
                .filter(Changed::isIncompatible)
                .forEach(operation -> check.operation(operation, operations));
        List<ContractChange> rest = new ArrayList<>();
        check.breaking.forEach((location, generated) -> {
            if (known.stream().noneMatch(change -> change.breaking() && location.contains(change.location()))) {
                rest.add(change(location, generated.isEmpty() ? List.of() : List.of(generated)));
            }
        });
        // openapi-diff matches whole paths only, so the rules of this package may have found a missing one elsewhere.
        if (rest.isEmpty()
                && changed.getMissingEndpoints().isEmpty()
                && known.stream().noneMatch(ContractChange::breaking)) {
            rest.add(change(ChangeLocation.of("document"), List.of()));
        }
        return rest;
    }

    private static ContractChange change(ChangeLocation location, List<String> members) {
        return new ContractChange(
                ChangeType.FOUND_BY_OPENAPI_DIFF,
                location,
                "openapi-diff reports this as incompatible without a reason; compare the documents",
                members);
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
        String generated = operation == null ? "" : operation.generated();
        ChangeLocation location = ChangeLocation.of(operation == null ? address : operation.label());
        BiConsumer<ChangeLocation, @Nullable Changed> leaf = (at, part) -> {
            if (part != null && part.isIncompatible()) {
                breaking.putIfAbsent(at, generated);
            }
        };
        int size = breaking.size();
        leaf.accept(location, changed.getOperationId());
        leaf.accept(location, changed.getSecurityRequirements());
        if (changed.getParameters() != null) {
            changed.getParameters()
                    .getMissing()
                    .forEach(parameter -> breaking.put(
                            location.withParameter(key(parameter.getIn(), parameter.getName())), generated));
            changed.getParameters()
                    .getChanged()
                    .forEach(parameter -> leaf.accept(
                            location.withParameter(key(parameter.getIn(), parameter.getName())), parameter));
        }
        if (changed.getRequestBody() != null
                && changed.getRequestBody().isIncompatible()
                && changed.getRequestBody().getNewRequestBody() != null) {
            content(location, changed.getRequestBody().getContent(), leaf);
        }
        if (changed.getApiResponses() != null) {
            changed.getApiResponses()
                    .getMissing()
                    .keySet()
                    .forEach(status -> breaking.put(location.withStatus(status), generated));
            changed.getApiResponses()
                    .getChanged()
                    .forEach((status, response) -> response(location.withStatus(status), response, leaf));
        }
        if (breaking.size() == size) {
            breaking.put(location, generated);
        }
    }

    private void response(
            ChangeLocation location, ChangedResponse response, BiConsumer<ChangeLocation, @Nullable Changed> leaf) {
        if (response.getHeaders() != null) {
            response.getHeaders()
                    .getChanged()
                    .forEach((name, header) -> leaf.accept(location.withParameter(key("header", name)), header));
            response.getHeaders()
                    .getMissing()
                    .keySet()
                    .forEach(name -> leaf.accept(location.withParameter(key("header", name)), response.getHeaders()));
        }
        content(location, response.getContent(), leaf);
    }

    private void content(
            ChangeLocation location,
            @Nullable ChangedContent content,
            BiConsumer<ChangeLocation, @Nullable Changed> leaf) {
        if (content != null) {
            content.getMissing().keySet().forEach(type -> leaf.accept(location.withMediaType(type), content));
            content.getChanged()
                    .forEach((type, media) -> schema(location.withMediaType(type), media.getSchema(), leaf));
        }
    }

    /** Finds the innermost member that is reported as broken. */
    private void schema(
            ChangeLocation location,
            @Nullable ChangedSchema schema,
            BiConsumer<ChangeLocation, @Nullable Changed> leaf) {
        if (schema == null || !schema.isIncompatible() || open.contains(schema)) {
            return;
        }
        open.push(schema);
        int size = breaking.size();
        schema.getChangedProperties().forEach((name, member) -> schema(location.member(name), member, leaf));
        schema(location.withField(location.field() + "[]"), schema.getItems(), leaf);
        schema(location.withField(location.field() + "{}"), schema.getAddProp(), leaf);
        if (breaking.size() == size) {
            leaf.accept(location, schema);
        }
        open.pop();
    }

    private static String key(String in, String name) {
        return in + " " + (in.equals("header") ? name.toLowerCase(Locale.ROOT) : name);
    }
}
