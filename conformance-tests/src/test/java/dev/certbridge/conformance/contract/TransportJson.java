package dev.certbridge.conformance.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;

/** The one mapper that the transport reads and writes with, so that no copy of its settings can drift. */
public final class TransportJson {

    public static final ObjectMapper MAPPER = mapper();

    private TransportJson() {}

    private static ObjectMapper mapper() {
        try {
            // Closed to callers on purpose, and not to be opened for a test.
            Field mapper = Class.forName("dev.certbridge.client.transport.Json").getDeclaredField("MAPPER");
            mapper.setAccessible(true);
            return (ObjectMapper) mapper.get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the transport keeps its mapper elsewhere now", e);
        }
    }
}
