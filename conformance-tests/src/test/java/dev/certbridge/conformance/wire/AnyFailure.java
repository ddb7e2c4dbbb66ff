package dev.certbridge.conformance.wire;

import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.Failures;

/** Every answer other than 2xx is one fault: for tests that are about the others. */
final class AnyFailure implements Failures {

    @Override
    public ResellerException ofRead(Answer answer) {
        return new ProviderFaultException(answer.origin(), answer.status(), "said no", null);
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
