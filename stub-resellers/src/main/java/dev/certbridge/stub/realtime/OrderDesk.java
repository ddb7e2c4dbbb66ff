package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.certbridge.stub.Call;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes orders, renewals and reissues: checks what only the reseller can check. */
final class OrderDesk {

    private static final int MONTHS_PER_YEAR = 12;

    private final SeededIds ids;
    private final ProcessOffice office;
    private final Till till;

    OrderDesk(SeededIds ids, ProcessOffice office, Till till) {
        this.ids = ids;
        this.office = office;
        this.till = till;
    }

    /** {@code requestCertificate}: the customer is in the body, the period in months. */
    Reply request(Call call) {
        JsonNode body = call.json();
        requireCustomer(body.path("customer").asText());
        Product product = Catalogue.product(body.path("product").asText());
        SigningRequest csr = csr(body);
        int months = months(product, body.path("period").asInt());
        checkFields(product, body);
        return till.take(call, priced(call, Order.REQUEST, product, months, csr, null));
    }

    /** {@code createCertificate}, deprecated: the customer is in the path, the period in years. */
    Reply create(Call call) {
        JsonNode body = call.json();
        requireCustomer(call.pathParameter("customer"));
        Product product = Catalogue.product(body.path("product").asText());
        int months = months(product, body.path("period").asInt() * MONTHS_PER_YEAR);
        return till.take(call, priced(call, Order.CREATE, product, months, csr(body), null));
    }

    /** {@code renewCertificate}: the product may be left out, the period is in months. */
    Reply renew(Call call) {
        JsonNode body = call.json();
        RealtimeCertificate source = replaceable(call);
        Product product = renewedInto(body, source);
        SigningRequest csr = csr(body);
        int months = months(product, body.path("period").asInt());
        checkFields(product, body);
        return till.take(call, priced(call, Order.RENEW, product, months, csr, source));
    }

    /** {@code renewCertificateLegacy}, deprecated: the period in years, product and CSR may be left out. */
    Reply renewLegacy(Call call) {
        JsonNode body = call.json();
        requireCustomer(call.pathParameter("customer"));
        RealtimeCertificate source = replaceable(call);
        Product product = renewedInto(body, source);
        int months = months(product, body.path("period").asInt() * MONTHS_PER_YEAR);
        SigningRequest csr = body.has("csr") ? csr(body) : source.order().csr();
        return till.take(call, priced(call, Order.RENEW, product, months, csr, source));
    }

    /** {@code reissueCertificate}: within the term that was paid for; only names beyond the present ones are charged. */
    Reply reissue(Call call) {
        JsonNode body = call.json();
        RealtimeCertificate source = replaceable(call);
        Product product = source.order().product();
        if (!product.isReissuable()) {
            throw Refused.of("ValidationError", "This product cannot be reissued.");
        }
        SigningRequest csr = csr(body);
        Names names = Names.of(product, Names.Asked.of(body, csr.names()));
        DomainControl control = DomainControl.of(body.path("dcv"), names, ids);
        Price price = Price.ofMoreNames(product, source.order().names(), names);
        return till.take(
                call,
                new Order(call.operationId(), Order.REISSUE, body, product, 0, csr, names, control, price, source));
    }

    private Order priced(
            Call call,
            String action,
            Product product,
            int months,
            SigningRequest csr,
            @Nullable RealtimeCertificate source) {
        JsonNode body = call.json();
        Names names = source != null && !body.has("csr")
                ? source.order().names()
                : Names.of(product, Names.Asked.of(body, csr.names()));
        DomainControl control = DomainControl.of(body.path("dcv"), names, ids);
        Price price = Price.of(product, action.toUpperCase(Locale.ROOT), months, names);
        return new Order(call.operationId(), action, body, product, months, csr, names, control, price, source);
    }

    /** Nothing that was already replaced or withdrawn. Two processes for one certificate are no obstacle. */
    private RealtimeCertificate replaceable(Call call) {
        RealtimeCertificate source = office.certificate(Long.parseLong(call.pathParameter("certificateId")));
        if (!source.isReplaceable()) {
            throw Refused.of("ObjectStatusProhibitsOperation", "The certificate is " + source.status() + ".");
        }
        return source;
    }

    private static Product renewedInto(JsonNode body, RealtimeCertificate source) {
        Product present = source.order().product();
        Product product =
                body.has("product") ? Catalogue.product(body.get("product").asText()) : present;
        if (!product.renewFrom().contains(present.id())) {
            throw Refused.of("ValidationError", "This product does not renew a certificate of " + present.id() + ".");
        }
        return product;
    }

    static void requireCustomer(String customer) {
        if (!customer.equals(RealtimeStub.CUSTOMER)) {
            throw Refused.missing("customer", customer);
        }
    }

    private static int months(Product product, int months) {
        if (!product.periods().contains(months)) {
            throw Refused.constraint("period", "must be one of " + product.periods(), IntNode.valueOf(months));
        }
        return months;
    }

    private static void checkFields(Product product, JsonNode body) {
        List<String> missing = product.demandedFields().stream()
                .filter(field -> body.path(field).isMissingNode())
                .toList();
        if (!missing.isEmpty()) {
            Refused refused = Refused.constraint(missing.get(0), "must not be missing", MissingNode.getInstance());
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
            throw Refused.of("InvalidCSRException", "The CSR cannot be read: " + e.getMessage());
        }
    }
}
