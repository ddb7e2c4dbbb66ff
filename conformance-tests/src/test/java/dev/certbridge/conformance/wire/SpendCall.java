package dev.certbridge.conformance.wire;

import dev.certbridge.reseller.http.Spend;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way to spend money through a generated client, found by its {@link Spend} parameter.
 *
 * @param reseller whose contract
 * @param operation the generated method
 * @param quote whether it only asks for the price
 */
record SpendCall(String reseller, Method operation, boolean quote) {

    /** Every spend of every contract, and each once more as a question for the price where there is one. */
    static List<SpendCall> all() {
        return Session.CLIENTS.keySet().stream()
                .flatMap(reseller -> Session.operations(reseller)
                        .filter(SpendCall::spends)
                        .flatMap(operation -> asksForPrices(operation)
                                ? Stream.of(
                                        new SpendCall(reseller, operation, false),
                                        new SpendCall(reseller, operation, true))
                                : Stream.of(new SpendCall(reseller, operation, false))))
                .toList();
    }

    boolean atRegfish() {
        return reseller.equals("regfish");
    }

    /** The reseller and the operationId. */
    String name() {
        return reseller + " " + operation.getName();
    }

    private static boolean spends(Method operation) {
        return Arrays.asList(operation.getParameterTypes()).contains(Spend.class);
    }

    private static boolean asksForPrices(Method operation) {
        return Arrays.asList(operation.getParameterTypes()).contains(Boolean.class);
    }

    @Override
    public String toString() {
        return name() + (quote ? " quote" : "");
    }
}
