package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubCall;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes orders, renewals and reissues: checks what only the reseller can check. */
final class RealtimeOrderHandler {

    private static final int MONTHS_PER_YEAR = 12;

    private final SeededIds ids;
    private final ProcessStore office;
    private final Billing till;

    RealtimeOrderHandler(SeededIds ids, ProcessStore office, Billing till) {
        this.ids = ids;
        this.office = office;
        this.till = till;
    }

    /** {@code requestCertificate}: the customer is in the body, the period in months. */
    Reply request(StubCall call) {
        JsonNode body = call.json();
        requireCustomer(body.path("customer").asText());
        CatalogueProduct product = ProductCatalogue.product(body.path("product").asText());
        SigningRequest csr = csr(body);
        int months = months(product, body.path("period").asInt());
        checkFields(product, body);
        return till.take(call, priced(call, ProcessOrder.REQUEST, product, months, csr, null));
    }

    /** {@code createCertificate}, deprecated: the customer is in the path, the period in years. */
    Reply create(StubCall call) {
        JsonNode body = call.json();
        requireCustomer(call.pathParameter("customer"));
        CatalogueProduct product = ProductCatalogue.product(body.path("product").asText());
        int months = months(product, body.path("period").asInt() * MONTHS_PER_YEAR);
        return till.take(call, priced(call, ProcessOrder.CREATE, product, months, csr(body), null));
    }

    /** {@code renewCertificate}: the product may be left out, the period is in months. */
    Reply renew(StubCall call) {
        JsonNode body = call.json();
        RealtimeCertificate source = replaceable(call);
        CatalogueProduct product = renewedInto(body, source);
        SigningRequest csr = csr(body);
        int months = months(product, body.path("period").asInt());
        checkFields(product, body);
        return till.take(call, priced(call, ProcessOrder.RENEW, product, months, csr, source));
    }

    /** {@code renewCertificateLegacy}, deprecated: the period in years, product and CSR may be left out. */
    Reply renewLegacy(StubCall call) {
        JsonNode body = call.json();
        requireCustomer(call.pathParameter("customer"));
        RealtimeCertificate source = replaceable(call);
        CatalogueProduct product = renewedInto(body, source);
        int months = months(product, body.path("period").asInt() * MONTHS_PER_YEAR);
        SigningRequest csr = body.has("csr") ? csr(body) : source.order().csr();
        return till.take(call, priced(call, ProcessOrder.RENEW, product, months, csr, source));
    }

    /** {@code reissueCertificate}: within the term that was paid for; only names beyond the present ones are charged. */
    Reply reissue(StubCall call) {
        JsonNode body = call.json();
        RealtimeCertificate source = replaceable(call);
        CatalogueProduct product = source.order().product();
        if (!product.isReissuable()) {
            throw RealtimeRefusal.of("ValidationError", "This product cannot be reissued.");
        }
        SigningRequest csr = csr(body);
        CertificateNames names = CertificateNames.of(product, CertificateNames.Asked.of(body, csr.names()));
        DomainControl control = DomainControl.of(body.path("dcv"), names, ids);
        StubPrice price = StubPrice.ofMoreNames(product, source.order().names(), names);
        return till.take(
                call,
                new ProcessOrder(
                        call.operationId(),
                        ProcessOrder.REISSUE,
                        body,
                        product,
                        0,
                        csr,
                        names,
                        control,
                        price,
                        source));
    }

    private ProcessOrder priced(
            StubCall call,
            String action,
            CatalogueProduct product,
            int months,
            SigningRequest csr,
            @Nullable RealtimeCertificate source) {
        JsonNode body = call.json();
        CertificateNames names = source != null && !body.has("csr")
                ? source.order().names()
                : CertificateNames.of(product, CertificateNames.Asked.of(body, csr.names()));
        DomainControl control = DomainControl.of(body.path("dcv"), names, ids);
        StubPrice price = StubPrice.of(product, action.toUpperCase(Locale.ROOT), months, names);
        return new ProcessOrder(call.operationId(), action, body, product, months, csr, names, control, price, source);
    }

    /** Nothing that was already replaced or withdrawn. Two processes for one certificate are no obstacle. */
    private RealtimeCertificate replaceable(StubCall call) {
        RealtimeCertificate source = office.certificate(Long.parseLong(call.pathParameter("certificateId")));
        if (!source.isReplaceable()) {
            throw RealtimeRefusal.of("ObjectStatusProhibitsOperation", "The certificate is " + source.status() + ".");
        }
        return source;
    }

    private static CatalogueProduct renewedInto(JsonNode body, RealtimeCertificate source) {
        CatalogueProduct present = source.order().product();
        CatalogueProduct product = body.has("product")
                ? ProductCatalogue.product(body.get("product").asText())
                : present;
        if (!product.renewFrom().contains(present.id())) {
            throw RealtimeRefusal.of(
                    "ValidationError", "This product does not renew a certificate of " + present.id() + ".");
        }
        return product;
    }

    static void requireCustomer(String customer) {
        if (!customer.equals(RealtimeStub.CUSTOMER)) {
            throw RealtimeRefusal.missing("customer", customer);
        }
    }

    private static int months(CatalogueProduct product, int months) {
        if (!product.periods().contains(months)) {
            throw RealtimeRefusal.constraint("period", "must be one of " + product.periods(), IntNode.valueOf(months));
        }
        return months;
    }

    private static void checkFields(CatalogueProduct product, JsonNode body) {
        List<String> missing = product.demandedFields().stream()
                .filter(field -> body.path(field).isMissingNode())
                .toList();
        if (!missing.isEmpty()) {
            RealtimeRefusal refused =
                    RealtimeRefusal.constraint(missing.get(0), "must not be missing", MissingNode.getInstance());
            missing.stream()
                    .skip(1)
                    .forEach(field -> refused.violation(field, "must not be missing", MissingNode.getInstance()));
            throw refused;
        }
    }

    static SigningRequest csr(JsonNode body) {
        try {
            return SigningRequest.parse(body.path("csr").asText());
        } catch (IllegalArgumentException e) {
            throw RealtimeRefusal.of("InvalidCSRException", "The CSR cannot be read: " + e.getMessage());
        }
    }
}
