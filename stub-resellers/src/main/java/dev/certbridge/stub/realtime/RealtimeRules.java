package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.Breach;
import dev.certbridge.stub.Call;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.ResellerRules;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.Workshop;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Realtime Register does with requests, as far as the facts go. */
final class RealtimeRules implements ResellerRules {

    /** An obvious fake. */
    static final String KEY = "not-a-real-realtime-key";

    private static final String SCHEME = "ApiKey ";

    private final Workshop workshop;
    private final Quirks quirks = new Quirks();
    private final OrderDesk desk;
    private final ProcessOffice office;
    private final SentAnswer sent;

    RealtimeRules(Workshop workshop) {
        this.workshop = workshop;
        this.office = new ProcessOffice(workshop, quirks);
        this.desk = new OrderDesk(workshop.ids(), office, new Till(workshop, office, quirks));
        this.sent = new SentAnswer(quirks, workshop.options().clock());
    }

    Quirks quirks() {
        return quirks;
    }

    ProcessOffice office() {
        return office;
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public Optional<String> credential(Call call) {
        return call.header("authorization")
                .filter(value -> value.startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()));
    }

    @Override
    public Reply unauthorized() {
        return error(401, "AuthenticationError", "This API key is not known.");
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        // Not documented; the vendor's clients expect a 404, and no type in its body.
        return Reply.json(404, JsonNodeFactory.instance.objectNode().put("message", "Nothing at this address."));
    }

    /** Mistyped values are refused, by the errors page; but the vendor's PHP client sends a date as PHP's own object. */
    @Override
    public boolean refuses(Breach breach) {
        return ResellerRules.super.refuses(breach)
                && !(breach.kind() == Breach.Kind.WRONG_TYPE && breach.field().equals("date"));
    }

    @Override
    public Reply refusal(Call call, List<Breach> breaches) {
        for (Breach breach : breaches) {
            switch (breach.kind()) {
                case UNREADABLE -> {
                    return Refused.of("InvalidMessage", "The body is not JSON: " + breach.message())
                            .reply();
                }
                case UNKNOWN_PROPERTY -> {
                    return Refused.unrecognized(breach.field(), "Unknown property.")
                            .reply();
                }
                case WRONG_TYPE -> {
                    return Refused.unrecognized(breach.field(), "The value has the wrong type.")
                            .reply();
                }
                case CONSTRAINT, ACCEPTED_TYPE -> {}
            }
        }
        Breach first = breaches.get(0);
        Refused refused = Refused.constraint(first.field(), first.message(), value(call, first.field()));
        breaches.stream()
                .skip(1)
                .forEach(breach -> refused.violation(breach.field(), breach.message(), value(call, breach.field())));
        return refused.reply();
    }

    @Override
    public List<String> names(Call call) {
        try {
            return switch (call.operationId()) {
                case "requestCertificate", "createCertificate" -> {
                    JsonNode body = call.json();
                    List<String> csrNames =
                            SigningRequest.parse(body.path("csr").asText()).names();
                    yield Names.Asked.of(body, csrNames).listed();
                }
                case "getProcess", "getProcessInfo", "cancelProcess", "resendProcess" ->
                    office.process(id(call, "processId")).order().names().all();
                // By the names of the certificate; those of a CSR for its successor are not looked at.
                case "getCertificate",
                        "downloadCertificate",
                        "renewCertificate",
                        "renewCertificateLegacy",
                        "reissueCertificate",
                        "revokeCertificate" ->
                    office.certificate(id(call, "certificateId")).names();
                default -> List.of();
            };
        } catch (Refused | IllegalArgumentException nobodysNames) {
            return List.of();
        }
    }

    @Override
    public Optional<Reply> answer(Call call) {
        try {
            return Optional.ofNullable(
                    switch (call.operationId()) {
                        case "requestCertificate" -> desk.request(call);
                        case "createCertificate" -> desk.create(call);
                        case "renewCertificate" -> desk.renew(call);
                        case "renewCertificateLegacy" -> desk.renewLegacy(call);
                        case "reissueCertificate" -> desk.reissue(call);
                        case "revokeCertificate" -> revoke(call);
                        case "getProcess" ->
                            projected(
                                    call, office.process(id(call, "processId")).look(), "id");
                        case "getProcessInfo" ->
                            Reply.json(
                                    200, office.process(id(call, "processId")).lookAtInfo());
                        case "cancelProcess" -> cancel(call);
                        case "resendProcess" -> resend(call);
                        case "listProcesses" ->
                            new Listing(Listed.PROCESSES, call, quirks).of(office.listedProcesses());
                        case "listCertificates" ->
                            new Listing(Listed.CERTIFICATES, call, quirks).of(office.listedCertificates());
                        case "getCertificate" -> certificate(call);
                        case "downloadCertificate" ->
                            Download.of(
                                    office.certificate(id(call, "certificateId")),
                                    call.queryValue("format").orElse(Download.DEFAULT_FORMAT),
                                    quirks.downloadForm);
                        case "listProducts" -> new Listing(Listed.PRODUCTS, call, quirks).of(Catalogue.entries());
                        case "getProduct" -> product(call);
                        case "decodeCsr" -> Reply.json(200, CsrContent.of(OrderDesk.csr(call.json())));
                        case "listDcvEmailAddresses" -> validationAddresses(call.pathParameter("domainName"));
                        case "listNotifications", "pollNotification", "getNotification", "acknowledgeNotification" ->
                            notifications(call);
                        default -> null;
                    });
        } catch (Refused e) {
            return Optional.of(e.reply());
        }
    }

    @Override
    public Reply sent(Call call, Reply checked) {
        return sent.of(call, checked);
    }

    private Reply certificate(Call call) {
        return projected(call, office.certificate(id(call, "certificateId")).json(), "id");
    }

    private static Reply product(Call call) {
        return projected(call, Catalogue.product(call.pathParameter("product")).json(), "product");
    }

    /** With the fields only that were asked for, and the identifying one. */
    private static Reply projected(Call call, JsonNode json, String identifyingField) {
        return Reply.json(200, Listing.only(call, json, identifyingField, List.of()));
    }

    /** The reason may be missing, and the whole body with it. */
    private Reply revoke(Call call) {
        JsonNode body = call.json().isObject() ? call.json() : JsonNodeFactory.instance.objectNode();
        long process = office.revoke(id(call, "certificateId"), body).id();
        return new Reply(202, Map.of(SentAnswer.PROCESS_ID, Long.toString(process)), new byte[0]);
    }

    private Reply cancel(Call call) {
        office.process(id(call, "processId")).cancel();
        return new Reply(200, Map.of(), new byte[0]);
    }

    private Reply resend(Call call) {
        JsonNode dcv = call.json().path("dcv");
        return Reply.json(200, office.process(id(call, "processId")).resend(dcv, workshop.ids()));
    }

    private Reply notifications(Call call) {
        OrderDesk.requireCustomer(call.pathParameter("customer"));
        NotificationStore store = office.notifications();
        return switch (call.operationId()) {
            case "listNotifications" -> new Listing(Listed.NOTIFICATIONS, call, quirks).of(store.all());
            case "pollNotification" -> Reply.json(200, store.poll());
            case "getNotification" ->
                projected(call, store.get(call.pathParameter("notificationId")).json(), "id");
            default -> {
                store.get(call.pathParameter("notificationId"))
                        .acknowledge(office.now().truncatedTo(ChronoUnit.SECONDS));
                yield new Reply(200, Map.of(), new byte[0]);
            }
        };
    }

    /** The five usual addresses of the name and of every domain above it, without its top-level domain. */
    private static Reply validationAddresses(String name) {
        ArrayNode addresses = JsonNodeFactory.instance.arrayNode();
        String domain = name.startsWith("*.") ? name.substring(2) : name;
        while (domain.indexOf('.') > 0) {
            for (String local : List.of("admin", "administrator", "hostmaster", "postmaster", "webmaster")) {
                addresses.add(local + "@" + domain);
            }
            domain = domain.substring(domain.indexOf('.') + 1);
        }
        return Reply.json(200, addresses);
    }

    private static long id(Call call, String parameter) {
        return Long.parseLong(call.pathParameter(parameter));
    }

    /** What was sent, for the violation that names it. */
    private static JsonNode value(Call call, String field) {
        return call.queryValue(field)
                .or(() -> Optional.ofNullable(call.pathParameters().get(field)))
                .<JsonNode>map(TextNode::valueOf)
                .orElseGet(() -> {
                    JsonNode body = call.json();
                    return body.isObject() ? body.at("/" + field.replace('.', '/')) : MissingNode.getInstance();
                });
    }

    private static Reply error(int status, String type, String message) {
        return Reply.json(
                status, JsonNodeFactory.instance.objectNode().put("type", type).put("message", message));
    }
}
