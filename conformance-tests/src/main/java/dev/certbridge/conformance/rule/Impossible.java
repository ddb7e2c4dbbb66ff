package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.endtoend.Shopper;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateId;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.RevocationReason;
import dev.certbridge.reseller.Spending;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls that need a capability. */
final class Impossible {

    private Impossible() {}

    /** One call for each capability of a verb that the client says it lacks. */
    static Map<Capability, ThrowingCallable> at(Shopper shopper) {
        CertificateReseller reseller = shopper.reseller();
        OrderId order = shopper.order("www.example.com").id();
        CertificateId certificate =
                new CertificateId(order.provider(), order.environment(), order.account(), order.providerId());
        OrderRequest request = shopper.request(shopper.nextKey("shop.example.com"));
        Intent intent = Intent.of("impossible");
        Spending any = Spending.unquoted();
        Map<Capability, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put(Capability.QUOTE, () -> reseller.quote(request));
        calls.put(Capability.SPENDING_LIMIT, () -> reseller.order(intent, request, Spending.upTo("EUR", "1000.00")));
        calls.put(
                Capability.REISSUE,
                () -> reseller.reissue(
                        intent,
                        OrderRequest.reissueOf(certificate).csr(request.csr()).oldMayBeRevoked(),
                        any));
        calls.put(Capability.REVOKE, () -> reseller.revoke(certificate, "0badcafe", RevocationReason.UNSPECIFIED));
        calls.put(Capability.CANCEL, () -> reseller.cancel(order));
        calls.put(Capability.COMPLETE, () -> reseller.complete(intent, order, "hdl_1", any));
        calls.put(Capability.CONTACT, () -> reseller.order(intent, request.contact("example"), any));
        calls.put(Capability.LANGUAGE, () -> reseller.order(intent, request.language("EN"), any));
        calls.keySet().removeIf(reseller::supports);
        return calls;
    }
}
