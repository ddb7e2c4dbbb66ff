package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.Breach;
import dev.certbridge.stub.Call;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.ResellerRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What regfish does with requests, as far as the facts go. */
final class RegfishRules implements ResellerRules {

    /** An obvious fake. */
    static final String KEY = "not-a-real-regfish-key";

    private final Registrar registrar;
    private final OrderShelf shelf;
    private final OrderDesk desk;
    private final DnsDesk dns;

    RegfishRules(Registrar registrar, OrderShelf shelf, OrderDesk desk) {
        this.registrar = registrar;
        this.shelf = shelf;
        this.desk = desk;
        this.dns = new DnsDesk(registrar.zones());
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public Optional<String> credential(Call call) {
        return call.header("x-api-key");
    }

    @Override
    public Reply unauthorized() {
        return Envelope.failure(401, "Unauthorized", "Unauthorized");
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        return Envelope.failure(404, "Not found", "Nothing at this address");
    }

    /** A member that regfish does not know harms nothing: the DNS client of the vendor sends {@code "id": 0}. */
    @Override
    public boolean refuses(Breach breach) {
        return ResellerRules.super.refuses(breach) && breach.kind() != Breach.Kind.UNKNOWN_PROPERTY;
    }

    @Override
    public Reply refusal(Call call, List<Breach> breaches) {
        String detail = breaches.stream().map(Breach::toString).collect(Collectors.joining("; "));
        return Envelope.failure(400, "The request was not accepted", detail);
    }

    @Override
    public List<String> names(Call call) {
        if (call.operationId().equals("createCertificate")) {
            return Request.names(call.json());
        }
        return Optional.ofNullable(call.pathParameters().get("certificate_id"))
                .flatMap(shelf::find)
                .map(RegfishOrder::names)
                .orElse(List.of());
    }

    @Override
    public Optional<Reply> answer(Call call) {
        try {
            return certificates(call).or(() -> organizations(call)).or(() -> dns.answer(call));
        } catch (Refused e) {
            return Optional.of(e.reply());
        }
    }

    private Optional<Reply> certificates(Call call) {
        return switch (call.operationId()) {
            case "createCertificate" -> success(desk.create(call.json()));
            case "listCertificates" -> success(shelf.list());
            case "getCertificate" -> success(order(call).look());
            case "reissueCertificate" -> success(desk.reissue(order(call), call.json()));
            case "completeCertificate" ->
                success(desk.complete(order(call), call.json().path("org_id").asText()));
            case "downloadCertificate" -> Optional.of(order(call).download(call.pathParameter("format")));
            case "listProducts" -> success(registrar.catalog().json());
            default -> Optional.empty();
        };
    }

    private Optional<Reply> organizations(Call call) {
        Organizations organizations = registrar.organizations();
        return switch (call.operationId()) {
            case "listOrganizations" -> success(organizations.list());
            case "createOrganization" ->
                success(organizations.create(call.json()).json());
            case "patchOrganization" ->
                success(organizations
                        .patch(call.pathParameter("organization_id"), call.json())
                        .json());
            default -> Optional.empty();
        };
    }

    private RegfishOrder order(Call call) {
        return shelf.order(call.pathParameter("certificate_id"), "Certificate not found");
    }

    private static Optional<Reply> success(JsonNode response) {
        return Optional.of(Envelope.success(response));
    }
}
