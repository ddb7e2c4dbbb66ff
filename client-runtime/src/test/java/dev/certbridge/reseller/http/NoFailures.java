package dev.certbridge.reseller.http;

import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;

/** For calls that go well. */
final class NoFailures implements Failures {
    @Override
    public ResellerException ofRead(Answer answer) {
        return new ProviderFaultException(OperationRef.of("test", "read"), answer.status(), "not expected", null);
    }

    @Override
    public ResellerException ofWrite(Answer answer) {
        return ofRead(answer);
    }

    @Override
    public ResellerException ofSpend(Answer answer, byte[] request) {
        return ofRead(answer);
    }
}
