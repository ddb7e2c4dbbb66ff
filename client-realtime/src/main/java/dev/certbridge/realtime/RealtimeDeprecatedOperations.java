package dev.certbridge.realtime;

import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.model.CertificateCreateRequest;
import dev.certbridge.realtime.generated.model.CertificateLegacyRenewRequest;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The deprecated calls: create and legacy renew. Years instead of months, one method of proof for all names. */
@SuppressWarnings("deprecation")
final class RealtimeDeprecatedOperations implements RealtimeOperations {

    /** What the page on the call lists; the reseller decides about others. */
    private static final int MOST_YEARS = 5;

    private static final List<String> PRODUCTS = List.of(
            "ssl_comodo_positive",
            "ssl_comodo_positive_wc",
            "ssl_comodo_instant",
            "ssl_comodo_instant_wc",
            "ssl_comodo_ev");

    private static final int LONGEST_PRODUCT = 100;

    private final CertificatesApi api;
    private final String customer;
    private final String provider;
    private final Map<String, String> properties;

    RealtimeDeprecatedOperations(
            CertificatesApi api, String customer, String provider, Map<String, String> properties) {
        if (provider.isBlank()) {
            throw new IllegalArgumentException("the deprecated call needs the name of a provider, and it is blank");
        }
        this.api = api;
        this.customer = customer;
        this.provider = provider;
        this.properties = Map.copyOf(properties);
    }

    @Override
    public boolean supports(Capability capability) {
        return switch (capability) {
            case QUOTE, SPENDING_LIMIT, RENEW, REVOKE, CANCEL, EMAIL_VALIDATION, FILE_VALIDATION, CONTACT -> true;
            default -> false;
        };
    }

    @Override
    public List<Product> supported(List<dev.certbridge.realtime.generated.model.Product> offered) {
        List<Validity> years =
                IntStream.rangeClosed(1, MOST_YEARS).mapToObj(Validity::years).toList();
        return offered.stream()
                .map(RealtimeProducts::product)
                .filter(product -> PRODUCTS.contains(product.id()))
                .map(product -> Product.of(product.id(), product.name(), product.validation(), years))
                .toList();
    }

    @Override
    public RealtimeOrderCall prepare(OrderRequest request) {
        return switch (request.kind()) {
            case ORDER -> creation(checked("createCertificate", request), request);
            case RENEWAL -> renewal(checked("renewCertificateLegacy", request), request);
            case REISSUE ->
                throw unsupported("reissueCertificate", "no reissue; reissue through Realtime.connect(...)");
        };
    }

    private OperationRef checked(String operationId, OrderRequest request) {
        refuseUnsupported(operationId, request);
        OperationRef origin = OperationRef.of(Realtime.NAME, operationId);
        RequestValidation check = RequestValidation.of(request)
                .validity(Validity.Unit.YEARS, Integer.MAX_VALUE, true)
                .text("product", Optional.of(request.product()), 1, LONGEST_PRODUCT)
                .form(
                        "contact",
                        request.contact(),
                        RealtimeRequestRules.HANDLE,
                        "a handle, 3 to 40 letters, digits or -_@.");
        RealtimeRequestRules.names(check, request);
        methods(request)
                .flatMap(method -> method instanceof DcvMethod.Email email ? Stream.of(email.address()) : Stream.of())
                .filter(address -> !properties.containsValue(address))
                .forEach(address -> check.violation(
                        "dcv.email",
                        "is in none of the provider's properties, and the deprecated call has no other place for it"));
        check.requireClean(origin);
        return origin;
    }

    private static void refuseUnsupported(String operationId, OrderRequest request) {
        if (request.organization().isPresent()
                || request.approver().isPresent()
                || request.language().isPresent()) {
            throw unsupported(
                    operationId, "no organization, approver or language; give them as the provider's properties");
        }
        if (request.contact().isPresent() && request.kind() == OrderId.Kind.RENEWAL) {
            throw unsupported(operationId, "no contact on a renewal; leave it out");
        }
        if (methods(request).map(Object::getClass).distinct().count() > 1) {
            throw unsupported(operationId, "one method of proof for all names; choose one with dcv(...)");
        }
    }

    private static UnsupportedException unsupported(String operationId, String what) {
        return new UnsupportedException(
                OperationRef.of(Realtime.NAME, operationId), "nothing was sent: the deprecated calls take " + what);
    }

    private static Stream<DcvMethod> methods(OrderRequest request) {
        return request.hasCsr() ? request.names().stream().map(request::dcv).distinct() : Stream.of(request.dcv());
    }

    /** The values depend on the provider and are not documented; these are the words of the current call. */
    private static String validationMethod(OrderRequest request) {
        DcvMethod method = methods(request).findFirst().orElseThrow();
        if (method instanceof DcvMethod.Email) {
            return "EMAIL";
        }
        return method instanceof DcvMethod.File ? "FILE" : "DNS";
    }

    private RealtimeOrderCall creation(OperationRef origin, OrderRequest asked) {
        CertificateCreateRequest wire = new CertificateCreateRequest()
                .product(asked.product())
                .contact(asked.contact().orElse(null))
                .period(asked.validity().orElseThrow().amount())
                .csr(asked.csr().pem())
                .validationMethod(validationMethod(asked))
                .properties(properties)
                .provider(provider);
        return new RealtimeOrderCall(
                origin,
                true,
                (quote, lines, spend) -> api.createCertificate(customer, wire.billables(lines), quote, spend));
    }

    private RealtimeOrderCall renewal(OperationRef origin, OrderRequest asked) {
        CertificateLegacyRenewRequest wire = new CertificateLegacyRenewRequest()
                .product(asked.product())
                .period(asked.validity().orElseThrow().amount())
                .csr(asked.csr().pem())
                .validationMethod(validationMethod(asked))
                .properties(properties);
        long source = RealtimeProducts.number(asked.source().orElseThrow());
        return new RealtimeOrderCall(
                origin,
                true,
                (quote, lines, spend) ->
                        api.renewCertificateLegacy(customer, source, wire.billables(lines), quote, spend));
    }
}
