package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls that need a capability which the client does not have. */
final class UnsupportedCalls {

    private static final Intent INTENT = Intent.of("impossible");
    private static final Spending ANY = Spending.unquoted();
    private static final DcvMethod MAIL = DcvMethod.email("admin@example.com");

    private final CertificateReseller reseller;
    private final OrderRequest request;
    private final OrderRequest twoNames;
    private final OrderId order;
    private final CertificateId certificate;

    private UnsupportedCalls(TestClient client) {
        this.reseller = client.reseller();
        this.order = client.order("www.example.com").id();
        this.certificate =
                new CertificateId(order.provider(), order.environment(), order.account(), order.providerId());
        this.request = client.request(client.nextKey("shop.example.com"));
        this.twoNames = client.request(TestClient.key("shop.example.com", "other.example.com"));
    }

    /** Returns one call for each capability that the client lacks. */
    static Map<Capability, ThrowingCallable> at(TestClient client) {
        UnsupportedCalls impossible = new UnsupportedCalls(client);
        Map<Capability, ThrowingCallable> calls = new LinkedHashMap<>();
        Arrays.stream(Capability.values())
                .filter(capability -> !client.reseller().supports(capability))
                .forEach(capability -> calls.put(capability, () -> impossible.ask(capability)));
        return calls;
    }

    /**
     * Makes the call that needs this capability. The switch has no default, so the code does not compile if a new
     * capability has no call here.
     */
    private Object ask(Capability capability) {
        return switch (capability) {
            case QUOTE -> reseller.quote(request);
            case SPENDING_LIMIT -> reseller.order(INTENT, request, Spending.upTo("EUR", "1000.00"));
            case RENEW -> reseller.order(INTENT, renewal(), ANY);
            case REISSUE -> reseller.order(INTENT, reissue(), ANY);
            case REVOKE -> {
                reseller.certificates().revoke(certificate, "0badcafe", RevocationReason.UNSPECIFIED);
                yield certificate;
            }
            case CANCEL -> {
                reseller.orders().cancel(order);
                yield order;
            }
            case COMPLETE -> reseller.order(INTENT, OrderRequest.completion(order, "hdl_1"), ANY);
            case EMAIL_VALIDATION -> order(request.toBuilder().dcv(MAIL).build());
            case FILE_VALIDATION ->
                order(request.toBuilder().dcv(DcvMethod.FILE).build());
            case VALIDATION_PER_NAME ->
                order(twoNames.toBuilder().dcv("other.example.com", other()).build());
            case ORGANIZATION_ON_FILE ->
                order(request.toBuilder().organization(Organization.onFile("1")).build());
            case ORGANIZATION_DETAILS ->
                order(request.toBuilder()
                        .organization(Organization.named("Example Company"))
                        .build());
            case APPROVER ->
                order(request.toBuilder()
                        .approver(Approver.of("Erika", "Example", "erika@example.com", "+31.612345678"))
                        .build());
            case CONTACT -> order(request.toBuilder().contact("example").build());
            case LANGUAGE -> order(request.toBuilder().language("EN").build());
        };
    }

    /**
     * Returns a validation method other than DNS: e-mail if the reseller supports e-mail validation, and a file
     * otherwise.
     */
    private DcvMethod other() {
        return reseller.supports(Capability.EMAIL_VALIDATION) ? MAIL : DcvMethod.FILE;
    }

    private Object order(OrderRequest request) {
        return reseller.order(INTENT, request, ANY);
    }

    private OrderRequest renewal() {
        return OrderRequest.renewal(certificate, request.product())
                .csr(request.csr())
                .validity(request.validity().orElseThrow())
                .build();
    }

    private OrderRequest reissue() {
        return OrderRequest.reissue(certificate)
                .csr(request.csr())
                .oldMayBeRevoked()
                .build();
    }
}
