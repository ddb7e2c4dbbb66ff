package dev.certbridge.realtime;

import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.model.Approver;
import dev.certbridge.realtime.generated.model.BillableAcknowledgment;
import dev.certbridge.realtime.generated.model.CertificateCreateRequest;
import dev.certbridge.realtime.generated.model.CertificateLegacyRenewRequest;
import dev.certbridge.realtime.generated.model.CertificateReissueRequest;
import dev.certbridge.realtime.generated.model.CertificateRenewRequest;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.realtime.generated.model.DomainControlValidation;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The spending operations of Realtime Register. The current and the deprecated API differ only in their spending
 * operations.
 */
sealed interface RealtimeOperations {

    boolean supports(Capability capability);

    /** Checks a request, and prepares the call. Sends nothing. */
    OrderCall prepare(OrderRequest request);

    List<Product> supported(List<Product> listed);

    /**
     * A call of a spending operation that is ready to be sent.
     *
     * @param acknowledges true if the request of this operation has a field for acknowledged charges (billables)
     */
    record OrderCall(OperationRef operation, boolean acknowledges, Sender sender) {

        @FunctionalInterface
        interface Sender {
            ApiResponse send(
                    @Nullable Boolean quote, @Nullable List<BillableAcknowledgment> billables, SpendPermit permit);
        }

        ApiResponse quote(SpendPermit permit) {
            return sender.send(true, null, permit);
        }

        ApiResponse order(@Nullable List<BillableAcknowledgment> billables, SpendPermit permit) {
            return sender.send(null, billables, permit);
        }
    }

    /**
     * The current operations: request, renew and reissue. The client does not check the product and the period, because
     * the reseller checks them. The client sends the names in the CSR and in the validations, because only some
     * products allow the separate field for names.
     */
    final class CurrentOperations implements RealtimeOperations {

        private final CertificatesApi api;
        private final String customer;

        CurrentOperations(CertificatesApi api, String customer) {
            this.api = api;
            this.customer = customer;
        }

        @Override
        public boolean supports(Capability capability) {
            return switch (capability) {
                case COMPLETE, ORGANIZATION_ON_FILE, CONTACT -> false;
                default -> true;
            };
        }

        @Override
        public List<Product> supported(List<Product> listed) {
            return listed;
        }

        @Override
        public OrderCall prepare(OrderRequest request) {
            return switch (request.kind()) {
                case ORDER -> order(checked("requestCertificate", request), request);
                case RENEWAL -> renewal(checked("renewCertificate", request), request);
                case REISSUE -> reissue(checked("reissueCertificate", request), request);
            };
        }

        private static OperationRef checked(String operationId, OrderRequest request) {
            OperationRef operation = OperationRef.of(Realtime.NAME, operationId);
            if (request.organization().orElse(null) instanceof Organization.OnFile) {
                throw new UnsupportedException(
                        operation,
                        "nothing was sent: Realtime Register stores no organizations. Give the fields with"
                                + " Organization.named(...)");
            }
            if (request.contact().isPresent()) {
                throw new UnsupportedException(
                        operation, "nothing was sent: only the deprecated calls support a contact. Leave it out");
            }
            RequestValidation check = RequestValidation.of(request);
            if (request.kind() != OrderId.Kind.REISSUE) {
                check.validity(Validity.Unit.MONTHS, Integer.MAX_VALUE, true);
            } else if (request.validity().isPresent()) {
                check.violation(
                        "validity",
                        "is not supported in a reissue, which keeps the validity of its order; leave it out");
            }
            RealtimeRequestRules.names(check, request);
            RealtimeRequestRules.people(check, request);
            check.requireClean(operation);
            return operation;
        }

        private OrderCall order(OperationRef operation, OrderRequest request) {
            Organization.@Nullable Details details = details(request);
            CertificateRequest body = new CertificateRequest()
                    .customer(customer)
                    .product(request.product())
                    .period(period(request))
                    .csr(request.csr().pem())
                    .language(request.language().orElse(null))
                    .approver(approver(request))
                    .dcv(dcv(request));
            if (details != null) {
                body.organization(details.name())
                        .address(details.address().orElse(null))
                        .postalCode(details.postalCode().orElse(null))
                        .city(details.city().orElse(null))
                        .state(details.state().orElse(null))
                        .country(details.country().orElse(null))
                        .coc(details.registration().orElse(null));
            }
            return new OrderCall(
                    operation,
                    true,
                    (quote, lines, permit) -> api.requestCertificate(body.billables(lines), quote, permit));
        }

        private OrderCall renewal(OperationRef operation, OrderRequest request) {
            Organization.@Nullable Details details = details(request);
            CertificateRenewRequest body = new CertificateRenewRequest()
                    .product(request.product())
                    .period(period(request))
                    .csr(request.csr().pem())
                    .language(request.language().orElse(null))
                    .approver(approver(request))
                    .dcv(dcv(request));
            if (details != null) {
                body.organization(details.name())
                        .address(details.address().orElse(null))
                        .postalCode(details.postalCode().orElse(null))
                        .city(details.city().orElse(null))
                        .state(details.state().orElse(null))
                        .coc(details.registration().orElse(null));
            }
            long source = RealtimeRequestRules.number(request.source().orElseThrow());
            return new OrderCall(
                    operation,
                    true,
                    (quote, lines, permit) -> api.renewCertificate(source, body.billables(lines), quote, permit));
        }

        private OrderCall reissue(OperationRef operation, OrderRequest request) {
            Organization.@Nullable Details details = details(request);
            CertificateReissueRequest body = new CertificateReissueRequest()
                    .csr(request.csr().pem())
                    .language(request.language().orElse(null))
                    .approver(approver(request))
                    .dcv(dcv(request));
            if (details != null) {
                body.organization(details.name())
                        .address(details.address().orElse(null))
                        .postalCode(details.postalCode().orElse(null))
                        .city(details.city().orElse(null))
                        .state(details.state().orElse(null))
                        .coc(details.registration().orElse(null));
            }
            long source = RealtimeRequestRules.number(request.source().orElseThrow());
            return new OrderCall(
                    operation, false, (quote, lines, permit) -> api.reissueCertificate(source, body, quote, permit));
        }

        private static Organization.@Nullable Details details(OrderRequest request) {
            return (Organization.Details) request.organization().orElse(null);
        }

        private static @Nullable Approver approver(OrderRequest request) {
            return request.approver()
                    .map(approver -> new Approver()
                            .firstName(approver.firstName())
                            .lastName(approver.lastName())
                            .jobTitle(approver.jobTitle().orElse(null))
                            .email(approver.email())
                            .voice(approver.phone()))
                    .orElse(null);
        }

        private static List<DomainControlValidation> dcv(OrderRequest request) {
            return request.names().stream()
                    .map(name -> {
                        DcvMethod method = request.dcv(name);
                        DomainControlValidation dcv =
                                new DomainControlValidation().commonName(name).type(word(method));
                        return method instanceof DcvMethod.Email email ? dcv.email(email.address()) : dcv;
                    })
                    .toList();
        }
    }

    /**
     * The deprecated operations: create and legacy renew. The deprecated operations count the validity in years, and
     * use one validation method for all names.
     */
    @SuppressWarnings("deprecation")
    final class DeprecatedOperations implements RealtimeOperations {

        /** The maximum validity in years, from the vendor's documentation of {@code createCertificate}. */
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

        DeprecatedOperations(CertificatesApi api, String customer, String provider, Map<String, String> properties) {
            if (provider.isBlank()) {
                throw new IllegalArgumentException(
                        "the provider is blank. Give the name of the provider, which createCertificate requires");
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
        public List<Product> supported(List<Product> listed) {
            List<Validity> years = IntStream.rangeClosed(1, MOST_YEARS)
                    .mapToObj(Validity::years)
                    .toList();
            return listed.stream()
                    .filter(product -> PRODUCTS.contains(product.id()))
                    .map(product -> Product.of(product.id(), product.name(), product.validation(), years))
                    .toList();
        }

        @Override
        public OrderCall prepare(OrderRequest request) {
            return switch (request.kind()) {
                case ORDER -> order(checked("createCertificate", request), request);
                case RENEWAL -> renewal(checked("renewCertificateLegacy", request), request);
                case REISSUE ->
                    throw unsupported(
                            "reissueCertificate",
                            "the deprecated calls support no reissue; reissue through Realtime.connect(...)");
            };
        }

        private OperationRef checked(String operationId, OrderRequest request) {
            if (request.organization().isPresent()
                    || request.approver().isPresent()
                    || request.language().isPresent()) {
                throw unsupported(
                        operationId,
                        "the deprecated calls have no fields for organization, approver and language; set these"
                                + " values in the properties of Realtime.deprecated(...)");
            }
            if (request.contact().isPresent() && request.kind() == OrderId.Kind.RENEWAL) {
                throw unsupported(operationId, "the deprecated calls support no contact in a renewal; leave it out");
            }
            if (methods(request).map(Object::getClass).distinct().count() > 1) {
                throw unsupported(
                        operationId,
                        "the deprecated calls use the same validation method for all names; choose one with dcv(...)");
            }
            OperationRef operation = OperationRef.of(Realtime.NAME, operationId);
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
                    .flatMap(method ->
                            method instanceof DcvMethod.Email email ? Stream.of(email.address()) : Stream.of())
                    .filter(address -> !properties.containsValue(address))
                    .forEach(address -> check.violation(
                            "dcv.email",
                            "is missing in the properties of Realtime.deprecated(...); add it there, because the"
                                    + " deprecated calls have no field for it"));
            check.requireClean(operation);
            return operation;
        }

        private static UnsupportedException unsupported(String operationId, String what) {
            return new UnsupportedException(OperationRef.of(Realtime.NAME, operationId), "nothing was sent: " + what);
        }

        private static Stream<DcvMethod> methods(OrderRequest request) {
            return request.hasCsr() ? request.names().stream().map(request::dcv).distinct() : Stream.of(request.dcv());
        }

        private OrderCall order(OperationRef operation, OrderRequest request) {
            CertificateCreateRequest body = new CertificateCreateRequest()
                    .product(request.product())
                    .contact(request.contact().orElse(null))
                    .period(period(request))
                    .csr(request.csr().pem())
                    .validationMethod(word(methods(request).findFirst().orElseThrow()))
                    .properties(properties)
                    .provider(provider);
            return new OrderCall(
                    operation,
                    true,
                    (quote, lines, permit) -> api.createCertificate(customer, body.billables(lines), quote, permit));
        }

        private OrderCall renewal(OperationRef operation, OrderRequest request) {
            CertificateLegacyRenewRequest body = new CertificateLegacyRenewRequest()
                    .product(request.product())
                    .period(period(request))
                    .csr(request.csr().pem())
                    .validationMethod(word(methods(request).findFirst().orElseThrow()))
                    .properties(properties);
            long source = RealtimeRequestRules.number(request.source().orElseThrow());
            return new OrderCall(
                    operation,
                    true,
                    (quote, lines, permit) ->
                            api.renewCertificateLegacy(customer, source, body.billables(lines), quote, permit));
        }
    }

    private static int period(OrderRequest request) {
        return request.validity().orElseThrow().amount();
    }

    /**
     * Returns the name of a validation method for the deprecated operations. Realtime Register does not document the
     * names of validation methods.
     */
    private static String word(DcvMethod method) {
        if (method instanceof DcvMethod.Email) {
            return "EMAIL";
        }
        return method instanceof DcvMethod.File ? "FILE" : "DNS";
    }
}
