package dev.certbridge.conformance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.contract.TransportJson;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.ResellerException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A way to spend money through a generated client, found by its {@link SpendPermit} parameter. */
record SpendCall(String reseller, Method operation, boolean quote, JsonNode body) {

    /** Returns every spend of every contract, and its quote where there is one. */
    static List<SpendCall> all() {
        return GeneratedClient.CLIENTS.keySet().stream()
                .flatMap(reseller -> GeneratedClient.operations(reseller)
                        .filter(SpendCall::spends)
                        .flatMap(operation -> (asksForPrices(operation) ? Stream.of(false, true) : Stream.of(false))
                                .map(quote ->
                                        new SpendCall(reseller, operation, quote, firstRequest(reseller, operation)))))
                .toList();
    }

    static SpendCall of(String reseller, String operationId) {
        return all().stream()
                .filter(call -> call.name().equals(reseller + " " + operationId))
                .findFirst()
                .orElseThrow();
    }

    /** Returns this call with another example request of the contract. */
    SpendCall sending(String example) {
        JsonNode request = requests(reseller, operation)
                .filter(known -> known.name().equals(example))
                .findFirst()
                .orElseThrow()
                .value();
        return new SpendCall(reseller, operation, quote, request);
    }

    boolean atRegfish() {
        return reseller.equals("regfish");
    }

    /** The reseller and the operationId. */
    String name() {
        return reseller + " " + operation.getName();
    }

    /** Returns the arguments of the generated method. */
    Object[] arguments(SpendPermit spend) {
        return Arrays.stream(operation.getParameters())
                .map(parameter -> argument(parameter, spend))
                .toArray();
    }

    private Object argument(Parameter parameter, SpendPermit spend) {
        Class<?> type = parameter.getType();
        if (type == SpendPermit.class) {
            return spend;
        }
        if (type == Boolean.class) {
            return quote ? true : null;
        }
        if (type == Long.class) {
            return 1L;
        }
        if (type == String.class) {
            return atRegfish() ? "ABCDEFGHJKM23" : "example-handle";
        }
        return TransportJson.MAPPER.convertValue(body, type);
    }

    private static JsonNode firstRequest(String reseller, Method operation) {
        return requests(reseller, operation).findFirst().orElseThrow().value();
    }

    private static Stream<ContractExample> requests(String reseller, Method operation) {
        return ContractDocument.onClassPath(reseller).operation(operation.getName()).requestExamples().stream();
    }

    private static boolean spends(Method operation) {
        return Arrays.asList(operation.getParameterTypes()).contains(SpendPermit.class);
    }

    private static boolean asksForPrices(Method operation) {
        return Arrays.asList(operation.getParameterTypes()).contains(Boolean.class);
    }

    @Override
    public String toString() {
        return name() + (quote ? " quote" : "");
    }

    /** The outcome of a call, in the words of the contracts' {@code x-outcome}. */
    record CallOutcome(String name, Optional<ResellerException> failure) {

        static CallOutcome of(Supplier<?> call) {
            try {
                call.get();
                return new CallOutcome("Answered", Optional.empty());
            } catch (ResellerException e) {
                return new CallOutcome(name(e), Optional.of(e));
            }
        }

        private static String name(ResellerException failure) {
            String plain = failure.getClass().getSimpleName().replaceAll("Exception$", "");
            String reason = failure instanceof ConflictException conflict ? ":" + conflict.reason() : "";
            return (failure instanceof RejectedException ? "Rejected/" : "") + plain + reason;
        }
    }
}
