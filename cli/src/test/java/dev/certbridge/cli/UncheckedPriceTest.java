package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of orders whose price nobody has seen. */
class UncheckedPriceTest {

    @TempDir
    Path folder;

    @Test
    void an_order_whose_price_was_not_compared_is_listed() {
        try (ServedStub served = ServedStub.of("realtime", folder)) {
            OrderRequest request = OrderRequest.builder("ssl_example")
                    .csr(KeyAndCsr.ecP256("shop.example.com").csr())
                    .build();
            ResellerAccount place = new ResellerAccount("realtime", "live", "example-handle");
            OrderId id = place.orderId("4711", request);
            try (SpendLog book = SpendLog.of(BookLocations.at(served.book()))) {
                Optional<Money> limit = Optional.of(Money.of("EUR", "25.00"));
                Duration minute = Duration.ofMinutes(1);
                Attempt attempt = book.begin(
                        OperationRef.of("realtime", "test"),
                        SpendRequest.of(Intent.of("shop/1"), place.target(), request),
                        new SpendTerms(SpendType.ORDER, minute, minute, Optional.empty(), Optional.empty(), limit));
                book.settle(attempt, Attempt.State.ACCEPTED, Optional.of(id));
            }
            CliRun listed = served.book("unresolved").requireDone();
            assertThat(listed.out())
                    .contains("the charge of " + id + " was not compared with the limit yet")
                    .doesNotContain("nothing is unresolved");
            JsonNode json = served.book("unresolved", "--json").requireDone().json();
            assertThat(json.get("uncompared"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.get("id").asText()).isEqualTo(id.toString()));
        }
    }
}
