package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.realtime.generated.model.DomainControlValidation;
import dev.certbridge.realtime.generated.model.DomainControlValidation.TypeEnum;
import dev.certbridge.reseller.DcvMethod;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.provider.RequestCheck;
import java.util.List;

/** From our request to Realtime Register's. */
final class RealtimeRequests {

    private RealtimeRequests() {}

    /** Checks everything before anything is sent. Products and their periods are the reseller's to know. */
    static CertificateRequest checked(Origin origin, String customer, OrderRequest request) {
        RequestCheck.of(request)
                .validity(Validity.Unit.MONTHS, Integer.MAX_VALUE, true)
                .requireClean(origin);
        TypeEnum type = request.dcv() == DcvMethod.FILE ? TypeEnum.FILE : TypeEnum.DNS;
        List<DomainControlValidation> dcv = request.names().stream()
                .map(name -> new DomainControlValidation().commonName(name).type(type))
                .toList();
        CertificateRequest wire = new CertificateRequest()
                .customer(customer)
                .product(request.product())
                .period(request.validity().orElseThrow().amount())
                .csr(request.csr().pem())
                .dcv(dcv);
        // The names stand in the CSR. Naming them again is only allowed where the product says so.
        return wire;
    }
}
