package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares the media types of a request or a response, and the schema of each. */
final class BodyDiff {

    private final SchemaDiff schemas;

    BodyDiff(SchemaDiff schemas) {
        this.schemas = schemas;
    }

    /** The bodies of a request or response, named after it when their schemas have no name. */
    void content(JsonNode before, JsonNode after, String inlineName, DiffContext spot) {
        before.path("content").properties().forEach(type -> {
            DiffContext at = spot.mediaType(type.getKey());
            if (after.path("content").has(type.getKey())) {
                schemas.compare(
                        type.getValue().path("schema"),
                        after.path("content").path(type.getKey()).path("schema"),
                        inlineName,
                        at);
            } else {
                at.report(ChangeType.MEDIA_TYPE_REMOVED, "the media type was removed");
            }
        });
        after.path("content").properties().stream()
                .filter(type -> !before.path("content").has(type.getKey()))
                .forEach(type ->
                        spot.mediaType(type.getKey()).report(ChangeType.MEDIA_TYPE_ADDED, "the media type was added"));
    }

    /** The body of a request, which may be missing on either side. */
    void request(JsonNode before, JsonNode after, String inlineName, DiffContext spot) {
        boolean needed = after.path("required").asBoolean();
        if (before.isMissingNode() && !after.isMissingNode()) {
            spot.report(
                    needed ? ChangeType.REQUIRED_BODY_ADDED : ChangeType.OPTIONAL_BODY_ADDED,
                    needed ? "a request body was added and is required" : "an optional request body was added");
            return;
        }
        if (!before.isMissingNode() && after.isMissingNode()) {
            spot.report(ChangeType.BODY_REMOVED, "the request body was removed");
            return;
        }
        if (needed != before.path("required").asBoolean()) {
            spot.report(
                    needed ? ChangeType.BODY_NEWLY_REQUIRED : ChangeType.BODY_NO_LONGER_REQUIRED,
                    needed ? "the request body is now required" : "the request body is no longer required");
        }
        content(before, after, inlineName, spot);
    }
}
