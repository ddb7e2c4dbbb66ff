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

/** Asks openapi-diff as well, so that what our rules do not know is listed at least by its place. */
final class OpenApiDiffCheck {

    private final Map<ChangeLocation, String> breaking = new LinkedHashMap<>();
    private final Deque<ChangedSchema> open = new ArrayDeque<>();

    private OpenApiDiffCheck() {}

    /** A change for every place that openapi-diff calls broken and for which the list has no breaking change. */
    static List<ContractChange> unnamed(
            ContractDocument before, ContractDocument after, Collection<ContractChange> named) {
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
        check.breaking.forEach((place, generated) -> {
            if (named.stream().noneMatch(change -> change.breaking() && place.holds(change.place()))) {
                rest.add(change(place, generated.isEmpty() ? List.of() : List.of(generated)));
            }
        });
        // It matches whole paths only, so what it misses may have been found elsewhere by our rules.
        if (rest.isEmpty()
                && changed.getMissingEndpoints().isEmpty()
                && named.stream().noneMatch(ContractChange::breaking)) {
            rest.add(change(ChangeLocation.of("document"), List.of()));
        }
        return rest;
    }

    private static ContractChange change(ChangeLocation place, List<String> members) {
        return new ContractChange(
                ChangeType.FOUND_BY_OPENAPI_DIFF,
                place,
                "openapi-diff calls this incompatible and no rule here says why; compare the documents",
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
        ChangeLocation place = ChangeLocation.of(operation == null ? address : operation.label());
        BiConsumer<ChangeLocation, @Nullable Changed> leaf = (at, part) -> {
            if (part != null && part.isIncompatible()) {
                breaking.putIfAbsent(at, generated);
            }
        };
        int known = breaking.size();
        leaf.accept(place, changed.getOperationId());
        leaf.accept(place, changed.getSecurityRequirements());
        if (changed.getParameters() != null) {
            changed.getParameters()
                    .getMissing()
                    .forEach(parameter ->
                            breaking.put(place.withParameter(key(parameter.getIn(), parameter.getName())), generated));
            changed.getParameters()
                    .getChanged()
                    .forEach(parameter ->
                            leaf.accept(place.withParameter(key(parameter.getIn(), parameter.getName())), parameter));
        }
        if (changed.getRequestBody() != null
                && changed.getRequestBody().isIncompatible()
                && changed.getRequestBody().getNewRequestBody() != null) {
            content(place, changed.getRequestBody().getContent(), leaf);
        }
        if (changed.getApiResponses() != null) {
            changed.getApiResponses()
                    .getMissing()
                    .keySet()
                    .forEach(status -> breaking.put(place.withStatus(status), generated));
            changed.getApiResponses()
                    .getChanged()
                    .forEach((status, response) -> response(place.withStatus(status), response, leaf));
        }
        if (breaking.size() == known) {
            breaking.put(place, generated);
        }
    }

    private void response(
            ChangeLocation place, ChangedResponse response, BiConsumer<ChangeLocation, @Nullable Changed> leaf) {
        if (response.getHeaders() != null) {
            response.getHeaders()
                    .getChanged()
                    .forEach((name, header) -> leaf.accept(place.withParameter(key("header", name)), header));
            response.getHeaders()
                    .getMissing()
                    .keySet()
                    .forEach(name -> leaf.accept(place.withParameter(key("header", name)), response.getHeaders()));
        }
        content(place, response.getContent(), leaf);
    }

    private void content(
            ChangeLocation place,
            @Nullable ChangedContent content,
            BiConsumer<ChangeLocation, @Nullable Changed> leaf) {
        if (content != null) {
            content.getMissing().keySet().forEach(type -> leaf.accept(place.withMediaType(type), content));
            content.getChanged().forEach((type, media) -> schema(place.withMediaType(type), media.getSchema(), leaf));
        }
    }

    /** Goes to the innermost member that is called broken. */
    private void schema(
            ChangeLocation place, @Nullable ChangedSchema schema, BiConsumer<ChangeLocation, @Nullable Changed> leaf) {
        if (schema == null || !schema.isIncompatible() || open.contains(schema)) {
            return;
        }
        open.push(schema);
        int known = breaking.size();
        schema.getChangedProperties().forEach((name, member) -> schema(place.member(name), member, leaf));
        schema(place.withField(place.field() + "[]"), schema.getItems(), leaf);
        schema(place.withField(place.field() + "{}"), schema.getAddProp(), leaf);
        if (breaking.size() == known) {
            leaf.accept(place, schema);
        }
        open.pop();
    }

    private static String key(String in, String name) {
        return in + " " + (in.equals("header") ? name.toLowerCase(Locale.ROOT) : name);
    }
}
