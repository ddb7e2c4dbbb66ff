package dev.certbridge.client.transport;

import feign.Contract;
import feign.DefaultContract;
import feign.MethodMetadata;
import java.util.List;

/**
 * Feign's own reading of an interface, but that a body is not Feign's to carry: see {@link ApiCall}. What a generated client
 * does not have today, and would be lost or sent in a wrong place, is refused when the client is made.
 */
final class BodylessFeignContract implements Contract {

    /**
     * Read once for each interface, because annotations are slow to read and clients are many. What was read is never
     * changed: Feign copies the template for every call, and lets all threads of a client share it as it is. It goes when
     * its interface goes.
     */
    private static final ClassValue<List<MethodMetadata>> READ = new ClassValue<>() {
        @Override
        protected List<MethodMetadata> computeValue(Class<?> type) {
            List<MethodMetadata> methods = new DefaultContract().parseAndValidateMetadata(type);
            methods.forEach(BodylessFeignContract::takeBody);
            return List.copyOf(methods);
        }
    };

    @Override
    public List<MethodMetadata> parseAndValidateMetadata(Class<?> type) {
        return READ.get(type);
    }

    private static void takeBody(MethodMetadata method) {
        if (method.headerMapIndex() != null
                || method.urlIndex() != null
                || !method.formParams().isEmpty()
                || method.template().body() != null
                || method.template().bodyTemplate() != null) {
            throw new IllegalStateException(
                    method.configKey()
                            + " has a header map, an address, a form or a written body, and the transport carries none of these");
        }
        method.bodyIndex(null);
    }
}
