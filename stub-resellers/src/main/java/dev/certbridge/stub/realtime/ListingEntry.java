package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;

/** Something that can be listed. */
interface ListingEntry {

    /** As it is shown. Not to be changed. */
    JsonNode json();

    /** One member of that, a missing node when it has none; cheaper than the whole where that matters. */
    default JsonNode field(String name) {
        return json().path(name);
    }
}
