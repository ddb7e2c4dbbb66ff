package dev.certbridge.reseller.order;

import java.util.Objects;

/** A validation that the certificate authority requires for a name before the certificate is issued. */
public sealed interface DomainValidation {

    /** Returns true if the certificate authority has accepted this validation. */
    boolean done();

    /**
     * A DNS record to publish.
     *
     * @param name the name of the record, in lower case without a trailing dot
     * @param type {@code CNAME} or {@code TXT}
     * @param value the content of the record; a host name has no trailing dot
     * @param done true if the certificate authority has seen the record
     */
    record DnsRecord(String name, String type, String value, boolean done) implements DomainValidation {
        public DnsRecord {
            Objects.requireNonNull(name, "name");
            // The text is interned, because a wait for many orders has thousands of records of two types in memory.
            type = type.intern();
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return name + " " + type + " " + value;
        }
    }

    /**
     * An e-mail that a person has to answer.
     *
     * @param address the address to which the certificate authority sends the e-mail
     * @param done true if a person has answered the e-mail
     */
    record Email(String address, boolean done) implements DomainValidation {}

    /**
     * A file that the web server of the domain has to serve.
     *
     * @param location the host and path of the file
     * @param contents the contents of the file
     * @param done true if the certificate authority has seen the file
     */
    record HttpFile(String location, String contents, boolean done) implements DomainValidation {}
}
