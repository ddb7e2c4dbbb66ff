package dev.certbridge.reseller.order;

import java.util.Objects;

/** What the certificate authority waits to see before it issues for a name. */
public sealed interface DomainValidation {

    /** Where the reseller's data stands for this name. */
    boolean done();

    /**
     * A record to publish.
     *
     * @param name the record's name, without a trailing dot, lower case
     * @param type {@code CNAME} or {@code TXT}
     * @param value its content; host names without a trailing dot
     * @param done true once the authority has seen it
     */
    record DnsRecord(String name, String type, String value, boolean done) implements DomainValidation {
        public DnsRecord {
            Objects.requireNonNull(name, "name");
            // A wait for many keeps thousands of records, of two types.
            type = type.intern();
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return name + " " + type + " " + value;
        }
    }

    /**
     * An e-mail that somebody has to answer.
     *
     * @param address where it went
     * @param done true once it was answered
     */
    record Email(String address, boolean done) implements DomainValidation {}

    /**
     * A file to serve.
     *
     * @param location where, host and path
     * @param contents what
     * @param done true once the authority has seen it
     */
    record HttpFile(String location, String contents, boolean done) implements DomainValidation {}
}
