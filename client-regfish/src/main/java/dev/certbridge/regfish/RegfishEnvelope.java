package dev.certbridge.regfish;

import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import org.jspecify.annotations.Nullable;

/** What regfish wraps its answers in. */
final class RegfishEnvelope {

    private RegfishEnvelope() {}

    /** The payload of a read. Without one, or with a no inside a 200, nothing was read: not even that there is nothing. */
    static <T> T response(String operationId, @Nullable Boolean success, @Nullable T response) {
        if (Boolean.FALSE.equals(success) || response == null) {
            throw new BrokenContractException(
                    OperationRef.of(Regfish.NAME, operationId), 200, "the envelope holds no response", null);
        }
        return response;
    }
}
