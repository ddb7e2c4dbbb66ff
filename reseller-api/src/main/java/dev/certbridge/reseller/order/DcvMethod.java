package dev.certbridge.reseller.order;

import dev.certbridge.reseller.DnsPublisher;

/** How control over a domain is proven. E-mail is never a default: whoever reads that mailbox decides. */
public sealed interface DcvMethod {

    /** A DNS record, published through a {@link DnsPublisher}. */
    DcvMethod DNS = new Dns();

    /** A file served by the domain's web server. Not at regfish. */
    DcvMethod FILE = new File();

    /** An e-mail to this address, which the certificate authority must accept for the domain. */
    static DcvMethod email(String address) {
        return new Email(address);
    }

    /** By DNS record. */
    record Dns() implements DcvMethod {
        @Override
        public String toString() {
            return "dns";
        }
    }

    /** By file. */
    record File() implements DcvMethod {
        @Override
        public String toString() {
            return "file";
        }
    }

    /**
     * By e-mail.
     *
     * @param address who is asked
     */
    record Email(String address) implements DcvMethod {
        @Override
        public String toString() {
            return "email " + address;
        }
    }
}
