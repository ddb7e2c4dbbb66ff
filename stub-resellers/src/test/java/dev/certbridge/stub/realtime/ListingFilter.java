package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.realtime.ListingPage.ListingFilters;

/** The filters of the stub's listings, for tests that answer listings themselves. */
public final class ListingFilter {

    private ListingFilter() {}

    /**
     * Returns whether an entry of a listing matches a filter.
     *
     * @param name the query parameter, a field with or without an operator, such as {@code id:gt}
     */
    public static boolean matches(JsonNode entry, String name, String value) {
        return ListingFilters.condition(name, value).test(entry.path(ListingFilters.field(name)));
    }
}
