package dev.certbridge.fleet;

import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyVault;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Keeps the certificates of a fleet valid: orders due certificates, waits for open orders, and delivers issued
 * certificates.
 */
public final class FleetRun {

    private final Builder values;

    private FleetRun(Builder values) {
        this.values = values;
    }

    /**
     * Returns a builder of runs.
     *
     * @param resellers a map from the reseller names in the specifications to the resellers
     * @param vault the vault that stores each private key under the name of its intent
     */
    public static Builder builder(
            Map<String, CertificateReseller> resellers, OrderBook book, KeyVault vault, Deployment deployment) {
        return new Builder(Map.copyOf(resellers), book, vault, deployment);
    }

    /**
     * Makes the same decisions about each certificate as a run, but orders nothing and changes nothing. Reads the
     * deployed certificates, the order book, and the open orders and products at the resellers.
     *
     * @throws IllegalArgumentException two specifications have the same id, or a specification names an unknown
     *     reseller
     */
    public FleetPlan plan(Collection<CertificateSpec> specs) {
        return new Round(values, checked(specs)).plan();
    }

    /**
     * Orders due certificates, waits for open orders, and delivers issued certificates. If a run ends early, the next
     * run continues with the state in the order book. Several runs at the same time never order the same certificate
     * twice.
     *
     * @param waitLimit the maximum time to wait for open orders. With a limit of zero, the run delivers only
     *     certificates that are already issued
     * @throws IllegalArgumentException two specifications have the same id, or a specification names an unknown
     *     reseller
     */
    public FleetReport run(Collection<CertificateSpec> specs, Duration waitLimit) {
        return new Round(values, checked(specs)).run(waitLimit);
    }

    private Collection<CertificateSpec> checked(Collection<CertificateSpec> specs) {
        Set<String> ids = new HashSet<>();
        for (CertificateSpec spec : specs) {
            if (!ids.add(spec.id())) {
                throw new IllegalArgumentException("two specifications have the id \"" + spec.id() + "\"");
            }
            if (!values.resellers.containsKey(spec.reseller())) {
                throw new IllegalArgumentException("the reseller \"" + spec.reseller() + "\" of \"" + spec.id()
                        + "\" is not known. Known resellers: "
                        + String.join(", ", new TreeSet<>(values.resellers.keySet())));
            }
        }
        return List.copyOf(specs);
    }

    /** Builds a {@link FleetRun}. Not thread-safe. */
    public static final class Builder {

        final Map<String, CertificateReseller> resellers;
        final OrderBook book;
        final KeyVault vault;
        final Deployment deployment;
        Clock clock = Clock.systemUTC();
        ValidityLimits limits = ValidityLimits.baselineRequirements();
        Map<String, DnsPublisher> publishers = Map.of();
        FleetListener listener = FleetListener.none();
        BulkOptions parallel = BulkOptions.defaults();

        private Builder(
                Map<String, CertificateReseller> resellers, OrderBook book, KeyVault vault, Deployment deployment) {
            this.resellers = resellers;
            this.book = book;
            this.vault = vault;
            this.deployment = deployment;
        }

        private Builder(Builder from) {
            this(from.resellers, from.book, from.vault, from.deployment);
            clock = from.clock;
            limits = from.limits;
            publishers = from.publishers;
            listener = from.listener;
            parallel = from.parallel;
        }

        /** Returns the name of a reseller that has this provider, or empty if no reseller has this provider. */
        Optional<String> resellerOf(CertificateSpec spec, String provider) {
            return Stream.concat(
                            Stream.of(spec.reseller()),
                            resellers.keySet().stream().sorted())
                    .filter(name -> resellers.get(name).name().equals(provider))
                    .findFirst();
        }

        /** Sets the clock. The default is the system clock. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /**
         * Sets the limits of the validity of certificates. Without this call, the limits of the Baseline Requirements
         * apply.
         */
        public Builder limits(ValidityLimits value) {
            limits = value;
            return this;
        }

        /**
         * Sets the publisher of DNS records for each reseller name. For a reseller without a publisher, a run publishes
         * no DNS records.
         */
        public Builder publishers(Map<String, DnsPublisher> values) {
            publishers = Map.copyOf(values);
            return this;
        }

        /** Sets the listener. */
        public Builder listener(FleetListener value) {
            listener = value;
            return this;
        }

        /** Sets how many orders are sent at the same time. Without this call, {@link BulkOptions#defaults} apply. */
        public Builder parallel(BulkOptions value) {
            parallel = value;
            return this;
        }

        /** Returns the run. The run can be used several times. */
        public FleetRun build() {
            return new FleetRun(new Builder(this));
        }
    }
}
