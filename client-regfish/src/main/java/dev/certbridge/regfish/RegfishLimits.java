package dev.certbridge.regfish;

import dev.certbridge.reseller.DcvMethod;
import dev.certbridge.reseller.OrderId.Kind;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Organization;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.provider.RequestCheck;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a request regfish takes, and what it has no place for. */
final class RegfishLimits {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");

    private RegfishLimits() {}

    /** Refuses what regfish cannot do, with every reason at once. */
    static void requireSupported(Origin origin, OrderRequest request) {
        boolean reissue = request.kind() == Kind.REISSUE;
        boolean fields = request.organization()
                .filter(Organization.Details.class::isInstance)
                .isPresent();
        String reasons = Stream.of(
                        reason(
                                methods(request).anyMatch(DcvMethod.File.class::isInstance),
                                "validates by DNS record or e-mail, not by file"),
                        reason(
                                reissue && !addresses(request).isEmpty(),
                                "takes no e-mail address for a reissue; use DcvMethod.DNS"),
                        reason(
                                reissue && request.organization().isPresent(),
                                "keeps the organization of the order in a reissue"),
                        reason(
                                !reissue && fields,
                                "takes an organization by its id on file, not by its fields; use Organization.onFile"),
                        reason(request.approver().isPresent(), "takes no approver"),
                        reason(request.contact().isPresent(), "takes no contact"),
                        reason(request.language().isPresent(), "takes no language"))
                .flatMap(reason -> reason)
                .collect(Collectors.joining(", and "));
        if (!reasons.isEmpty()) {
            throw new UnsupportedException(origin, "nothing was sent: regfish " + reasons);
        }
    }

    /** One method holds for the whole order. */
    static void checkMethods(RequestCheck check, OrderRequest request) {
        List<String> addresses = addresses(request);
        if (!addresses.isEmpty() && methods(request).anyMatch(DcvMethod.Dns.class::isInstance)) {
            check.violation("dcv", "is DNS for some names and e-mail for others; regfish takes one method for all");
        }
        addresses.stream()
                .filter(address -> !ADDRESS.matcher(address).matches())
                .forEach(address -> check.violation("dcv", "holds an e-mail address that is none"));
        request.organization()
                .filter(organization -> organization instanceof Organization.OnFile file
                        && file.id().isBlank())
                .ifPresent(organization -> check.violation("organization", "has an empty id"));
    }

    /** Who is asked for approval, each once; nobody when control is shown in DNS. */
    static List<String> addresses(OrderRequest request) {
        return methods(request)
                .filter(DcvMethod.Email.class::isInstance)
                .map(method -> ((DcvMethod.Email) method).address())
                .distinct()
                .toList();
    }

    private static Stream<DcvMethod> methods(OrderRequest request) {
        return request.names().isEmpty()
                ? Stream.of(request.dcv())
                : request.names().stream().map(request::dcv);
    }

    private static Stream<String> reason(boolean applies, String text) {
        return applies ? Stream.of(text) : Stream.empty();
    }
}
