package dev.certbridge.temporal;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.RenewalPolicy;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CertificateSpec} as JSON, which is the input of a {@link CertificateWorkflow}. The worker sets the budget
 * and the command after a delivery, so that people who may only start workflows cannot change the budget or the
 * command.
 *
 * @param limit the highest allowed price of an order, such as {@code EUR:25.00}, or {@code unquoted} to allow any price
 * @param validity the validity to order, or empty to order the longest validity that is allowed on the day of the order
 * @param keyType the type of the private keys, or empty for {@link KeyType#EC_P256}
 * @param dcv the default validation method, which is {@code dns}, {@code file} or {@code email ADDRESS}, or empty for
 *     {@code dns}
 * @param dcvByName the validation methods of individual domain names
 * @param organizationOnFile the id of the organization at the reseller
 * @param organization the data of an organization that has no id at the reseller
 * @param renewBeforeDays the number of days before the end at which the certificate is renewed, or empty to renew it
 *     when a third of the lifetime is left
 * @param replaces the id of the certificate that the first order renews, such as
 *     {@code certbridge-certificate:realtime:live:handle:4711}
 */
public record CertificateInput(
        String id,
        String reseller,
        String product,
        String limit,
        List<String> names,
        Optional<Validity> validity,
        Optional<KeyType> keyType,
        Optional<String> dcv,
        Map<String, String> dcvByName,
        Optional<String> organizationOnFile,
        Optional<Organization.Details> organization,
        Optional<Approver> approver,
        Optional<String> language,
        OptionalInt renewBeforeDays,
        Optional<String> replaces,
        Optional<String> group) {

    private static final String UNQUOTED = "unquoted";
    private static final String EMAIL = "email ";

    /** Creates an input. If the JSON lacks a list, map or number, the value is empty. */
    public CertificateInput {
        names = names == null ? List.of() : List.copyOf(names);
        dcvByName = dcvByName == null ? Map.of() : Map.copyOf(dcvByName);
        renewBeforeDays = renewBeforeDays == null ? OptionalInt.empty() : renewBeforeDays;
    }

    /**
     * Returns the input for a specification.
     *
     * @throws IllegalArgumentException the specification has a budget, a command or an acknowledged quote, none of
     *     which a workflow input can contain
     */
    public static CertificateInput of(CertificateSpec spec) {
        if (spec.spending().budget().isPresent() || !spec.deploy().isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + spec.id() + "\" has a budget or a command. Set both at the worker, not in a specification");
        }
        return new CertificateInput(
                spec.id(),
                spec.reseller(),
                spec.product(),
                limit(spec),
                spec.names(),
                spec.validity(),
                Optional.of(spec.keyType()),
                Optional.of(spec.dcv().toString()),
                spec.dcvByName().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().toString())),
                spec.organization()
                        .filter(Organization.OnFile.class::isInstance)
                        .map(value -> ((Organization.OnFile) value).id()),
                spec.organization()
                        .filter(Organization.Details.class::isInstance)
                        .map(Organization.Details.class::cast),
                spec.approver(),
                spec.language(),
                spec.renewal().days(),
                spec.replaces().map(CertificateId::toString),
                spec.group());
    }

    private static String limit(CertificateSpec spec) {
        if (spec.spending() instanceof Spending.UpTo upTo) {
            return upTo.limit().toString();
        }
        if (spec.spending() instanceof Spending.Unquoted) {
            return UNQUOTED;
        }
        throw new IllegalArgumentException("the certificate \"" + spec.id()
                + "\" has the price of one quote as its limit, which a workflow cannot use for"
                + " several orders. Set a price limit, or allow any price");
    }

    /**
     * Returns the specification.
     *
     * @param budget the budget of the worker, or empty if the worker has no budget
     * @param deploy the command of the worker, or an empty list if the worker has no command
     * @throws IllegalArgumentException a value is missing or is not valid
     */
    CertificateSpec spec(Optional<String> budget, List<String> deploy) {
        String allowed = required("limit", limit);
        Spending spending = allowed.equals(UNQUOTED) ? Spending.unquoted() : Spending.upTo(Money.parse(allowed));
        CertificateSpec.Builder spec = CertificateSpec.builder(
                        required("id", id),
                        required("reseller", reseller),
                        required("product", product),
                        budget.map(spending::from).orElse(spending))
                .names(names)
                .keyType(keyType.orElse(KeyType.EC_P256))
                .dcv(dcv.map(CertificateInput::method).orElse(DcvMethod.DNS))
                .deploy(deploy);
        validity.ifPresent(spec::validity);
        dcvByName.forEach((name, text) -> spec.dcv(name, method(text)));
        organizationOnFile.map(Organization::onFile).ifPresent(spec::organization);
        organization.ifPresent(spec::organization);
        approver.ifPresent(spec::approver);
        language.ifPresent(spec::language);
        renewBeforeDays.ifPresent(days -> spec.renewal(RenewalPolicy.days(days)));
        replaces.map(CertificateId::parse).ifPresent(spec::replaces);
        group.ifPresent(spec::group);
        return spec.build();
    }

    private static DcvMethod method(String text) {
        if (text.startsWith(EMAIL)) {
            return DcvMethod.email(text.substring(EMAIL.length()));
        }
        return switch (text) {
            case "dns" -> DcvMethod.DNS;
            case "file" -> DcvMethod.FILE;
            default ->
                throw new IllegalArgumentException(
                        "the validation method \"" + text + "\" is not known. Use dns, file or email ADDRESS");
        };
    }

    private String required(String member, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "\"" + member + "\" is missing in the input" + (id == null ? "" : " of \"" + id + '"'));
        }
        return value;
    }
}
