package dev.certbridge.cli;

import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options for the validation and the organization of an order. If the reseller does not support one of the given
 * options, nothing is sent to the reseller.
 */
final class RequestOptions {

    @Option(
            names = "--dcv",
            order = 22,
            paramLabel = "[NAME=]METHOD",
            description = "The method that proves the control of NAME, or of all names: dns, file or email:ADDRESS."
                    + " Default: dns.")
    private List<NamedMethod> methods = new ArrayList<>();

    @Option(
            names = "--language",
            order = 22,
            paramLabel = "CODE",
            description = "The language of e-mails about the validation, such as EN.")
    private @Nullable String language;

    @Option(
            names = "--organization-id",
            order = 24,
            paramLabel = "ID",
            description = "The id of the organization in the certificate. The reseller assigns the id, such as"
                    + " hdl_... at regfish.")
    private @Nullable String organizationId;

    @Option(
            names = "--organization",
            order = 24,
            paramLabel = "NAME",
            description = "The legal name of the organization in the certificate.")
    private @Nullable String organization;

    @Option(
            names = "--address",
            order = 24,
            paramLabel = "TEXT",
            description = "The organization's street and house number.")
    private @Nullable String address;

    @Option(names = "--postal-code", order = 24, paramLabel = "TEXT", description = "The organization's postal code.")
    private @Nullable String postalCode;

    @Option(names = "--city", order = 24, paramLabel = "TEXT", description = "The organization's city.")
    private @Nullable String city;

    @Option(names = "--state", order = 24, paramLabel = "TEXT", description = "The organization's state or province.")
    private @Nullable String state;

    @Option(
            names = "--country",
            order = 24,
            paramLabel = "CODE",
            description = "The organization's country, as a code of two letters.")
    private @Nullable String country;

    @Option(
            names = "--registration",
            order = 24,
            paramLabel = "TEXT",
            description = "The organization's number in the trade register.")
    private @Nullable String registration;

    @Option(
            names = "--approver-first-name",
            order = 26,
            paramLabel = "TEXT",
            description = "The first name of the approver, the person who confirms an order for an organization.")
    private @Nullable String firstName;

    @Option(names = "--approver-last-name", order = 26, paramLabel = "TEXT", description = "The approver's last name.")
    private @Nullable String lastName;

    @Option(
            names = "--approver-email",
            order = 26,
            paramLabel = "ADDRESS",
            description = "The approver's e-mail address.")
    private @Nullable String email;

    @Option(
            names = "--approver-phone",
            order = 26,
            paramLabel = "NUMBER",
            description = "The approver's phone number with the country code, such as +31.612345678.")
    private @Nullable String phone;

    @Option(
            names = "--approver-job-title",
            order = 26,
            paramLabel = "TEXT",
            description = "The approver's job title, if the product needs it.")
    private @Nullable String jobTitle;

    /** Adds the values of these options to a request. Throws if the options contradict each other. */
    OrderRequest.Builder addTo(OrderRequest.Builder request) {
        Set<Optional<String>> seen = new HashSet<>();
        for (NamedMethod each : methods) {
            if (!seen.add(each.name())) {
                throw new IllegalArgumentException(
                        "--dcv is given twice for " + each.name().orElse("all names") + "; give each name one method");
            }
            each.name().ifPresentOrElse(name -> request.dcv(name, each.method()), () -> request.dcv(each.method()));
        }
        Optional.ofNullable(language).ifPresent(request::language);
        organization().ifPresent(request::organization);
        approver().ifPresent(request::approver);
        return request;
    }

    private Optional<Organization> organization() {
        boolean fields = anyGiven(address, postalCode, city, state, country, registration);
        if (organization == null && fields) {
            throw new IllegalArgumentException(
                    "the fields of an organization need its name; give the name with --organization");
        }
        if (organizationId != null && organization != null) {
            throw new IllegalArgumentException("--organization-id and --organization exclude each other");
        }
        return organization == null
                ? Optional.ofNullable(organizationId).map(Organization::onFile)
                : Optional.of(details(organization));
    }

    private Organization.Details details(String name) {
        Organization.Details details = Organization.named(name);
        details = with(details, address, Organization.Details::address);
        details = with(details, postalCode, Organization.Details::postalCode);
        details = with(details, city, Organization.Details::city);
        details = with(details, state, Organization.Details::state);
        details = with(details, country, Organization.Details::country);
        return with(details, registration, Organization.Details::registration);
    }

    private static <T> T with(T value, @Nullable String part, BiFunction<T, String, T> setter) {
        return part == null ? value : setter.apply(value, part);
    }

    private Optional<Approver> approver() {
        if (!anyGiven(firstName, lastName, email, phone, jobTitle)) {
            return Optional.empty();
        }
        if (firstName == null || lastName == null || email == null || phone == null) {
            throw new IllegalArgumentException("an approver needs --approver-first-name, --approver-last-name,"
                    + " --approver-email and --approver-phone");
        }
        return Optional.of(with(Approver.of(firstName, lastName, email, phone), jobTitle, Approver::jobTitle));
    }

    private static boolean anyGiven(@Nullable String... values) {
        return Stream.of(values).anyMatch(value -> value != null);
    }

    /**
     * A validation method.
     *
     * @param name the domain name that this method validates, or empty if this is the method for all other domain names
     */
    record NamedMethod(Optional<String> name, DcvMethod method) {

        /** Parses METHOD or NAME=METHOD. */
        static NamedMethod parse(String text) {
            int equals = text.startsWith("email:") ? -1 : text.indexOf('=');
            Optional<String> name = Optional.of(text.substring(0, Math.max(equals, 0)))
                    .filter(found -> equals >= 0)
                    .map(DomainName::requireValid);
            return new NamedMethod(name, method(text.substring(equals + 1)));
        }

        /** Parses METHOD. */
        static DcvMethod method(String text) {
            if (text.startsWith("email:")) {
                return DcvMethod.email(text.substring("email:".length()));
            }
            return switch (text) {
                case "dns" -> DcvMethod.DNS;
                case "file" -> DcvMethod.FILE;
                default ->
                    throw new IllegalArgumentException(
                            "a validation method is dns, file or email:ADDRESS, not \"" + text + "\"");
            };
        }
    }
}
