package dev.certbridge.reseller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderTextTest {

    @Test
    void the_text_of_an_order_begins_with_the_type_that_callers_know() {
        OrderId id = new OrderId("regfish", "live", "-", OrderId.Kind.ORDER, "ABC", "-", "-");
        assertThat(Order.accepted(id, Optional.empty(), "pending"))
                .hasToString("Order[id=" + id + ", state=PENDING, status=pending, request=Optional.empty,"
                        + " validations=[], action=Optional.empty, charged=Optional.empty, refunded=Optional.empty,"
                        + " certificate=Optional.empty]");
    }

    @Test
    void the_text_of_a_target_says_if_no_account_was_given() {
        assertThat(OrderId.describe(OrderId.target("regfish", "live", "-"))).isEqualTo("regfish live (no account)");
        assertThat(OrderId.describe(OrderId.target("regfish", "ote", "a-"))).isEqualTo("regfish ote a-");
    }
}
