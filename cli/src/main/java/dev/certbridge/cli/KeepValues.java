package dev.certbridge.cli;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.RenewalPolicy;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that a file can set for one certificate or as defaults. A value is empty if the file does not set it.
 *
 * @param validity the validity. If the inner Optional is empty, the longest available validity is ordered
 * @param dcvNames the validation method of each domain name that has its own method
 */
record KeepValues(
        Optional<String> product,
        Optional<Optional<Validity>> validity,
        Optional<KeyType> key,
        Optional<DcvMethod> dcv,
        Map<String, DcvMethod> dcvNames,
        Optional<String> language,
        Optional<Organization> organization,
        Optional<Approver> approver,
        Optional<RenewalPolicy> renewal,
        Optional<Spending> spending,
        Optional<String> budget,
        Optional<List<String>> deploy) {

    /** The YAML keys of the values. */
    static final List<String> KEYS = List.of(
            "reseller",
            "product",
            "validity",
            "key",
            "dcv",
            "dcv-names",
            "language",
            "organization",
            "approver",
            "renewal",
            "spending",
            "budget",
            "deploy");

    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,2})d");
    private static final List<String> ORGANIZATION =
            List.of("id", "name", "address", "postal-code", "city", "state", "country", "registration");
    private static final List<String> APPROVER = List.of("first-name", "last-name", "email", "phone", "job-title");

    /** Reads the values in a section. */
    static KeepValues read(KeepSection section) {
        return new KeepValues(
                section.text("product"),
                section.parsed("validity", KeepValues::validity),
                section.parsed("key", Converters::keyType),
                section.parsed("dcv", KeepValues::dcv),
                dcvNames(section),
                section.text("language"),
                section.section("organization", ORGANIZATION).map(KeepValues::organization),
                section.section("approver", APPROVER).map(KeepValues::approver),
                section.parsed("renewal", KeepValues::renewal),
                section.parsed("spending", KeepValues::spending),
                section.text("budget"),
                section.value("deploy").map(value -> deploy(section)));
    }

    /**
     * Returns these values, completed with the defaults.
     *
     * @param sameReseller true if the defaults are for the reseller of these values. For another reseller, default
     *     products, terms, prices and organizations are not used, because they are valid only at their own reseller
     */
    KeepValues or(KeepValues defaults, boolean sameReseller) {
        return new KeepValues(
                product.or(() -> sameReseller ? defaults.product : Optional.empty()),
                validity.or(() -> sameReseller ? defaults.validity : Optional.empty()),
                key.or(() -> defaults.key),
                dcv.or(() -> defaults.dcv),
                dcvNames.isEmpty() ? defaults.dcvNames : dcvNames,
                language.or(() -> sameReseller ? defaults.language : Optional.empty()),
                organization.or(() -> sameReseller ? defaults.organization : Optional.empty()),
                approver.or(() -> sameReseller ? defaults.approver : Optional.empty()),
                renewal.or(() -> defaults.renewal),
                spending.or(() -> sameReseller ? defaults.spending : Optional.empty()),
                budget.or(() -> defaults.budget),
                deploy.or(() -> defaults.deploy));
    }

    /**
     * Sets the values in the builder of a specification. Ignores validation methods for domain names that are not in
     * {@code names}.
     */
    void addTo(CertificateSpec.Builder spec, List<String> names) {
        validity.flatMap(term -> term).ifPresent(spec::validity);
        key.ifPresent(spec::keyType);
        dcv.ifPresent(spec::dcv);
        dcvNames.forEach((name, method) -> {
            if (names.contains(name)) {
                spec.dcv(name, method);
            }
        });
        language.ifPresent(spec::language);
        organization.ifPresent(spec::organization);
        approver.ifPresent(spec::approver);
        renewal.ifPresent(spec::renewal);
        deploy.ifPresent(spec::deploy);
    }

    private static Optional<Validity> validity(String text) {
        return text.equals("longest") ? Optional.empty() : Optional.of(Converters.validity(text));
    }

    private static DcvMethod dcv(String text) {
        return RequestOptions.NamedMethod.method(text);
    }

    private static Map<String, DcvMethod> dcvNames(KeepSection section) {
        return section.value("dcv-names")
                .map(value -> {
                    Map<String, DcvMethod> methods = new LinkedHashMap<>();
                    KeepSection named = section.anyKeys("dcv-names");
                    for (String name : named.keys()) {
                        methods.put(
                                named.parsed(name, name, DomainName::requireValid),
                                named.parsed(name, KeepValues::dcv).orElseThrow());
                    }
                    return methods;
                })
                .orElse(new LinkedHashMap<>());
    }

    private static RenewalPolicy renewal(String text) {
        if (text.equals("third")) {
            return RenewalPolicy.thirdOfLifetime();
        }
        Matcher days = DAYS.matcher(text);
        if (!days.matches()) {
            throw new IllegalArgumentException(
                    "renewal is third (when a third of the lifetime is left) or a number of days before the end such as"
                            + " 30d, not \"" + text + "\"");
        }
        return RenewalPolicy.days(Integer.parseInt(days.group(1)));
    }

    private static Spending spending(String text) {
        if (text.equals("unquoted")) {
            return Spending.unquoted();
        }
        try {
            return Spending.upTo(Money.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + ". Write the highest price of an order, or unquoted if the reseller quotes none",
                    e);
        }
    }

    private static Organization organization(KeepSection section) {
        Optional<String> id = section.text("id");
        if (id.isPresent()) {
            if (section.keys().size() > 1) {
                throw section.wrong("id", "an organization has an id or a name, not both; remove one of them");
            }
            return Organization.onFile(id.get());
        }
        return new Organization.Details(
                section.required("name", "the organization", "id: hdl_... or name: Example GmbH"),
                section.text("address"),
                section.text("postal-code"),
                section.text("city"),
                section.text("state"),
                section.text("country"),
                section.text("registration"));
    }

    private static Approver approver(KeepSection section) {
        return new Approver(
                section.required("first-name", "the approver", "first-name: Ada"),
                section.required("last-name", "the approver", "last-name: Example"),
                section.required("email", "the approver", "email: ada@example.com"),
                section.required("phone", "the approver", "phone: \"+31.612345678\""),
                section.text("job-title"));
    }

    /** Reads a command. A list is a program with its arguments, and a text is a command line for the shell. */
    private static List<String> deploy(KeepSection section) {
        return section.isList("deploy")
                ? section.texts("deploy").orElseThrow()
                : List.of("/bin/sh", "-c", section.text("deploy").orElseThrow());
    }
}
