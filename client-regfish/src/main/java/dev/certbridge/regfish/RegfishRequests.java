package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateRequest.DcvMethodEnum;
import dev.certbridge.regfish.generated.model.CertificateRequest.SkuEnum;
import dev.certbridge.reseller.DcvMethod;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.provider.RequestCheck;
import java.util.Arrays;
import java.util.List;

/** From our request to regfish's. */
final class RegfishRequests {

    private static final int MOST_DAYS = 199;

    private RegfishRequests() {}

    /** Checks everything before anything is sent. */
    static CertificateRequest checked(Origin origin, OrderRequest request) {
        if (request.dcv() == DcvMethod.FILE) {
            throw new UnsupportedException(origin, "nothing was sent: regfish validates by DNS record, not by file");
        }
        RequestCheck.of(request)
                .product(products())
                .validity(Validity.Unit.DAYS, MOST_DAYS, false)
                .requireClean(origin);
        List<String> names = request.names();
        CertificateRequest wire = new CertificateRequest()
                .sku(SkuEnum.fromValue(request.product()))
                .commonName(names.get(0))
                .csr(request.csr().pem())
                .dcvMethod(DcvMethodEnum.DNS_CNAME_TOKEN);
        if (names.size() > 1) {
            wire.dnsNames(names.subList(1, names.size()));
        }
        request.validity().ifPresent(validity -> wire.validityDays(validity.amount()));
        return wire;
    }

    /** The contract's products; the generator's stand-in for unknown ones is none. */
    private static List<String> products() {
        return Arrays.stream(SkuEnum.values())
                .filter(sku -> sku != SkuEnum.UNKNOWN_DEFAULT_OPEN_API)
                .map(SkuEnum::getValue)
                .toList();
    }
}
