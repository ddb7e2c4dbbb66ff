package dev.certbridge.realtime;

import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the lengths, patterns and values of request fields against the contract. */
final class RealtimeRequestRules {

    static final Pattern HANDLE = Pattern.compile("[a-zA-Z0-9\\-_@.]{3,40}");

    /**
     * The pattern for the id of a process or certificate. An id must not have leading zeros, because one order could
     * then have two ids in the order book.
     */
    static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final String HOST = "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?:[a-z][a-z0-9-]{0,61}[a-z0-9])";
    private static final Pattern DOMAIN = Pattern.compile("(?:\\*\\.)?" + HOST);
    private static final Pattern EMAIL =
            Pattern.compile("(?=.{6,255}$)(?=.{1,64}@)[a-z0-9_\\-+]+(?:\\.[a-z0-9_\\-+]+)*@" + HOST);
    private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
    // The vendor's sources disagree about the notation of phone numbers, but all sources require the plus sign.
    private static final Pattern PHONE = Pattern.compile("\\+[0-9][0-9 .()-]{3,30}");

    private static final int LONGEST_LANGUAGE = 20;

    private RealtimeRequestRules() {}

    static void names(RequestValidation check, OrderRequest request) {
        check.names(DOMAIN, 4, 255).source(NUMBER, "certificate number of Realtime Register");
        Stream.concat(Stream.of(request.dcv()), request.dcvByName().values().stream())
                .flatMap(method -> method instanceof DcvMethod.Email email ? Stream.of(email.address()) : Stream.of())
                .distinct()
                .sorted()
                .forEach(address -> email(check, "dcv.email", address));
    }

    static void people(RequestValidation check, OrderRequest request) {
        // The reseller checks the language, because it may add languages without notice.
        check.text("language", request.language(), 1, LONGEST_LANGUAGE);
        request.organization().ifPresent(organization -> {
            if (organization instanceof Organization.Details details) {
                details(check, details, request.kind());
            }
        });
        request.approver().ifPresent(approver -> approver(check, approver));
    }

    private static void details(RequestValidation check, Organization.Details details, OrderId.Kind kind) {
        check.text("organization.name", Optional.of(details.name()), 1, 64)
                .text("organization.address", details.address(), 1, 60)
                .text("organization.postalCode", details.postalCode(), 1, 10)
                .text("organization.city", details.city(), 1, 60)
                .text("organization.state", details.state(), 1, 60)
                .text("organization.registration", details.registration(), 1, 32)
                .form("organization.country", details.country(), COUNTRY, "two letters");
        if (kind != OrderId.Kind.ORDER && details.country().isPresent()) {
            check.violation(
                    "organization.country",
                    "is not supported in a renewal or reissue; leave it out, because the country in the CSR is used");
        }
    }

    private static void approver(RequestValidation check, Approver approver) {
        check.text("approver.firstName", Optional.of(approver.firstName()), 1, 40)
                .text("approver.lastName", Optional.of(approver.lastName()), 1, 40)
                .text("approver.jobTitle", approver.jobTitle(), 1, 40)
                .form(
                        "approver.phone",
                        Optional.of(approver.phone()),
                        PHONE,
                        "a number with the country's code, such as +31.612345678");
        email(check, "approver.email", approver.email());
    }

    private static void email(RequestValidation check, String field, String address) {
        check.form(field, Optional.of(address), EMAIL, "an e-mail address in lower case");
    }

    static long number(CertificateId id) {
        return number("certificate", id.providerId());
    }

    static long number(String what, String id) {
        if (!NUMBER.matcher(id).matches()) {
            throw new IllegalArgumentException("nothing was sent: a " + what
                    + " of Realtime Register is a number without leading zeros, not \"" + id + "\"");
        }
        return Long.parseLong(id);
    }
}
