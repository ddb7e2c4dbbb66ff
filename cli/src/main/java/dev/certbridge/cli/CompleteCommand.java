package dev.certbridge.cli;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code certbridge complete}: sets the organization of an order that waits for an organization. */
@Command(
        name = "complete",
        description = {
            "Completes an order that waits for its organization. The order is then charged and continues.",
            "Only orders at regfish wait for an organization. To wait for the certificate afterwards, run"
                    + " certbridge await."
        },
        footer = "  certbridge complete certbridge:regfish:live:-:order:... --organization-id hdl_4N8RC2VXW6DYE --live"
                + " --intent shop/1-complete --unquoted")
final class CompleteCommand extends ResellerCommand.OrderIdCommand {

    @Option(
            names = "--organization-id",
            required = true,
            order = 24,
            paramLabel = "ID",
            description = "The id of the organization at the reseller, such as hdl_... at regfish.")
    private String organizationId = "";

    @Mixin
    private final SpendingOptions spending = new SpendingOptions();

    @Override
    public Integer call() {
        OrderId order = id();
        try (ResellerSession session = connection.connect(order)) {
            spending.require(connection, session.provider());
            Order completed = NamedOrder.read(() -> session.reseller()
                    .order(
                            spending.intent("completion of " + order),
                            OrderRequest.completion(order, organizationId),
                            spending.given(session.reseller()).orElseGet(Spending::unquoted)));
            output.print(JsonOutput.order(completed), report -> report.order(completed));
        }
        return ExitCode.DONE.code();
    }
}
