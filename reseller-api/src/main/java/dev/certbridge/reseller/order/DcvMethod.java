package dev.certbridge.reseller.order;

import dev.certbridge.reseller.DnsPublisher;

/**
 * A method of domain control validation (DCV). E-mail is never the default, because every reader of the mailbox could
 * approve a certificate.
 */
public sealed interface DcvMethod {

    /** A DNS record, published through a {@link DnsPublisher}. */
    DcvMethod DNS = new Dns();

    /** A file on the web server of the domain. regfish does not offer this method. */
    DcvMethod FILE = new File();

    /**
     * Returns the method with an e-mail to this address. The certificate authority must accept the address for the
     * domain.
     */
    static DcvMethod email(String address) {
        return new Email(address);
    }

    /** The method with a DNS record. */
    record Dns() implements DcvMethod {
        @Override
        public String toString() {
            return "dns";
        }
    }

    /** The method with a file on the web server. */
    record File() implements DcvMethod {
        @Override
        public String toString() {
            return "file";
        }
    }

    /**
     * The method with an e-mail.
     *
     * @param address the address to which the certificate authority sends the e-mail
     */
    record Email(String address) implements DcvMethod {
        @Override
        public String toString() {
            return "email " + address;
        }
    }
}
