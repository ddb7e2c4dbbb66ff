package dev.certbridge.realtime;

import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.model.Approver;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The current calls: request, renew, reissue. The names stand in the CSR and are sent as ways of proof only: naming them
 * again is allowed only where the product says so. Products and their periods are the reseller's to know.
 */
final class RealtimeCurrentOperations implements RealtimeOperations {

    private final CertificatesApi api;
    private final String customer;

    RealtimeCurrentOperations(CertificatesApi api, String customer) {
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
    public List<Product> supported(List<dev.certbridge.realtime.generated.model.Product> offered) {
        return offered.stream().map(RealtimeProducts::product).toList();
    }

    @Override
    public RealtimeOrderCall prepare(OrderRequest request) {
        return switch (request.kind()) {
            case ORDER -> request(checked("requestCertificate", request), request);
            case RENEWAL -> renewal(checked("renewCertificate", request), request);
            case REISSUE -> reissue(checked("reissueCertificate", request), request);
        };
    }

    private static OperationRef checked(String operationId, OrderRequest request) {
        OperationRef origin = OperationRef.of(Realtime.NAME, operationId);
        if (request.organization().orElse(null) instanceof Organization.OnFile) {
            throw new UnsupportedException(
                    origin,
                    "nothing was sent: Realtime Register keeps no organizations; give its fields with"
                            + " Organization.named(...)");
        }
        if (request.contact().isPresent()) {
            throw new UnsupportedException(
                    origin, "nothing was sent: only the deprecated call takes a contact; leave it out");
        }
        RequestValidation check = RequestValidation.of(request);
        if (request.kind() != OrderId.Kind.REISSUE) {
            check.validity(Validity.Unit.MONTHS, Integer.MAX_VALUE, true);
        } else if (request.validity().isPresent()) {
            check.violation("validity", "is not taken by a reissue, which keeps its order's; leave it out");
        }
        RealtimeRequestRules.names(check, request);
        RealtimeRequestRules.people(check, request);
        check.requireClean(origin);
        return origin;
    }

    private RealtimeOrderCall request(OperationRef origin, OrderRequest asked) {
        Fields fields = Fields.of(asked);
        CertificateRequest wire = new CertificateRequest()
                .customer(customer)
                .product(asked.product())
                .period(asked.validity().orElseThrow().amount())
                .csr(asked.csr().pem())
                .organization(fields.organization)
                .address(fields.address)
                .postalCode(fields.postalCode)
                .city(fields.city)
                .state(fields.state)
                .country(fields.country)
                .coc(fields.coc)
                .language(asked.language().orElse(null))
                .approver(fields.approver)
                .dcv(fields.dcv);
        return new RealtimeOrderCall(
                origin, true, (quote, lines, spend) -> api.requestCertificate(wire.billables(lines), quote, spend));
    }

    private RealtimeOrderCall renewal(OperationRef origin, OrderRequest asked) {
        Fields fields = Fields.of(asked);
        CertificateRenewRequest wire = new CertificateRenewRequest()
                .product(asked.product())
                .period(asked.validity().orElseThrow().amount())
                .csr(asked.csr().pem())
                .organization(fields.organization)
                .address(fields.address)
                .postalCode(fields.postalCode)
                .city(fields.city)
                .state(fields.state)
                .coc(fields.coc)
                .language(asked.language().orElse(null))
                .approver(fields.approver)
                .dcv(fields.dcv);
        long source = RealtimeProducts.number(asked.source().orElseThrow());
        return new RealtimeOrderCall(
                origin,
                true,
                (quote, lines, spend) -> api.renewCertificate(source, wire.billables(lines), quote, spend));
    }

    private RealtimeOrderCall reissue(OperationRef origin, OrderRequest asked) {
        Fields fields = Fields.of(asked);
        CertificateReissueRequest wire = new CertificateReissueRequest()
                .csr(asked.csr().pem())
                .organization(fields.organization)
                .address(fields.address)
                .postalCode(fields.postalCode)
                .city(fields.city)
                .state(fields.state)
                .coc(fields.coc)
                .language(asked.language().orElse(null))
                .approver(fields.approver)
                .dcv(fields.dcv);
        long source = RealtimeProducts.number(asked.source().orElseThrow());
        return new RealtimeOrderCall(
                origin, false, (quote, lines, spend) -> api.reissueCertificate(source, wire, quote, spend));
    }

    /** What the three bodies share; null is not sent. */
    private record Fields(
            @Nullable String organization,
            @Nullable String address,
            @Nullable String postalCode,
            @Nullable String city,
            @Nullable String state,
            @Nullable String country,
            @Nullable String coc,
            @Nullable Approver approver,
            List<DomainControlValidation> dcv) {

        static Fields of(OrderRequest asked) {
            Optional<Organization.Details> details =
                    asked.organization().map(organization -> (Organization.Details) organization);
            return new Fields(
                    details.map(Organization.Details::name).orElse(null),
                    details.flatMap(Organization.Details::address).orElse(null),
                    details.flatMap(Organization.Details::postalCode).orElse(null),
                    details.flatMap(Organization.Details::city).orElse(null),
                    details.flatMap(Organization.Details::state).orElse(null),
                    details.flatMap(Organization.Details::country).orElse(null),
                    details.flatMap(Organization.Details::registration).orElse(null),
                    asked.approver().map(Fields::approver).orElse(null),
                    asked.names().stream()
                            .map(name -> dcv(name, asked.dcv(name)))
                            .toList());
        }

        private static Approver approver(dev.certbridge.reseller.order.Approver approver) {
            return new Approver()
                    .firstName(approver.firstName())
                    .lastName(approver.lastName())
                    .jobTitle(approver.jobTitle().orElse(null))
                    .email(approver.email())
                    .voice(approver.phone());
        }

        private static DomainControlValidation dcv(String name, DcvMethod method) {
            DomainControlValidation dcv = new DomainControlValidation().commonName(name);
            if (method instanceof DcvMethod.Email email) {
                return dcv.type("EMAIL").email(email.address());
            }
            return dcv.type(method instanceof DcvMethod.File ? "FILE" : "DNS");
        }
    }
}
