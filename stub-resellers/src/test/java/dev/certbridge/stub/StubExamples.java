package dev.certbridge.stub;

/** Replies, keys and names that stubs derive from the examples of their contracts, for the tests of other modules. */
public final class StubExamples {

    private StubExamples() {}

    /** Returns the body that a stub answers with this example. */
    public static byte[] body(String reseller, String operationId, int status, String example) {
        return operation(reseller, operationId)
                .documented(status, example)
                .orElseThrow()
                .body();
    }

    /** Returns the key that provokes this failure. */
    public static String key(String reseller, String operationId, int status, String example) {
        return ReservedNames.key(operation(reseller, operationId), status, example);
    }

    /** Returns the name that provokes this failure of an operation with names. */
    public static String name(String reseller, String operationId, int status, String example) {
        return ReservedNames.name(operation(reseller, operationId), status, example);
    }

    private static StubOperation operation(String reseller, String operationId) {
        return StubContract.of(reseller).operation(operationId);
    }
}
