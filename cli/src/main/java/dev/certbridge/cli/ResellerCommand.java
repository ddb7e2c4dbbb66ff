package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that calls resellers. The nested classes are the commands that order nothing. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class ResellerCommand implements Callable<Integer> {

    @Mixin
    final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    final Output output = new Output();

    /** A command for the order whose id is its argument. */
    abstract static class OrderIdCommand extends ResellerCommand implements NamedOrder {

        @Parameters(paramLabel = "ID", description = "The id of an order, from the output of \"certbridge order\".")
        private @Nullable OrderId id;

        OrderId id() {
            return Objects.requireNonNull(id);
        }

        @Override
        public ExitCode exitWhenRefused() {
            return id == null ? ExitCode.USAGE : ExitCode.FAILED;
        }
    }

    /** {@code certbridge products}: lists products. */
    @Command(
            name = "products",
            description =
                    "Lists the products of a reseller. Without --reseller, lists the products of the built-in stubs.",
            footer = "  certbridge products --reseller regfish --live")
    static final class ProductsCommand extends ResellerCommand {

        @Mixin
        private final ResellerOption resellers = new ResellerOption();

        @Override
        public Integer call() {
            List<ObjectNode> products = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            for (ResellerProvider provider : resellers.selected(connection)) {
                try (ResellerSession session = connection.connect(provider)) {
                    for (Product product : session.reseller().products()) {
                        products.add(JsonOutput.product(provider.name(), product));
                        lines.add(ProgressReport.line(provider.name(), product));
                    }
                }
            }
            output.printList("products", products, lines, "no products");
            return ExitCode.DONE.code();
        }
    }

    /** {@code certbridge status}: shows an order or a certificate. */
    @Command(
            name = "status",
            description = "Shows the current state of an order or a certificate.",
            footer = "  certbridge status certbridge:regfish:live:-:order:... --live")
    static final class StatusCommand extends ResellerCommand implements NamedOrder {

        @Parameters(paramLabel = "ID", description = "The id of an order or a certificate.")
        private String id = "";

        @Override
        public Integer call() {
            if (id.strip().startsWith("certbridge-certificate:")) {
                CertificateId certificateId = CertificateId.parse(id);
                try (ResellerSession session = connection.connect(certificateId)) {
                    Certificate certificate = NamedOrder.read(
                            () -> session.reseller().certificates().get(certificateId));
                    output.print(JsonOutput.certificate(certificate), report -> report.certificate(certificate));
                }
            } else {
                OrderId orderId = OrderId.parse(id);
                try (ResellerSession session = connection.connect(orderId)) {
                    Order order =
                            NamedOrder.read(() -> session.reseller().orders().get(orderId));
                    output.print(JsonOutput.order(order), report -> report.order(order));
                }
            }
            return ExitCode.DONE.code();
        }

        @Override
        public ExitCode exitWhenRefused() {
            try {
                OrderId.parse(id);
                return ExitCode.FAILED;
            } catch (IllegalArgumentException e) {
                return ExitCode.USAGE;
            }
        }
    }

    /** {@code certbridge download}: writes the certificate of an earlier order. */
    @Command(
            name = "download",
            description = "Downloads the certificate of an order and writes it next to its private key.",
            footer = "  certbridge download certbridge:regfish:live:-:order:... --live")
    static sealed class DownloadCommand extends OrderIdCommand permits AwaitCommand {

        @Mixin
        private final OutputOptions files = new OutputOptions();

        @Override
        public Integer call() {
            OrderId order = id();
            files.requireOne(List.of(), output);
            try (ResellerSession session = connection.connect(order)) {
                CertificateWriter writer = new CertificateWriter(session, files, order);
                writer.requireFree();
                return NamedOrder.read(() -> writer.write(issued(session, order), output))
                        .code();
            }
        }

        IssuedCertificate issued(ResellerSession session, OrderId order) {
            return session.reseller().orders().download(order);
        }
    }

    /** {@code certbridge await}: waits for an earlier order. */
    @Command(
            name = "await",
            description =
                    "Waits for an order, shows the DNS records to publish as they appear, and writes the certificate"
                            + " next to its private key.",
            footer = "  certbridge await certbridge:regfish:live:-:order:... --live --timeout 7200")
    static final class AwaitCommand extends DownloadCommand {

        @Mixin
        private final OutputOptions.Timeout timeout = new OutputOptions.Timeout();

        @Override
        public Integer call() {
            timeout.limit();
            return super.call();
        }

        @Override
        IssuedCertificate issued(ResellerSession session, OrderId order) {
            ProgressReport report = output.report();
            try {
                return report.await(session.reseller(), order, timeout.limit());
            } catch (ActionRequiredException e) {
                report.actAt(e);
                throw e;
            }
        }
    }

    /** {@code certbridge certificates}: lists certificates. */
    @Command(
            name = "certificates",
            description = "Lists the certificates of the account.",
            footer = "  certbridge certificates --reseller realtime --live --expiring-within 30d")
    static final class CertificatesCommand extends ResellerCommand {

        @Option(
                names = "--expiring-within",
                paramLabel = "PERIOD",
                description = "List only valid certificates that expire within this period, such as 30d or 12h.")
        private @Nullable Duration within;

        @Mixin
        private final ResellerOption resellers = new ResellerOption();

        @Override
        public Integer call() {
            try (ResellerSession session = connection.connect(resellers.one(connection))) {
                Certificates all = session.reseller().certificates();
                try (Stream<Certificate> found = within == null
                        ? all.list()
                        : all.expiringBefore(Instant.now().plus(within))) {
                    output.printList(
                            "certificates", found, JsonOutput::certificate, ProgressReport::line, "no certificates");
                }
            }
            return ExitCode.DONE.code();
        }
    }

    /** {@code certbridge revoke}: revokes a certificate. */
    @Command(
            name = "revoke",
            description = "Revokes the certificate if it has the given serial number. This cannot be undone.",
            footer =
                    "  certbridge revoke certbridge-certificate:realtime:live:me:4711 --live --serial 0a1b2c --reason key-compromise")
    static final class RevokeCommand extends ResellerCommand {

        @Parameters(
                paramLabel = "CERTIFICATE-ID",
                description = "The id of a certificate, from \"certbridge certificates\".")
        private @Nullable CertificateId id;

        @Option(
                names = "--serial",
                required = true,
                paramLabel = "HEX",
                description = "The serial number, from \"certbridge status\" or \"openssl x509 -serial\".")
        private String serial = "";

        @Option(
                names = "--reason",
                paramLabel = "REASON",
                description = "unspecified, key-compromise, affiliation-changed, superseded or cessation-of-operation.")
        private RevocationReason reason = RevocationReason.UNSPECIFIED;

        @Override
        public Integer call() {
            CertificateId certificate = Objects.requireNonNull(id);
            try (ResellerSession session = connection.connect(certificate)) {
                session.reseller().certificates().revoke(certificate, serial, reason);
            }
            String word = JsonOutput.word(reason);
            output.print(
                    JsonOutput.object()
                            .put("certificateId", certificate.toString())
                            .put("serial", serial)
                            .put("reason", word)
                            .put("accepted", true),
                    report -> report.item("the reseller accepted the revocation of " + certificate + ": " + word));
            return ExitCode.DONE.code();
        }
    }

    /** {@code certbridge cancel}: cancels an open order. */
    @Command(
            name = "cancel",
            description =
                    "Cancels an open order. The reseller decides about a refund. Only Realtime Register offers this.",
            footer = "  certbridge cancel certbridge:realtime:live:me:order:... --live")
    static final class CancelCommand extends OrderIdCommand {

        @Override
        public Integer call() {
            OrderId order = id();
            try (ResellerSession session = connection.connect(order)) {
                NamedOrder.read(() -> {
                    session.reseller().orders().cancel(order);
                    return order;
                });
            }
            output.print(
                    JsonOutput.object().put("id", order.toString()).put("accepted", true),
                    report -> report.item("the reseller accepted the cancellation of " + order));
            return ExitCode.DONE.code();
        }
    }

    /** {@code certbridge orders}: lists orders. */
    @Command(
            name = "orders",
            description = "Lists all orders at the reseller, including those that are not in the order book.",
            footer = "  certbridge orders --reseller realtime --live")
    static sealed class OrdersCommand extends ResellerCommand permits AuditCommand {

        @Mixin
        private final ResellerOption resellers = new ResellerOption();

        @Override
        public Integer call() {
            try (ResellerSession session = connection.connect(resellers.one(connection));
                    Stream<Order> orders = list(session.reseller().orders())) {
                output.printList("orders", orders, JsonOutput::order, ProgressReport::line, "no orders");
            }
            return ExitCode.DONE.code();
        }

        Stream<Order> list(Orders orders) {
            return orders.list();
        }
    }

    /** {@code certbridge audit}: lists the orders at the reseller that are not in the order book. */
    @Command(
            name = "audit",
            description = "Lists the orders at the reseller that are not in the order book.",
            footer = "  certbridge audit --reseller realtime --live")
    static final class AuditCommand extends OrdersCommand {

        @Override
        Stream<Order> list(Orders orders) {
            return orders.unclaimed();
        }
    }
}
