package dev.certbridge.reseller.order;

import dev.certbridge.reseller.DnsPublisher;

/** A method of domain control validation (DCV). E-mail is never a default: any reader of that mailbox could approve. */
public sealed interface DcvMethod {

    /** A DNS record, published through a {@link DnsPublisher}. */
    DcvMethod DNS = new Dns();

    /** A file served by the domain's web server. Not at regfish. */
    DcvMethod FILE = new File();

    /** An e-mail to this address, which the certificate authority must accept for the domain. */
    static DcvMethod email(String address) {
        return new Email(address);
    }

    /** Validation by DNS record. */
    record Dns() implements DcvMethod {
        @Override
        public String toString() {
            return "dns";
        }
    }

    /** Validation by file. */
    record File() implements DcvMethod {
        @Override
        public String toString() {
            return "file";
        }
    }

    /**
     * Validation by e-mail.
     *
     * @param address the address that the authority writes to
     */
    record Email(String address) implements DcvMethod {
        @Override
        public String toString() {
            return "email " + address;
        }
    }
}
