package dev.certbridge.reseller.order;

import java.util.Objects;

/** A validation that the certificate authority waits for before it issues for a name. */
public sealed interface DomainValidation {

    /** Returns true once the authority has seen it. */
    boolean done();

    /**
     * A record to publish.
     *
     * @param name the record's name, without a trailing dot, lower case
     * @param type {@code CNAME} or {@code TXT}
     * @param value the content; host names without a trailing dot
     * @param done true once the authority has seen it
     */
    record DnsRecord(String name, String type, String value, boolean done) implements DomainValidation {
        public DnsRecord {
            Objects.requireNonNull(name, "name");
            // Interned: a wait for many orders keeps thousands of records of two types.
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
     * @param address the address of the e-mail
     * @param done true once it was answered
     */
    record Email(String address, boolean done) implements DomainValidation {}

    /**
     * A file to serve.
     *
     * @param location host and path
     * @param contents the contents
     * @param done true once the authority has seen it
     */
    record HttpFile(String location, String contents, boolean done) implements DomainValidation {}
}
