package dev.certbridge.dns;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Publishes records at the primary server of a zone by DNS UPDATE (RFC 2136) over TCP, signed with TSIG (RFC 8945).
 * Each publication adds exactly one record, and the removal of the publication removes exactly this record. The
 * publisher never changes other records. The publisher adds a CNAME only to a name without records. The publisher adds
 * a TXT record only to a name without a CNAME. This class is thread-safe.
 */
public final class DnsUpdatePublisher implements DnsPublisher {

    private static final long TTL_SECONDS = 60;
    private static final int TXT_PART = 255;

    private final DnsServer server;
    private final List<Name> zones;

    private DnsUpdatePublisher(DnsServer server, List<Name> zones) {
        this.server = server;
        this.zones = zones;
    }

    /**
     * Returns a builder of a publisher.
     *
     * @param host the name or address of the primary server
     * @param port the port, usually 53
     * @throws IllegalArgumentException the host is blank, or the port is not between 1 and 65535
     */
    public static Builder at(String host, int port) {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "\"" + host + ":" + port + "\" is not a DNS server. Give a host and a port between 1 and 65535");
        }
        return new Builder(host, port);
    }

    /**
     * Adds the record to its zone, with a time to live of 60 seconds. Does nothing if the zone already contains the
     * record.
     *
     * @return a handle that removes the record when the handle is closed
     * @throws ConflictException with reason {@code WRONG_STATE}: the name already has a record that cannot exist beside
     *     the new record
     * @throws NotFoundException the server has no zone for the name
     * @throws UnauthorizedException the server refuses the update, or does not accept the key or its signature
     * @throws ProviderFaultException the server is down, failed, or did not answer in time
     */
    @Override
    public AutoCloseable publish(DnsRecord record) {
        OperationRef operation = OperationRef.of(DnsServer.PROVIDER, "publish");
        Record wanted = dnsRecord(operation, record);
        Update update = new Update(zone(operation, wanted.getName()));
        if (wanted instanceof CNAMERecord) {
            update.absent(wanted.getName());
        } else {
            update.absent(wanted.getName(), Type.CNAME);
        }
        update.add(wanted);
        int result = server.send(operation, update).getRcode();
        // A name is also in use if an earlier call added the record.
        if ((result == Rcode.YXDOMAIN || result == Rcode.YXRRSET) && !exists(operation, wanted)) {
            throw new ConflictException(
                    operation,
                    Refusal.local("nothing was published: " + record.name()
                            + " has a record that cannot exist beside the " + record.type() + " record "
                            + record.value() + ". Remove the existing record first"),
                    ConflictException.Reason.WRONG_STATE);
        }
        if (result != Rcode.YXDOMAIN && result != Rcode.YXRRSET) {
            requireDone(operation, record, result);
        }
        return () -> remove(record);
    }

    private void remove(DnsRecord record) {
        OperationRef operation = OperationRef.of(DnsServer.PROVIDER, "remove");
        Record published = dnsRecord(operation, record);
        Update update = new Update(zone(operation, published.getName()));
        update.delete(published);
        requireDone(operation, record, server.send(operation, update).getRcode());
    }

    private void requireDone(OperationRef operation, DnsRecord record, int result) {
        if (result != Rcode.NOERROR) {
            throw server.failure(operation, result, "the update of " + record.name());
        }
    }

    private boolean exists(OperationRef operation, Record wanted) {
        return server.send(operation, Message.newQuery(Record.newRecord(wanted.getName(), wanted.getType(), DClass.IN)))
                .getSection(Section.ANSWER)
                .contains(wanted);
    }

    /**
     * Returns the zone of the name from the zones that the caller added. If the caller added no zone, asks the server
     * for the zone of the name.
     */
    private Name zone(OperationRef operation, Name name) {
        Optional<Name> given = zones.stream().filter(name::subdomain).findFirst();
        if (given.isPresent()) {
            return given.get();
        }
        for (int labels = 0; zones.isEmpty() && labels < name.labels() - 1; labels++) {
            Name parent = labels == 0 ? name : new Name(name, labels);
            Optional<Name> found = authority(operation, name, parent);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new NotFoundException(
                operation,
                Refusal.local("nothing was sent: " + server + " has no zone for " + name
                        + ". Give the primary server and the zone of this name"));
    }

    /**
     * Queries the server for the SOA record of a name, and returns the zone in the answer. If the name is an alias
     * (CNAME), the answer contains no zone.
     */
    private Optional<Name> authority(OperationRef operation, Name name, Name parent) {
        Message answer = server.send(operation, Message.newQuery(Record.newRecord(parent, Type.SOA, DClass.IN)));
        if (answer.getRcode() == Rcode.SERVFAIL) {
            throw server.failure(operation, answer.getRcode(), "the query for the zone of " + parent);
        }
        List<Record> records = new ArrayList<>(answer.getSection(Section.ANSWER));
        records.addAll(answer.getSection(Section.AUTHORITY));
        return answer.getHeader().getFlag(Flags.AA)
                ? records.stream()
                        .filter(SOARecord.class::isInstance)
                        .map(Record::getName)
                        .filter(name::subdomain)
                        .findFirst()
                : Optional.empty();
    }

    private static Record dnsRecord(OperationRef operation, DnsRecord record) {
        try {
            Name name = Name.fromString(record.name(), Name.root);
            return switch (record.type().toUpperCase(Locale.ROOT)) {
                case "CNAME" ->
                    new CNAMERecord(name, DClass.IN, TTL_SECONDS, Name.fromString(record.value(), Name.root));
                case "TXT" -> new TXTRecord(name, DClass.IN, TTL_SECONDS, parts(record.value()));
                default -> throw new IllegalArgumentException("the type must be CNAME or TXT");
            };
        } catch (TextParseException | IllegalArgumentException e) {
            throw new ConflictException(
                    operation,
                    Refusal.local("nothing was sent: the record " + record + " is not valid: " + e.getMessage()),
                    ConflictException.Reason.WRONG_STATE);
        }
    }

    /** Splits a text into strings that are short enough for a TXT record. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < text.length(); i += TXT_PART) {
            // A backslash starts an escape sequence in the text form of a record.
            parts.add(text.substring(i, Math.min(i + TXT_PART, text.length())).replace("\\", "\\\\"));
        }
        return parts;
    }

    @Override
    public String toString() {
        return "DNS UPDATE at " + server;
    }

    /** Builds a {@link DnsUpdatePublisher}. Not thread-safe. */
    public static final class Builder {

        private final String host;
        private final int port;
        private final List<Name> zones = new ArrayList<>();
        private Optional<TSIG> key = Optional.empty();
        private Duration timeout = Duration.ofSeconds(10);

        private Builder(String host, int port) {
            this.host = host;
            this.port = port;
        }

        /**
         * Sets the TSIG key that signs all requests. Without a key, the publisher does not sign requests.
         *
         * @param name the name of the key at the server
         * @param algorithm the name of the algorithm, for instance {@code hmac-sha256}
         * @param secret the secret of the key in base64
         * @throws IllegalArgumentException the name, the algorithm or the secret is not valid. The message does not
         *     contain the secret
         */
        public Builder tsig(String name, String algorithm, String secret) {
            key = Optional.of(DnsServer.key(name, algorithm, secret));
            return this;
        }

        /**
         * Adds a zone that the server hosts. If the caller adds no zone, the publisher asks the server for the zone of
         * each record.
         *
         * @throws IllegalArgumentException the zone is not a valid domain name
         */
        public Builder zone(String zone) {
            try {
                zones.add(Name.fromString(zone, Name.root));
            } catch (TextParseException e) {
                throw new IllegalArgumentException("the zone \"" + zone + "\" is not a domain name", e);
            }
            return this;
        }

        /** Sets the time limit of each request. The default is 10 seconds. */
        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        /** Returns the publisher. Sends nothing. */
        public DnsUpdatePublisher build() {
            List<Name> longestFirst = zones.stream()
                    .sorted((one, other) -> Integer.compare(other.labels(), one.labels()))
                    .toList();
            return new DnsUpdatePublisher(new DnsServer(host, port, key, timeout), longestFirst);
        }
    }
}
